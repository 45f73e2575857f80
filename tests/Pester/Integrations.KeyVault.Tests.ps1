# Keys that are delivered to a vault of Azure, in an engine of its own: the libraries demand TLS, and find the vault by its name.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestIntegrations
    $examples = @{ Examples = (Get-Help New-KeyVaultDestination -Full).examples.example.code }
    $canReach = $IsLinux -and $PSVersionTable.PSVersion -ge '7.5'
    if (-not $canReach) {
        Write-Warning 'Key Vault was not tried in the engine: only on Linux, and from PowerShell 7.5 on, an engine can be told which authority to trust.'
    }
    $otherAzure = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/other-azure/Azure.Core.dll'
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestIntegrations
    if ($IsLinux -and $PSVersionTable.PSVersion -ge '7.5') { Add-Type -Path "$PSScriptRoot/TestVault.cs" }
    $manifest = (Get-Module KeyRotation.Integrations).Path -replace 'psm1$', 'psd1'
    $otherAzure = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/other-azure/Azure.Core.dll'

    # Runs a script in an engine that has the surroundings of an Azure Automation runbook.
    function Invoke-Runbook {
        param([string] $Script)

        $file = Join-Path $TestDrive 'runbook.ps1'
        Set-Content $file "`$ErrorActionPreference = 'Stop'`nImport-Module '$(Get-TestModulePath)'`nImport-Module '$manifest'`n$Script"
        $authority = Join-Path $TestDrive 'authority.pem'
        Set-Content $authority $vault.AuthorityPem
        $surroundings = @{ SSL_CERT_FILE = $authority; HTTPS_PROXY = $vault.Address; IDENTITY_ENDPOINT = "$($vault.Address)/token"; IDENTITY_HEADER = 'of-the-sandbox' }
        $former = @{}
        foreach ($name in $surroundings.Keys) {
            $former[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $surroundings[$name])
        }
        try { Invoke-Engine '-File', $file }
        finally { foreach ($name in $former.Keys) { [Environment]::SetEnvironmentVariable($name, $former[$name]) } }
    }
}

