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
}

Describe 'New-AzureDevOpsDestination' -Skip:(-not $hasServer) {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc-billing'
        $azure = [KeyRotation.Integrations.Tests.AzureDevOps.AzureDevOpsServer]::new()
        $plain = [KeyRotation.Integrations.Tests.AzureDevOps.AzureDevOpsServer]::Token
        $token = [KeyRotation.SecretText]::Protect($plain)
        $at = @{ CollectionUri = $azure.Organization; Token = $token }
    }
    AfterEach {
        $sandbox.Dispose()
        $azure.Dispose()
        $azure.Problems | Should -BeNullOrEmpty
    }

    It 'delivers a key, keeps the other variables, and lets the old key be disabled' {
        $destination = New-AzureDevOpsDestination billing aws @at
        $new = Get-StaleAccessKey | New-RotatedAccessKey -Destination $destination
        $azure.Variables['AWS_ACCESS_KEY_ID'].Value | Should -BeExactly $new.AccessKeyId
        $azure.Variables['AWS_SECRET_ACCESS_KEY'].Value | Should -BeExactly $new.GetSecretAccessKeyAsPlainText()
        $azure.Variables['PASSWORD'].Value | Should -BeExactly 'kept'
        "$($new.Destinations)" | Should -Be 'AzureDevOps:billing/aws'
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Disable-OldAccessKey svc-billing -Destination $destination | Should -HaveCount 1
    }

    It 'shows with -WhatIf whose key is there, and changes nothing' {
        $azure.Put('AWS_ACCESS_KEY_ID', $old.AccessKeyId, $false)
        $azure.Put('AWS_SECRET_ACCESS_KEY', 'x', $true)
        $null = Start-Transcript "$TestDrive/whatif.txt"
        New-RotatedAccessKey svc-billing -Destination (New-AzureDevOpsDestination billing aws @at) -WhatIf
        $null = Stop-Transcript
        Get-Content "$TestDrive/whatif.txt" -Raw | Should -BeLike '*AzureDevOps:billing/aws (holds the old key)*'
        $azure.Calls -notmatch '^GET ' | Should -BeNullOrEmpty
    }

    It 'settles a rotation that could not be taken back' {
        $azure.Put('AWS_ACCESS_KEY_ID', $old.AccessKeyId, $false)
        $azure.Put('AWS_SECRET_ACCESS_KEY', 'x', $true)
        $destination = New-AzureDevOpsDestination billing aws @at
        New-RotatedAccessKey svc-billing -Destination $destination -VerifyWith { $false } -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationNotUndone,*'
        $left = $azure.Variables['AWS_ACCESS_KEY_ID'].Value
        "$($problems[0])" | Should -BeLike "*$left is there now*"
        $sandbox.Clock.Advance([timespan]::FromMinutes(20))
        New-RotatedAccessKey svc-billing -Destination $destination -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        "$warnings" | Should -BeLike "*$left*recorded as the replacement of $($old.AccessKeyId)*"
        Get-TestKeyStatus $sandbox $left | Should -Be 'Active'
    }

    It 'says what is wrong with a token, before a key is created, and shows no token' {
        $wrong = [KeyRotation.SecretText]::Protect('wrongwrongwrongwrongwrong')
        New-RotatedAccessKey svc-billing -Destination (New-AzureDevOpsDestination billing aws -CollectionUri $azure.Organization -Token $wrong) -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationRefused,*'
        "$($problems[0])" | Should -BeLike '*Azure DevOps answered 401*'
        $problems[0] | Format-List * -Force | Out-String | Should -Not -BeLike '*wrongwrong*'
        $sandbox.Account.FindUser('svc-billing').Keys | Should -HaveCount 1
    }

    It 'shows no secret and no token in any output, stream or error' {
        $destination = New-AzureDevOpsDestination billing aws @at
        $script:stored = @()
        $Error.Clear()
        $said = & {
            $VerbosePreference = $DebugPreference = 'Continue'
            $destination | Format-List * -Force
            $destination | ConvertTo-Json -Depth 5
            $destination.GetExternalPlace() | Format-List * -Force
            New-RotatedAccessKey svc-billing -Destination $destination, { param($Key) $script:stored += $Key.GetSecretAccessKeyAsPlainText(); throw 'full' } -ErrorAction Continue
            New-RotatedAccessKey svc-billing -Destination $destination -OutVariable global:canaryKey -Verbose
        } *>&1 | Out-String -Width 400
        $said += $Error | ForEach-Object { $_ | Format-List * -Force | Out-String -Width 400; $_.Exception.ToString() } | Out-String
        $stored += ($canaryKey | Where-Object { $_ -is [KeyRotation.RotatedAccessKey] }).GetSecretAccessKeyAsPlainText()
        $stored | Should -HaveCount 2
        foreach ($secret in @($stored) + $plain) {
            Get-LineWith $said $secret | Should -BeNullOrEmpty
        }
    }

    It 'runs the examples of its page' {
        function Get-Secret { $token }
        $env:AZURE_DEVOPS_EXT_PAT = $plain
        try {
            $examples = (Get-Help New-AzureDevOpsDestination -Full).examples.example
            $examples | Should -HaveCount 3
            foreach ($example in $examples) {
                $azure.Variables.Clear()
                $sandbox.Dispose()
                $sandbox = Start-TestSandbox
                $null = Add-TestUser $sandbox 'svc-billing'
                $code = $example.code -replace ' -(CollectionUri|Organization) \S+', " -CollectionUri $($azure.Organization)"
                . ([scriptblock]::Create($code)) -ErrorAction Stop
                if ($code -match 'Get-StaleAccessKey') { $azure.Variables['AWS_ACCESS_KEY_ID'].Value | Should -BeLike 'AKIA*' }
            }
        }
        finally {
            Remove-Item Env:AZURE_DEVOPS_EXT_PAT
        }
    }
}
