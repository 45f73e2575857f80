BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'Remove-RetiredAccessKey' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc'
        $rotated = New-RotatedAccessKey svc
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Use-TestReplacement $sandbox
        $disabled = Disable-OldAccessKey
    }
    AfterEach { $sandbox.Dispose() }

    It 'removes keys whose quarantine is over, and their tags' {
        $sandbox.Clock.Advance([timespan]::FromDays(7))
        $key = Remove-RetiredAccessKey -QuarantineDays 7 -Confirm:$false
        $key.AccessKeyId | Should -Be $old.AccessKeyId
        Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Deleted'
        Get-TestKeyStatus $sandbox $rotated.AccessKeyId | Should -Be 'Active'
        $sandbox.Account.Tags('svc').Keys | Should -Be "keyrotation:$($rotated.AccessKeyId)"
    }

    It 'gives nothing and no error while nothing is due' {
        Remove-RetiredAccessKey -Confirm:$false -ErrorVariable problems | Should -BeNullOrEmpty
        $problems | Should -BeNullOrEmpty
    }

    It 'says from when on a named key can be removed' {
        { $disabled | Remove-RetiredAccessKey -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'QuarantineNotOver,*' -ExpectedMessage '*can be removed from*Enable-OldAccessKey*'
    }

    It 'never deletes an active key, not even with -Force' {
        { Remove-RetiredAccessKey svc $rotated.AccessKeyId -Force -QuarantineDays 0 -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'KeyIsActive,*'
        Get-TestKeyStatus $sandbox $rotated.AccessKeyId | Should -Be 'Active'
    }

    It 'removes before the time with -Force and says so' {
        $null = Remove-RetiredAccessKey svc -Force -Confirm:$false -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike '*-Force*'
        Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Deleted'
    }

    It 'says what to do where nobody can be asked' {
        $sandbox.Clock.Advance([timespan]::FromDays(8))
        $run = Invoke-TestEngine 'Remove-RetiredAccessKey; exit 3'
        $run.Output | Should -BeLike '*-Confirm:$false*'
        Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Inactive'
    }

    It 'does nothing for an empty pipeline' {
        $sandbox.Clock.Advance([timespan]::FromDays(8))
        $sandbox.Calls.Clear()
        @() | Remove-RetiredAccessKey -Confirm:$false | Should -BeNullOrEmpty
        $sandbox.Calls.Snapshot().Count | Should -Be 0
    }
}
