# Lists that were saved: their users are of the account that they were seen in, and of no other that has users of the same names.
BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'A user of another account, from a saved list,' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc'
        $null = Add-TestUser $sandbox 'svc-own'
        $path = Join-Path $TestDrive 'saved.csv'
        @(
            [pscustomobject]@{ UserName = 'svc'; AccountId = '999999999999' }
            [pscustomobject]@{ UserName = 'svc-own'; AccountId = $sandbox.Account.AccountId }
        ) | Export-Csv $path
        $sandbox.Calls.Clear()
    }
    AfterEach { $sandbox.Dispose() }

    It 'is refused by <_>, and the others go on' -ForEach 'Get-StaleAccessKey', 'Test-AccessKeyCompliance', 'Get-AccessKeyRotation', 'Get-AccessKeyAlternative', 'New-RotatedAccessKey' {
        $found = Import-Csv $path | & $_ -ErrorVariable problems -ErrorAction SilentlyContinue
        $found.UserName | Sort-Object -Unique | Should -Be 'svc-own'
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'WrongAccount,*'
        $problems[0].TargetObject.UserName, $problems[0].TargetObject.AccountId | Should -Be 'svc', '999999999999'
        $sandbox.Account.FindUser('svc').Keys | Should -HaveCount 1
    }

    It 'is refused by <_>, which changes nothing of its namesake' -ForEach 'Disable-OldAccessKey', 'Enable-OldAccessKey', 'Remove-RetiredAccessKey', 'Get-AccessKeyActivity' {
        $null = Import-Csv $path | Where-Object UserName -EQ 'svc' | & $_ -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems.FullyQualifiedErrorId | Should -BeLike 'WrongAccount,*'
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'is not looked for as all users when it is the only one' {
        Import-Csv $path | Where-Object UserName -EQ 'svc' | Get-StaleAccessKey -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'does not stop the alternatives of the keys of the account' {
        $elsewhere = Import-Csv $path | Where-Object UserName -EQ 'svc'
        ($elsewhere, [pscustomobject]@{ UserName = 'svc-*'; AccountId = '' } | Get-AccessKeyAlternative -ErrorAction SilentlyContinue).UserName | Should -Be 'svc-own'
    }

    It 'names what to do where a list has no ids of keys' {
        $withoutId = [pscustomobject]@{ UserName = 'svc'; AccessKeyId = '' }
        $null = $withoutId | New-RotatedAccessKey -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].Exception.Message | Should -BeLike '*Get-AccessKeyRotation without -All*'
    }
}