Describe 'A vault of Azure as a destination' -Skip:(-not $canReach) {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc-billing'
        $vault = [TestVault]::new('my-vault.vault.azure.net')
    }
    AfterEach {
        $vault.Dispose()
        $sandbox.Dispose()
    }

    It 'gets the new key by the managed identity of a runbook, and no stream shows a secret' {
        $said = Invoke-Runbook @'
            $vault = New-KeyVaultDestination my-vault
            $key = New-RotatedAccessKey svc-billing -Destination $vault -Verbose -Debug *>&1
            $key
            $vault | Format-List -Force *
            $vault | ConvertTo-Json -Depth 5
            "at: $(($key | Where-Object Destinations).Destinations)"
'@ | Out-String
        $said | Should -BeLike '*at: KeyVault@my-vault:iam-access-key-svc-billing*'
        $stored = $vault.Secrets['iam-access-key-svc-billing'][-1] | ConvertFrom-Json
        $stored.AccessKeyId | Should -BeIn $sandbox.Account.FindUser('svc-billing').Keys.AccessKeyId
        $stored.AccessKeyId | Should -Not -Be $old.AccessKeyId
        $said | Should -Not -BeLike "*$([WildcardPattern]::Escape($stored.SecretAccessKey))*"
        $said | Should -Not -BeLike '*canary*'
        $vault.Calls | Where-Object { $_ -eq 'token' } | Should -HaveCount 1 -Because 'a token is used as long as it is good'
    }

    It 'is only read with -WhatIf, and where the identity may not read or write, no new key is left' {
        $said = Invoke-Runbook @'
            New-RotatedAccessKey svc-billing -Destination (New-KeyVaultDestination my-vault) -WhatIf
            foreach ($name in 'not-to-be-read', 'not-to-be-written') {
                New-RotatedAccessKey svc-billing -Destination (New-KeyVaultDestination my-vault $name) -ErrorVariable problems -ErrorAction SilentlyContinue
                "$($name): $($problems[0].FullyQualifiedErrorId) $($problems[0].Exception.Message)"
            }
'@ | Out-String
        $said | Should -BeLike '*KeyVault:my-vault/iam-access-key-svc-billing (holds no key)*'
        $said | Should -BeLike '*not-to-be-read: DestinationRefused,*Key Vault Secrets Officer*'
        $said | Should -BeLike '*not-to-be-written: DestinationFailed,*Key Vault Secrets Officer*'
        $vault.Secrets.Count | Should -Be 0
        $sandbox.Account.FindUser('svc-billing').Keys.AccessKeyId | Should -Be $old.AccessKeyId
    }

    It 'has its libraries in a context of its own, beside another Azure.Core in the session' -Skip:(-not (Test-Path $otherAzure)) {
        $said = Invoke-Runbook @"
            `$other = [System.Reflection.Assembly]::LoadFrom('$otherAzure')
            `$null = [Activator]::CreateInstance(`$other.GetType('Azure.ETag'), 'used')
            `$vault = New-KeyVaultDestination my-vault
            'before: ' + (([AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { `$_.GetName().Name }) -match '^(KubernetesClient|YamlDotNet|Azure\.(Identity|Security).*|Microsoft\.Identity.*)`$' -join ',')
            'key: ' + (New-RotatedAccessKey svc-billing -Destination `$vault).AccessKeyId
            foreach (`$context in [System.Runtime.Loader.AssemblyLoadContext]::All) {
                `$context.Assemblies | Where-Object { `$_.GetName().Name -match '^(Azure|Microsoft\.Identity|Kube)' } | ForEach-Object { "`$(`$context.Name): `$(`$_.GetName().Name) `$(`$_.GetName().Version)" }
            }
"@
        $said | Should -Contain 'before: '
        $said -match '^key: AKIA' | Should -HaveCount 1
        $said -match '^Default: ' | Should -Be 'Default: Azure.Core 1.53.0.0'
        $said | Should -Contain 'KeyRotation.Integrations: Azure.Core 1.64.0.0'
        $said -match 'Kube' | Should -BeNullOrEmpty
    }

    It 'works as in the examples' -ForEach $examples {
        $others = @()
        $script = foreach ($example in $Examples) {
            $others += Start-TestSandbox
            $null = Add-TestUser $others[-1] 'svc-billing'
            "`$env:AWS_ENDPOINT_URL, `$env:AWS_ACCESS_KEY_ID, `$env:AWS_SECRET_ACCESS_KEY = '$env:AWS_ENDPOINT_URL', '$env:AWS_ACCESS_KEY_ID', '$env:AWS_SECRET_ACCESS_KEY'"
            $example
        }
        $said = Invoke-Runbook (($script + "'errors: ' + `$Error.Count") -join "`n") | Out-String
        $others | ForEach-Object Dispose
        $said | Should -BeLike '*errors: 0*'
        $vault.Secrets.Keys | Sort-Object | Should -Be 'aws-svc-billing', 'billing-aws-access-key-id', 'billing-aws-secret-access-key', 'iam-access-key-svc-billing'
    }
}

Describe 'New-KeyVaultDestination' {
    It 'refuses at once what can be no name: <_.Values>' -ForEach @{ VaultName = 'v' }, @{ VaultName = 'my-vault'; Name = 'a/b' }, @{ VaultName = 'my-vault'; Name = 'a_{UserName}' }, @{ VaultUri = 'http://my-vault.vault.azure.net' }, @{ VaultUri = 'https://my-vault.vault.azure.net/secrets/x' } {
        $parameters = $_
        { New-KeyVaultDestination @parameters } | Should -Throw -ErrorId 'PlaceNameInvalid,*'
    }

    It 'takes the address of a vault in another cloud' {
        "$(New-KeyVaultDestination -VaultUri https://my-vault.vault.usgovcloudapi.net/ -Name x)" | Should -Be 'KeyVault:my-vault.vault.usgovcloudapi.net/x'
    }
}
