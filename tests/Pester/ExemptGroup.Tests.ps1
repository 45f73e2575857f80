BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'Users who are exempt as members of a group' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $null = Add-TestUser $sandbox 'svc'
        $null = Add-TestUser $sandbox 'Vendor-Feed'
        $sandbox.Account.SetGroup('vendors', 'Vendor-Feed')
        $sandbox.Calls.Clear()
    }
    AfterEach { $sandbox.Dispose() }

    It 'are found with their reason, at one call' {
        $found = Get-StaleAccessKey -ExemptGroup vendors
        $found | ForEach-Object { "$($_.UserName) $($_.Stage)" } | Sort-Object | Should -Be 'svc Stale', 'Vendor-Feed Exempt'
        ($found | Where-Object Stage -EQ Exempt).Reason | Should -Be '200 days old; exempt as member of the IAM group vendors'
        $sandbox.Calls.Count('GetGroup') | Should -Be 1
    }

    It 'are left alone by a pass, also where they are disabled when dormant' {
        (Invoke-AccessKeyRotation -ExemptGroup vendors -UnusedForDays 45).UserName | Sort-Object -Unique | Should -Be 'svc'
        (Invoke-AccessKeyRotation -ExemptGroup vendors -WhatIf -Verbose 4>&1 | Out-String) | Should -BeLike '*Vendor-Feed as member of the IAM group vendors*'
    }

    It 'are as many as the group has' {
        1..150 | ForEach-Object { $null = $sandbox.Account.CreateUser("member-$_", $null) }
        $sandbox.Account.SetGroup('vendors', [string[]] (@('Vendor-Feed') + (1..150 | ForEach-Object { "member-$_" })))
        (Get-StaleAccessKey -ExemptGroup vendors | Where-Object Stage -EQ Stale).UserName | Should -Be 'svc'
    }

    It 'stop the run where the group is not there or cannot be read' {
        { Get-StaleAccessKey -ExemptGroup vendor -ErrorAction Stop } | Should -Throw -ErrorId 'GroupNotFound,*'
        $sandbox.Account.AllowActions('sandbox-admin', [string[]] @('iam:G*Report', 'iam:List*', 'iam:CreateAccessKey'))
        { Invoke-AccessKeyRotation -ExemptGroup vendors } | Should -Throw '*Allow iam:GetGroup*'
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }
}

Describe 'Limits and demands by tag' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $null = Add-TestUser $sandbox 'svc' 40
        $sandbox.Account.SetTag('svc', 'keyrotation:days', '30')
    }
    AfterEach { $sandbox.Dispose() }

    It 'hold in the audit, the pass and the benchmark' {
        (Get-StaleAccessKey -DaysByTag).Reason | Should -Be '40 days old'
        (Test-AccessKeyCompliance svc -DaysByTag | Where-Object Control -EQ Rotation).Status | Should -Be 'Fail'
        (Invoke-AccessKeyRotation -DaysByTag).UserName | Should -Be 'svc'
    }

    It 'give a control of required tags, which reports show' {
        $results = Test-AccessKeyCompliance svc -RequiredTag Owner, Application
        $tags = $results | Where-Object Control -EQ RequiredTags
        $tags.Status, $tags.Reason | Should -Be 'Fail', 'The user lacks the tags Owner, Application.'
        foreach ($format in 'Html', 'Csv', 'Json', 'JUnit', 'Ocsf', 'Asff') {
            $file = Join-Path $TestDrive "report.$format"
            $results | Export-AccessKeyReport $file -Format $format
            Get-Content $file -Raw | Should -BeLike '*The user lacks the tags Owner, Application*'
        }
    }
}
