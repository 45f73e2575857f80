BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
    $here = @{ Destination = 'SecretsManager' }
}

Describe 'A plan that is approved' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $keys = 1..3 | ForEach-Object { Add-TestUser $sandbox "svc-$_" }
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).json"
    }
    AfterEach { $sandbox.Dispose() }

    It 'is made with -WhatIf, changes nothing, and says who is to be asked' {
        $plan = Invoke-AccessKeyRotation @here -WhatIf -PlanPath $file
        $plan | Should -BeOfType ([KeyRotation.RotationPlan])
        $plan.Steps.UserName | Should -Be 'svc-1', 'svc-2', 'svc-3'
        $plan.Steps[0].Text | Should -BeLike 'Create a new access key that replaces AKIA* of user svc-1 *, and deliver the new secret to SecretsManager:iam/access-keys/svc-1 (holds no key); the old key is not there, so what uses it reads it elsewhere'
        Get-TestChange $sandbox | Should -BeNullOrEmpty
        $written = Get-Content $file -Raw | ConvertFrom-Json
        $written.hash | Should -Be $plan.Hash
        $written.steps[0].destinations | Should -Be 'SecretsManager:iam/access-keys/svc-1'
        $plan | Out-String -Width 100 | Should -BeLike '*Hash*Steps*sha256:*3*'
    }

    It 'is carried out as far as it holds, on an account that has moved on' {
        $plan = Invoke-AccessKeyRotation @here -WhatIf -PlanPath $file
        $sandbox.Account.SetTag('svc-1', 'keyrotation:exempt', 'until=2030-01-01 reason=vendor')
        $null = New-RotatedAccessKey svc-2 @here
        $null = Add-TestUser $sandbox 'svc-4'

        $done = Invoke-AccessKeyRotation @here -PlanPath $file -PlanHash $plan.Hash -ErrorVariable problems -ErrorAction SilentlyContinue

        $done.UserName | Should -Be 'svc-3'
        $problems | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | ForEach-Object { "$($_.TargetObject.UserName) $($_.FullyQualifiedErrorId.Split(',')[0])" } | Sort-Object |
            Should -Be 'svc-1 PlannedStepNotDue', 'svc-2 PlannedStepNotDue'
        $sandbox.Account.FindUser('svc-4').Keys.Count | Should -Be 1
    }

    It 'is refused when <Name>, and nothing is done' -ForEach @(
        @{ Name = 'a word of it was changed'; Id = 'PlanChanged'; Change = { (Get-Content $file -Raw).Replace('svc-1', 'svc-9') | Set-Content $file }; With = @{} }
        @{ Name = 'a step was taken out'; Id = 'PlanChanged'; Change = { $plan = Get-Content $file -Raw | ConvertFrom-Json; $plan.steps = @($plan.steps[0]); $plan | ConvertTo-Json -Depth 5 | Set-Content $file }; With = @{} }
        @{ Name = 'another one was approved'; Id = 'PlanNotApproved'; Change = {}; With = @{ PlanHash = 'sha256:' + '0' * 64 } }
        @{ Name = 'other keys would be due'; Id = 'PlanOfOtherConditions'; Change = {}; With = @{ Days = 60 } }
        @{ Name = 'it is not there'; Id = 'PlanNotFound'; Change = { Remove-Item $file }; With = @{} }
        @{ Name = 'it is not a plan'; Id = 'PlanUnreadable'; Change = { '{ "steps": [] }' | Set-Content $file }; With = @{} }
        @{ Name = 'it is cut off'; Id = 'PlanUnreadable'; Change = { (Get-Content $file -Raw).Substring(0, 300) | Set-Content $file }; With = @{} }
        @{ Name = 'its time is over'; Id = 'PlanExpired'; Change = { $sandbox.Clock.Advance([timespan]::FromDays(8)) }; With = @{} }
    ) {
        $null = Invoke-AccessKeyRotation @here -WhatIf -PlanPath $file
        . $Change
        $sandbox.Calls.Clear()
        { Invoke-AccessKeyRotation @here @With -PlanPath $file -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*"
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'is never written over' {
        $null = Invoke-AccessKeyRotation @here -WhatIf -PlanPath $file
        $before = Get-Content $file -Raw
        { Invoke-AccessKeyRotation @here -WhatIf -PlanPath $file } | Should -Throw -ErrorId 'PlanExists,*'
        Get-Content $file -Raw | Should -Be $before
    }

    It 'stays the same whatever a spreadsheet or an editor does to its line ends' {
        $plan = Invoke-AccessKeyRotation @here -WhatIf -PlanPath $file
        Get-Content $file -Raw | ConvertFrom-Json -DateKind String | ConvertTo-Json -Depth 5 -Compress | Set-Content $file -Encoding utf8BOM
        (Invoke-AccessKeyRotation @here -PlanPath $file -PlanHash $plan.Hash).Count | Should -Be 3
    }

    It 'asks for a plan where a hash is given' {
        { Invoke-AccessKeyRotation @here -PlanHash ('sha256:' + '0' * 64) } | Should -Throw -ErrorId 'PlanHashWithoutPlan,*'
        { Invoke-AccessKeyRotation @here -PlanPath $file -PlanHash 'abc' } | Should -Throw '*sha256: and 64 hexadecimal digits*'
    }

    It 'is made where $WhatIfPreference is set' {
        $WhatIfPreference = $true
        (Invoke-AccessKeyRotation @here -PlanPath $file).Steps.Count | Should -Be 3
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }
}

Describe 'A plan of several accounts' {
    BeforeAll {
        $sandbox = Start-TestSandbox @{ Accounts = 3 }
        foreach ($id in $sandbox.Organization.AccountIds) {
            $account = $sandbox.Organization.FindAccount($id)
            $null = $account.AddRole('KeyRotation', [string[]] @())
            $null = $account.CreateUser("svc-of-$id", $sandbox.Clock.UtcNow.AddDays(-201))
            $null = $account.AddAccessKey("svc-of-$id", $sandbox.Clock.UtcNow.AddDays(-200), 'Active')
        }
    }
    AfterAll { $sandbox.Dispose() }

    It 'names the account that the run was not given, and does the rest' {
        $accounts = @(Get-KeyRotationAccount -RoleName KeyRotation)
        $file = Join-Path $TestDrive 'organization.json'
        $plan = $accounts | Invoke-AccessKeyRotation @here -WhatIf -PlanPath $file
        ($plan.Steps.AccountId | Sort-Object -Unique).Count | Should -Be $accounts.Count

        $done = $accounts | Select-Object -SkipLast 1 | Invoke-AccessKeyRotation @here -PlanPath $file -PlanHash $plan.Hash -ErrorVariable problems -ErrorAction SilentlyContinue

        $done.Count | Should -Be ($plan.Steps.Count - 1)
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'PlanAccountNotGiven,*'
        "$($problems[0])" | Should -BeLike "*$($accounts[-1].AccountId)*"
    }
}
