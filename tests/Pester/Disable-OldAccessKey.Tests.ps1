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

    It 'is ended by the warning of -Force before anything is done, and warns with -WhatIf as well' {
        $sandbox.Account.RecordUse($old.AccessKeyId, 's3', 'us-east-1', $sandbox.Clock.UtcNow.AddHours(-1))
        { Disable-OldAccessKey svc -Force -WarningAction Stop } | Should -Throw '*-Force: disabling*'
        Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Active'
        Disable-OldAccessKey svc -Force -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '-Force: disabling*' -Because 'a plan shows what the run says'
        $null = Disable-OldAccessKey svc -Force -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Inactive'
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

Describe 'Disable-OldAccessKey -Compromised' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $key = Add-TestUser $sandbox 'svc' 20
        $sandbox.Account.RecordUse($key.AccessKeyId, 's3', 'eu-west-1')
    }
    AfterEach { $sandbox.Dispose() }

    It 'disables a named key in use at once, and says what comes next' {
        $sandbox.Calls.Clear()
        $disabled = Disable-OldAccessKey svc $key.AccessKeyId -Compromised -FindingId f-1 -WarningVariable warnings -WarningAction SilentlyContinue
        $disabled.Stage, $disabled.Reason | Should -Be 'Quarantined', 'compromised: finding f-1'
        Get-TestKeyStatus $sandbox $key.AccessKeyId | Should -Be 'Inactive'
        $warnings | Should -BeLike '*no working key*New-RotatedAccessKey -UserName svc*'
        $sandbox.Calls.Snapshot().Operation | Should -Be 'GetCallerIdentity', 'ListUserTags', 'ListAccessKeys', 'UpdateAccessKey', 'TagUser'
        (Get-AccessKeyRotation svc).Reason | Should -Be 'compromised: finding f-1'
    }

    It 'takes the finding that was last seen from the key of the pipeline' {
        $seen = Get-AccessKeyRotation svc
        $piped = [KeyRotation.AccessKey]::new([KeyRotation.KeyReference]::new($seen.AccountId, 'svc', $key.AccessKeyId), 'Active', $seen.CreateDate, $seen.SeenAt, $seen.GetConnection())
        $older = [KeyRotation.CompromiseEvidence]::new('GuardDuty', 'older')
        $older.LastSeen = $sandbox.Clock.UtcNow.AddDays(-2)
        $newer = [KeyRotation.CompromiseEvidence]::new('Health', 'newer')
        $newer.LastSeen = $sandbox.Clock.UtcNow.AddDays(-1)
        $piped.Compromise = [KeyRotation.CompromiseEvidence[]] ($older, $newer)
        ($piped | Disable-OldAccessKey -Compromised -WarningAction SilentlyContinue).Reason | Should -Be 'compromised: finding newer'
    }

    It 'changes nothing under -WhatIf' {
        $null = Disable-OldAccessKey svc $key.AccessKeyId -Compromised -WhatIf -WarningAction SilentlyContinue
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'is never for the whole account, a pattern or an empty pipeline' {
        { Disable-OldAccessKey -Compromised } | Should -Throw -ErrorId 'CompromisedNeedsKey,*'
        { Disable-OldAccessKey 'svc*' -Compromised } | Should -Throw -ErrorId 'CompromisedNeedsKey,*'
        { Get-KeyRotationAccount -AccountId 123456789012 -RoleName r | Disable-OldAccessKey -Compromised } | Should -Throw -ErrorId 'CompromisedNeedsKey,*'
        { Disable-OldAccessKey svc -FindingId f-1 } | Should -Throw -ErrorId 'FindingNeedsCompromised,*'
        @() | Disable-OldAccessKey -Compromised | Should -BeNullOrEmpty
        Get-TestKeyStatus $sandbox $key.AccessKeyId | Should -Be 'Active'
    }

    It 'leads to a new key from the next pass, and the old one is not enabled without -Force' {
        $null = Disable-OldAccessKey svc $key.AccessKeyId -Compromised -WarningAction SilentlyContinue
        { Enable-OldAccessKey svc $key.AccessKeyId -ErrorAction Stop } | Should -Throw -ErrorId 'KeyCompromised,*'
        $sandbox.Clock.Advance([timespan]::FromHours(5))
        (Invoke-AccessKeyRotation -Destination SecretsManager).ReplacedAccessKeyId | Should -Be $key.AccessKeyId
        (Enable-OldAccessKey svc $key.AccessKeyId -Force -WarningAction SilentlyContinue).Stage | Should -Be 'Superseded'
    }
}
