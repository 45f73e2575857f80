BeforeDiscovery {
    $hasServer = [Environment]::Version.Major -ge 10
    if (-not $hasServer) {
        Write-Warning 'The destination was not tested in this engine: its server needs .NET 10 (PowerShell 7.6).'
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestIntegrations
    Import-TestService

    # libsodium as the module has loaded it, in its own context.
    $null = New-GitHubDestination acme/billing -Token ([KeyRotation.SecretText]::Protect('ghp_first'))
    $context = [Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ KeyRotation.Integrations
    $sodium = $context.LoadFromAssemblyName([Reflection.AssemblyName] 'Sodium.Core')
    $keys = $sodium.GetType('Sodium.PublicKeyBox').GetMethod('GenerateKeyPair', [type[]] @()).Invoke($null, @())

    function Open-TestSecret {
        param([string] $Name)

        $open = $sodium.GetType('Sodium.SealedPublicKeyBox').GetMethod('Open', [type[]] @([byte[]], [byte[]], [byte[]]))
        $sealed = [Convert]::FromBase64String($gitHub.Secret($Name, 'repos/acme/billing/actions').Text)
        [Text.Encoding]::UTF8.GetString($open.Invoke($null, @($sealed, $keys.PrivateKey, $keys.PublicKey)))
    }

    function Get-TestVariable { $gitHub.Variable('AWS_ACCESS_KEY_ID', 'repos/acme/billing/actions') }
}

Describe 'New-GitHubDestination' -Skip:(-not $hasServer) {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc'
        $gitHub = [KeyRotation.Integrations.Tests.GitHub.GitHubServer]::new([Convert]::ToBase64String($keys.PublicKey))
        $plain = [KeyRotation.Integrations.Tests.GitHub.GitHubServer]::Token
        $token = [KeyRotation.SecretText]::Protect($plain)
        $at = @{ ApiUri = $gitHub.Endpoint; Token = $token }
    }
    AfterEach {
        $sandbox.Dispose()
        $gitHub.Dispose()
        $gitHub.Problems | Should -BeNullOrEmpty
    }

    It 'delivers a key that GitHub alone can open' {
        $new = Get-StaleAccessKey | New-RotatedAccessKey -Destination (New-GitHubDestination acme/billing @at)
        Open-TestSecret AWS_ACCESS_KEY_ID | Should -BeExactly $new.AccessKeyId
        Open-TestSecret AWS_SECRET_ACCESS_KEY | Should -BeExactly $new.GetSecretAccessKeyAsPlainText()
        "$($new.Destinations)" | Should -Be 'GitHub:repository acme/billing (AWS_SECRET_ACCESS_KEY, AWS_ACCESS_KEY_ID)'
        if ($IsLinux) {
            (Get-Content /proc/self/maps) -match 'KeyRotation\.Integrations/bin/runtimes/.+/libsodium\.so' | Should -Not -BeNullOrEmpty -Because 'the module brings libsodium along'
        }
        $sandbox.Account.Tags('svc')["keyrotation:$($new.AccessKeyId)"] | Should -BeLike '* at=GitHub*'
    }

    It 'shows with -WhatIf whose key is there, and changes nothing' {
        $gitHub.Put('variables', 'AWS_ACCESS_KEY_ID', $old.AccessKeyId, 'repos/acme/billing/actions', $null, @())
        $gitHub.Put('secrets', 'AWS_SECRET_ACCESS_KEY', 'x', 'repos/acme/billing/actions', $null, @())
        $sandbox.Calls.Clear()
        Start-Transcript "$TestDrive/whatif.txt" | Out-Null
        New-RotatedAccessKey svc -Destination (New-GitHubDestination acme/billing -IdAsVariable @at) -WhatIf
        Stop-Transcript | Out-Null
        Get-Content "$TestDrive/whatif.txt" -Raw | Should -BeLike '*GitHub:acme/billing (holds the old key)*'
        Get-TestChange $sandbox | Should -BeNullOrEmpty
        $gitHub.Calls -notmatch '^GET ' | Should -BeNullOrEmpty
    }

    It 'lets the old key be disabled when the variable says that the new one is there' {
        $destination = New-GitHubDestination acme/billing -IdAsVariable @at
        $new = New-RotatedAccessKey svc -Destination $destination
        Get-TestVariable | Should -BeExactly $new.AccessKeyId
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Disable-OldAccessKey svc -Destination $destination | Should -HaveCount 1
    }

    It 'refuses another key that is there, before one is created' {
        $gitHub.Put('variables', 'AWS_ACCESS_KEY_ID', 'AKIAANOTHERANOTHER00', 'repos/acme/billing/actions', $null, @())
        New-RotatedAccessKey svc -Destination (New-GitHubDestination acme/billing -IdAsVariable @at) -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationHoldsAnotherKey,*'
        $sandbox.Account.FindUser('svc').Keys | Should -HaveCount 1
    }

    It 'says what is wrong with a token, before a key is created, and shows neither' {
        $wrong = [KeyRotation.SecretText]::Protect('ghp_wrongwrongwrongwrongwrong')
        $said = & {
            $VerbosePreference = $DebugPreference = 'Continue'
            New-RotatedAccessKey svc -Destination (New-GitHubDestination acme/billing -ApiUri $gitHub.Endpoint -Token $wrong) -ErrorVariable problems -ErrorAction Continue
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationRefused,*'
            "$($problems[0])" | Should -BeLike '*GitHub answered 401*Bad credentials*'
            $problems[0] | Format-List * -Force
        } *>&1 | Out-String -Width 400
        $said | Should -Not -BeLike '*ghp_wrong*'
        $sandbox.Account.FindUser('svc').Keys | Should -HaveCount 1
    }

    It 'shows no secret and no token in any output, stream or error' {
        $destination = New-GitHubDestination acme/billing @at
        $script:stored = @()
        $Error.Clear()
        $said = & {
            $VerbosePreference = $DebugPreference = 'Continue'
            $destination
            $destination | Format-List * -Force
            $destination | ConvertTo-Json -Depth 5
            $destination.GetExternalPlace() | Format-List * -Force
            "$destination"
            New-RotatedAccessKey svc -Destination $destination, { param($Key) $script:stored += $Key.GetSecretAccessKeyAsPlainText(); throw 'full' } -ErrorAction Continue
            New-RotatedAccessKey svc -Destination $destination -OutVariable global:canaryKey -Verbose
        } *>&1 | Out-String -Width 400
        $said += $Error | ForEach-Object { $_ | Format-List * -Force | Out-String -Width 400; $_.Exception.ToString() } | Out-String
        $stored += ($canaryKey | Where-Object { $_ -is [KeyRotation.RotatedAccessKey] }).GetSecretAccessKeyAsPlainText()
        $stored | Should -HaveCount 2
        foreach ($secret in @($stored) + $plain) {
            Get-LineWith $said $secret | Should -BeNullOrEmpty
        }
    }

    It 'takes back what was new where a destination behind fails, and leaves the new key where it wrote over another' {
        $destination = New-GitHubDestination acme/billing @at
        New-RotatedAccessKey svc -Destination $destination, { throw 'full' } -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationFailed,*'
        $gitHub.Entries.Count | Should -Be 0
        $sandbox.Account.FindUser('svc').Keys | Should -HaveCount 1

        $gitHub.Put('secrets', 'AWS_SECRET_ACCESS_KEY', 'x', 'repos/acme/billing/actions', $null, @())
        New-RotatedAccessKey svc -Destination $destination, { throw 'full' } -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationNotUndone,*'
        $new = Open-TestSecret AWS_ACCESS_KEY_ID
        "$($problems[0])" | Should -BeLike "*$new is there now*"
        Get-TestKeyStatus $sandbox $new | Should -Be 'Active'
    }

    It 'is written after what can be put back, which is put back when GitHub fails' {
        $gitHub.Entries.Clear()
        $gitHub.RefuseWrites(403, '{"message":"Resource not accessible by personal access token"}')
        New-RotatedAccessKey svc -Destination (New-GitHubDestination acme/billing @at), SecretsManager:app -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationFailed,*'
        "$($problems[0])" | Should -BeLike '*Secrets and Variables*'
        $sandbox.Calls.Snapshot().Operation | Should -Contain 'CreateSecret'
        $sandbox.Account.FindSecret('us-east-1', 'app') | Should -BeNullOrEmpty
        $sandbox.Account.FindUser('svc').Keys | Should -HaveCount 1
    }

    It 'takes the token from the environment, and one of github.com for no other server' {
        try {
            $env:GH_TOKEN = 'ghp_of_github_com'
            New-GitHubDestination acme/billing | Should -BeOfType KeyRotation.Destination
            { New-GitHubDestination acme/billing -ApiUri $gitHub.Endpoint } | Should -Throw -ErrorId 'TokenMissing,*'
            $env:GH_ENTERPRISE_TOKEN = $plain
            New-RotatedAccessKey svc -Destination (New-GitHubDestination acme/billing -ApiUri $gitHub.Endpoint) | Should -HaveCount 1
        }
        finally {
            Remove-Item Env:GH_TOKEN, Env:GH_ENTERPRISE_TOKEN -ErrorAction Ignore
        }
    }

    It 'refuses what cannot be, without a call' {
        { New-GitHubDestination billing @at } | Should -Throw '*acme/billing*'
        { New-GitHubDestination acme/billing -Token $token -ApiUri http://github.example.com } | Should -Throw -ErrorId 'AddressInvalid,*'
        { New-GitHubDestination acme/billing -Token ([securestring]::new()) } | Should -Throw -ErrorId 'TokenInvalid,*'
        { (New-GitHubDestination acme/billing @at).WithForm(@{ IdName = 'GITHUB_KEY' }) } | Should -Throw '*GITHUB_*'
        $gitHub.Calls | Should -BeNullOrEmpty
    }

    It 'is a kind in a map of destinations, made by its command' {
        Set-Content "$TestDrive/places.psd1" "@{ Rules = @(@{ UserName = 'svc*'; To = @{ Kind = 'GitHub'; Repository = 'acme/billing'; ApiUri = '$($gitHub.Endpoint)'; IdAsVariable = `$true; Form = @{ IdName = 'BILLING_ID' } } }) }"
        $env:GH_ENTERPRISE_TOKEN = $plain
        try {
            $new = Invoke-AccessKeyRotation -DestinationMap "$TestDrive/places.psd1"
            "$((Get-AccessKeyRotation svc -DestinationMap "$TestDrive/places.psd1" | Where-Object Stage -EQ 'Current').Places)" | Should -BeLike 'GitHub:*(holds this key)'
        }
        finally {
            Remove-Item Env:GH_ENTERPRISE_TOKEN
        }
        $gitHub.Variable('BILLING_ID', 'repos/acme/billing/actions') | Should -Be $new.AccessKeyId
        $missing = @{ Rules = @(@{ To = @{ Kind = 'GitHub'; Repository = 'acme/billing'; ApiUri = "$($gitHub.Endpoint)" } }) }
        { Invoke-AccessKeyRotation -DestinationMap $missing } | Should -Throw '*New-GitHubDestination*' -ErrorId 'DestinationMapInvalid,*'
    }

    It 'runs the examples of its page' {
        function Get-Secret { $token }
        $null = $gitHub.Scopes.Add('repos/acme/billing/environments/production')
        $env:GH_ENTERPRISE_TOKEN = $plain
        try {
            $examples = (Get-Help New-GitHubDestination -Full).examples.example
            $examples | Should -HaveCount 3
            foreach ($example in $examples) {
                $sandbox.Dispose()
                $sandbox = Start-TestSandbox
                $null = Add-TestUser $sandbox 'svc-billing'
                $code = $example.code -replace ' -ApiUri \S+' -replace 'New-GitHubDestination ', "New-GitHubDestination -ApiUri $($gitHub.Endpoint) "
                . ([scriptblock]::Create($code)) -ErrorAction Stop
            }
        }
        finally {
            Remove-Item Env:GH_ENTERPRISE_TOKEN
        }
        Open-TestSecret AWS_ACCESS_KEY_ID | Should -BeLike 'AKIA*'
    }
}
