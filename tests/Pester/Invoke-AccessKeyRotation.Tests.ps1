BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'Invoke-AccessKeyRotation' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc'
    }
    AfterEach { $sandbox.Dispose() }

    It 'takes each key through its life, one pass at a time' {
        $rotated = Invoke-AccessKeyRotation
        $rotated | Should -BeOfType ([KeyRotation.RotatedAccessKey])
        $rotated.ReplacedAccessKeyId | Should -Be $old.AccessKeyId

        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Use-TestReplacement $sandbox
        $disabled = Invoke-AccessKeyRotation
        $disabled.Stage | Should -Be 'Quarantined'
        $disabled.AccessKeyId | Should -Be $old.AccessKeyId

        $sandbox.Clock.Advance([timespan]::FromDays(7))
        $removed = Invoke-AccessKeyRotation
        $removed.Stage | Should -Be 'Retired'
        Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Deleted'
        Get-TestKeyStatus $sandbox $rotated.AccessKeyId | Should -Be 'Active'
    }

    It 'changes nothing when it is started again, and warns of nothing' {
        $null = Invoke-AccessKeyRotation
        $sandbox.Calls.Clear()
        Invoke-AccessKeyRotation -WarningVariable warnings -ErrorVariable problems | Should -BeNullOrEmpty
        Get-TestChange $sandbox | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
        $problems | Should -BeNullOrEmpty
    }

    It 'shows the plan with -WhatIf and changes nothing' {
        $null = Add-TestUser $sandbox 'done'
        $null = New-RotatedAccessKey done
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Use-TestReplacement $sandbox
        $null = Disable-OldAccessKey
        $sandbox.Clock.Advance([timespan]::FromDays(8))
        $sandbox.Calls.Clear()
        Invoke-AccessKeyRotation -WhatIf | Should -BeNullOrEmpty
        Get-TestChange $sandbox | Should -BeNullOrEmpty
        $plan = Invoke-TestEngine 'Invoke-AccessKeyRotation -WhatIf'
        $plan.Output | Should -BeLike '*Remove access key*done*'
        $plan.Output | Should -BeLike '*Create a new access key that replaces*svc*'
    }

    It 'settles what an interrupted pass left, also for a key that is not stale' {
        $young = Add-TestUser $sandbox 'young' 10
        $at = $sandbox.Clock.UtcNow.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")
        $sandbox.Account.SetTag('young', 'keyrotation:pending', "rotate $($young.AccessKeyId) at=$at token=dead")
        $left = $sandbox.Account.AddAccessKey('young', $null, 'Active')
        $sandbox.Clock.Advance([timespan]::FromMinutes(16))
        $null = Invoke-AccessKeyRotation -WarningVariable warnings -WarningAction SilentlyContinue
        Get-TestKeyStatus $sandbox $left.AccessKeyId | Should -Be 'Deleted'
        $sandbox.Account.Tags('young').Count | Should -Be 0
        "$warnings" | Should -BeLike "*$($left.AccessKeyId)*"
    }

    It 'leaves exempt users alone' {
        $sandbox.Account.SetTag('svc', 'keyrotation:exempt', 'until=2999-12-31 reason=vendor freeze')
        Invoke-AccessKeyRotation | Should -BeNullOrEmpty
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'runs where nobody can be asked' {
        $run = Invoke-TestEngine '(Invoke-AccessKeyRotation).ReplacedAccessKeyId'
        $run.Output | Should -Be $old.AccessKeyId
    }
}
