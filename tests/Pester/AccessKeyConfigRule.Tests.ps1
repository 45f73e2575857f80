BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'The rules of AWS Config' {
    BeforeEach {
        $sandbox = Start-TestSandbox @{ Accounts = 2 }
        $null = Add-TestUser $sandbox 'svc-old' 200
        $null = Add-TestUser $sandbox 'svc-young' 10
    }
    AfterEach { $sandbox.Dispose() }

    It 'are set once, shown with their verdicts, and changed' {
        $rule = Set-AccessKeyConfigRule -Days 60 -Tag @{ Owner = 'security' }
        $rule | Should -BeOfType ([KeyRotation.AccessKeyConfigRule])
        $rule.Name, $rule.Rule, $rule.Days | Should -Be 'access-keys-rotated', 'Rotated', 60
        $null = Set-AccessKeyConfigRule 60
        Get-TestChange $sandbox | Should -Be 'PutConfigRule' -Because 'a second run sends nothing'

        $shown = Get-AccessKeyConfigRule -IncludeVerdict
        ($shown.Verdicts | Where-Object Verdict -EQ 'NON_COMPLIANT').UserName | Should -Be 'svc-old'
        (Get-AccessKeyConfigRule).Verdicts | Should -BeNullOrEmpty
        $null = Set-AccessKeyConfigRule 30
        (Get-AccessKeyConfigRule).Days | Should -Be 30
    }

    It 'are those of one region' {
        $null = Set-AccessKeyConfigRule -Region eu-west-1
        Get-AccessKeyConfigRule | Should -BeNullOrEmpty
        (Get-AccessKeyConfigRule -Region eu-west-1).Region | Should -Be 'eu-west-1'
    }

    It 'are set and shown in each account of the pipeline, and one that refuses does not stop the others' {
        $accounts = Get-KeyRotationAccount
        $sandbox.Organization.FindAccount($accounts[1].AccountId).RemoveConfigRecorder('us-east-1')
        $set = $accounts | Set-AccessKeyConfigRule -Rule Root -ErrorVariable problems -ErrorAction SilentlyContinue
        $set.AccountId | Sort-Object | Should -Be ($accounts.AccountId | Where-Object { $_ -ne $accounts[1].AccountId } | Sort-Object)
        $problems.FullyQualifiedErrorId | Should -Be 'ConfigRecorderMissing,KeyRotation.Commands.SetAccessKeyConfigRuleCommand'
        ($accounts | Get-AccessKeyConfigRule).Name | Should -Be 'iam-root-access-key-check', 'iam-root-access-key-check'
        @() | Get-AccessKeyConfigRule | Should -BeNullOrEmpty
        @() | Set-AccessKeyConfigRule | Should -BeNullOrEmpty -Because 'nothing in the pipeline is not the account of the connection'
    }

    It 'are refused where Config records nothing, with what turns it on, also with -WhatIf' {
        $sandbox.Account.SetConfigRecorder('us-east-1', $false, $true)
        { Set-AccessKeyConfigRule -WhatIf } | Should -Throw '*start-configuration-recorder*' -ErrorId 'ConfigRecorderStopped,*'
        $sandbox.Account.SetConfigRecorder('us-east-1', $true, $true)
        Set-AccessKeyConfigRule -WhatIf | Should -BeNullOrEmpty
        { Set-AccessKeyConfigRule -Rule Root -Days 3 } | Should -Throw -ErrorId 'ConfigRuleInvalid,*'
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'stand beside the controls, with the reason of a difference, also in the files' {
        $null = Set-AccessKeyConfigRule -Days 300 -WarningAction SilentlyContinue
        $results = Test-AccessKeyCompliance -CompareConfig -WarningVariable warnings -WarningAction SilentlyContinue
        $differs = $results | Where-Object ConfigDifference
        $differs.UserName | Should -Be 'svc-old'
        $differs.ConfigVerdict, $differs.ConfigDifference | Should -Be 'COMPLIANT', 'The rule access-keys-rotated has a limit of 300 days, and this control one of 90.'
        "$warnings" | Should -BeLike '*Set-AccessKeyConfigRule -Rule Root*'
        $differs | Format-List | Out-String | Should -Match 'ConfigDifference'
        Test-AccessKeyCompliance svc-old | Format-List | Out-String | Should -Not -Match 'Config(Verdict|Difference)'

        $results | Export-AccessKeyReport (Join-Path $TestDrive 'config.csv')
        (Import-Csv (Join-Path $TestDrive 'config.csv') | Where-Object ConfigDifference).ConfigVerdict | Should -Be 'COMPLIANT'
        $results | Export-AccessKeyReport (Join-Path $TestDrive 'config.json')
        ((Get-Content (Join-Path $TestDrive 'config.json') -Raw | ConvertFrom-Json).controls | Where-Object configDifference).configVerdict | Should -Be 'COMPLIANT'
    }
}
