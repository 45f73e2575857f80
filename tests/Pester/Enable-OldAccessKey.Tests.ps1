BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'Enable-OldAccessKey' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc'
        $rotated = New-RotatedAccessKey svc
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Use-TestReplacement $sandbox
        $disabled = Disable-OldAccessKey
    }
    AfterEach { $sandbox.Dispose() }

    It 'brings back the quarantined key of a user' {
        $key = Enable-OldAccessKey -UserName svc
        $key.AccessKeyId | Should -Be $old.AccessKeyId
        $key.Stage | Should -Be 'Superseded'
        Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Active'
        Get-TestKeyStatus $sandbox $rotated.AccessKeyId | Should -Be 'Active'
    }

    It 'takes what Disable-OldAccessKey gave' {
        ($disabled | Enable-OldAccessKey).AccessKeyId | Should -Be $old.AccessKeyId
        Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Active'
    }

    It 'starts the time of quiet anew' {
        $null = Enable-OldAccessKey svc
        { Disable-OldAccessKey svc -ErrorAction Stop } | Should -Throw -ErrorId 'NotQuietLongEnough,*'
    }

    It 'enables an inactive key that the journal does not know, when it is named by id' {
        $key = Add-TestUser $sandbox 'byhand'
        $sandbox.Account.UpdateAccessKey('byhand', $key.AccessKeyId, 'Inactive')
        { Enable-OldAccessKey byhand -ErrorAction Stop } | Should -Throw -ErrorId 'NothingQuarantined,*'
        $null = Enable-OldAccessKey byhand $key.AccessKeyId
        Get-TestKeyStatus $sandbox $key.AccessKeyId | Should -Be 'Active'
    }

    It 'does nothing for an empty pipeline' {
        $sandbox.Calls.Clear()
        @() | Enable-OldAccessKey | Should -BeNullOrEmpty
        $sandbox.Calls.Snapshot().Count | Should -Be 0
    }
}
