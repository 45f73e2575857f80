BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'The secret is in the output object and nowhere else' {
    It 'in no stream, transcript, error, converted or formatted output' {
        $sandbox = Start-TestSandbox
        try {
            $null = Add-TestUser $sandbox 'svc'
            $null = Add-TestUser $sandbox 'twokeys'
            $null = $sandbox.Account.AddAccessKey('twokeys', $sandbox.Clock.UtcNow.AddDays(-150), 'Active')
            $transcript = Join-Path $TestDrive 'transcript.txt'
            $null = Start-Transcript $transcript
            try {
                $written = & {
                    $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
                    Get-StaleAccessKey | New-RotatedAccessKey -WhatIf -ErrorAction Continue
                    Get-StaleAccessKey | New-RotatedAccessKey -OutVariable global:rotatedKeys -Verbose -Debug -ErrorAction Continue
                    Get-AccessKeyRotation | Format-List *
                    $sandbox.Clock.Advance([timespan]::FromDays(2))
                    Use-TestReplacement $sandbox
                    Invoke-AccessKeyRotation -WhatIf -ErrorAction Continue
                    Disable-OldAccessKey -ErrorAction Continue | Format-List *
                    Enable-OldAccessKey svc | ConvertTo-Json -Depth 5
                    $sandbox.Clock.Advance([timespan]::FromDays(2))
                    Invoke-AccessKeyRotation -ErrorAction Continue
                    $sandbox.Clock.Advance([timespan]::FromDays(8))
                    Remove-RetiredAccessKey svc -Confirm:$false | Format-List *
                    $sandbox.Faults.Order([KeyRotation.Sandbox.Fault] @{ Operation = 'CreateAccessKey'; Kind = 'MalformedAnswer' })
                    New-RotatedAccessKey svc -ErrorAction Continue
                    $sandbox.Faults.Order([KeyRotation.Sandbox.Fault] @{ Operation = 'CreateAccessKey'; Kind = 'CutDuring' })
                    New-RotatedAccessKey svc -ErrorAction Continue
                } *>&1
            }
            finally {
                $null = Stop-Transcript
            }

            $rotated = @($rotatedKeys | Where-Object { $_ -is [KeyRotation.RotatedAccessKey] })[0]
            $secret = $rotated.GetSecretAccessKeyAsPlainText()
            $secret.Length | Should -Be 40
            $seen = @(
                $written | Out-String -Width 400
                Get-Content $transcript -Raw
                $error | ForEach-Object { $_ | Format-List * -Force | Out-String -Width 400; $_.Exception.ToString() }
                $rotated | Format-List * -Force | Out-String -Width 400
                $rotated | Format-Table * | Out-String -Width 400
                $rotated | ConvertTo-Json -Depth 5
                $rotated | ConvertTo-Csv
                $rotated | ConvertTo-Xml -As String
                $rotated | Export-Clixml (Join-Path $TestDrive 'rotated.xml')
                Get-Content (Join-Path $TestDrive 'rotated.xml') -Raw
                $rotated.Credential | Format-List * -Force | Out-String -Width 400
                Start-Job { $using:rotated } | Receive-Job -Wait -AutoRemoveJob | ConvertTo-Json -Depth 5
                "$rotated $($rotated.Credential)"
            ) -join "`n"
            $seen.Contains($secret) | Should -BeFalse
            # How Export-Clixml writes a SecureString outside Windows.
            $seen.Contains([Convert]::ToHexString([Text.Encoding]::Unicode.GetBytes($secret)), 'OrdinalIgnoreCase') | Should -BeFalse
            $everySecret = $sandbox.Account.Users.Keys.SecretAccessKey
            $everySecret | Where-Object { $seen.Contains($_) } | Should -BeNullOrEmpty
            $seen.Contains($env:AWS_SECRET_ACCESS_KEY) | Should -BeFalse
            $seen.Contains($rotated.AccessKeyId) | Should -BeTrue
        }
        finally {
            Remove-Variable rotatedKeys -Scope Global -ErrorAction Ignore
            $sandbox.Dispose()
        }
    }

    It 'as a credential too, with the id as its user name' {
        $sandbox = Start-TestSandbox
        try {
            $null = Add-TestUser $sandbox 'svc'
            $key = New-RotatedAccessKey svc
            $key.Credential | Should -BeOfType pscredential
            $key.Credential.UserName | Should -Be $key.AccessKeyId
            $key.Credential.GetNetworkCredential().Password | Should -BeExactly $sandbox.Account.FindKey($key.AccessKeyId).SecretAccessKey
        }
        finally {
            $sandbox.Dispose()
        }
    }

    It 'not the caller''s secret either, when it is typed' {
        $sandbox = Start-TestSandbox
        try {
            $key = Add-TestUser $sandbox 'svc'
            $stale = Get-StaleAccessKey -AccessKey $env:AWS_ACCESS_KEY_ID -SecretKey $env:AWS_SECRET_ACCESS_KEY
            $seen = @($stale | Format-List * -Force | Out-String -Width 400; $stale | ConvertTo-Json -Depth 5; "$($stale.GetConnection())") -join "`n"
            $seen.Contains($env:AWS_SECRET_ACCESS_KEY) | Should -BeFalse
            $seen.Contains($key.AccessKeyId) | Should -BeTrue
        }
        finally {
            $sandbox.Dispose()
        }
    }
}
