BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'Disable-OldAccessKey' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc'
        $rotated = New-RotatedAccessKey svc
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Use-TestReplacement $sandbox
    }
    AfterEach { $sandbox.Dispose() }

    It 'disables all superseded keys of the account that have gone quiet' {
        $key = Disable-OldAccessKey
        $key.AccessKeyId | Should -Be $old.AccessKeyId
        $key.Stage | Should -Be 'Quarantined'
        $key.ReplacedBy | Should -Be $rotated.AccessKeyId
        Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Inactive'
        Get-TestKeyStatus $sandbox $rotated.AccessKeyId | Should -Be 'Active'
    }

    It 'takes a rotation from the pipeline as the key that was replaced' {
        ($rotated | Disable-OldAccessKey).AccessKeyId | Should -Be $old.AccessKeyId
    }

    It 'refuses a key that is in use, with who uses it' {
        $sandbox.Account.RecordUse($old.AccessKeyId, 'dynamodb', 'eu-west-1', $sandbox.Clock.UtcNow.AddHours(-1))
        Disable-OldAccessKey -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -Be 'OldKeyInUse,KeyRotation.Commands.DisableOldAccessKeyCommand'
        $problems[0].Exception.Message | Should -BeLike "*dynamodb*$($rotated.AccessKeyId)*"
        Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Active'
    }

    It 'takes a number as days' {
        Disable-OldAccessKey svc -UnusedFor 30 -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'NotQuietLongEnough,*'
        $problems[0].Exception.Message | Should -BeLike '*30 days*'
        (Disable-OldAccessKey svc -UnusedFor 12:00:00).AccessKeyId | Should -Be $old.AccessKeyId
    }

    It 'disables with -Force, with a warning, and still not under -WhatIf' {
        $sandbox.Account.RecordUse($old.AccessKeyId, 's3', 'eu-west-1')
        $null = Disable-OldAccessKey svc -Force -WhatIf
        Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Active'
        $null = Disable-OldAccessKey svc -Force -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike '*-Force*in use*'
        Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Inactive'
    }

    It 'does nothing for an empty pipeline' {
        $sandbox.Calls.Clear()
        @() | Disable-OldAccessKey | Should -BeNullOrEmpty
        $sandbox.Calls.Snapshot().Count | Should -Be 0
    }

    It 'says that there is nothing to disable' {
        $null = Add-TestUser $sandbox 'fresh' 1
        { Disable-OldAccessKey fresh -ErrorAction Stop } | Should -Throw -ErrorId 'NothingSuperseded,*'
    }
}
