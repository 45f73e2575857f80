BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe '-WhatIf sends no call that changes anything' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc'
    }
    AfterEach { $sandbox.Dispose() }

    It 'New-RotatedAccessKey' {
        $sandbox.Calls.Clear()
        Get-StaleAccessKey | New-RotatedAccessKey -WhatIf | Should -BeNullOrEmpty
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'New-RotatedAccessKey under $WhatIfPreference' {
        $sandbox.Calls.Clear()
        $WhatIfPreference = $true
        New-RotatedAccessKey svc | Should -BeNullOrEmpty
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'New-RotatedAccessKey -MakeRoom' {
        $other = $sandbox.Account.AddAccessKey('svc', $sandbox.Clock.UtcNow.AddDays(-300), 'Active')
        $sandbox.Account.UpdateAccessKey('svc', $other.AccessKeyId, 'Inactive')
        $sandbox.Calls.Clear()
        New-RotatedAccessKey svc -MakeRoom -QuarantineDays 0 -WhatIf -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        # As the run does: the quarantine of the other key starts first, and it makes no room before.
        $problems.FullyQualifiedErrorId | Should -BeLike 'NoRoomForKey,*'
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It '-WhatIf:$false is no -WhatIf' {
        New-RotatedAccessKey svc -WhatIf:$false | Should -Not -BeNullOrEmpty
    }

    It 'Disable-, Enable- and Remove-' {
        $null = New-RotatedAccessKey svc
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Use-TestReplacement $sandbox
        $sandbox.Calls.Clear()
        Disable-OldAccessKey -WhatIf | Should -BeNullOrEmpty
        Get-TestChange $sandbox | Should -BeNullOrEmpty

        $disabled = Disable-OldAccessKey
        $sandbox.Calls.Clear()
        $disabled | Enable-OldAccessKey -WhatIf | Should -BeNullOrEmpty
        Get-TestChange $sandbox | Should -BeNullOrEmpty

        $sandbox.Clock.Advance([timespan]::FromDays(8))
        $sandbox.Calls.Clear()
        Remove-RetiredAccessKey -WhatIf | Should -BeNullOrEmpty
        Remove-RetiredAccessKey -WhatIf -Force | Should -BeNullOrEmpty
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }
}

Describe 'Plans and questions say what happens' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc-a' 213
        $sandbox.Account.RecordUse($old.AccessKeyId, 's3', 'eu-west-1', $sandbox.Clock.UtcNow.AddHours(-3))
        $used = $sandbox.Clock.UtcNow.AddHours(-3).ToString("yyyy-MM-dd HH:mm'Z'")
        # What -WhatIf writes goes to the host: another engine's output shows it.
        function Get-Plan([string] $Command) { (Invoke-TestEngine $Command).Output }
    }
    AfterEach { $sandbox.Dispose() }

    It 'of a rotation: the key, its age, its last use and every destination, at no additional call' {
        $plan = Get-Plan "Get-StaleAccessKey | New-RotatedAccessKey -Destination SecretsManager, 'Profile:{UserName}-x', 'ParameterStore:/k/{AccessKeyId}' -ProfileLocation '$TestDrive/c' -WhatIf"
        $plan | Should -BeLike "*What if: Create a new access key that replaces $($old.AccessKeyId) of user svc-a in account 123456789012 (213 days old, last used $used by s3 in eu-west-1), and deliver the new secret to SecretsManager:iam/access-keys/svc-a (holds no key) and Profile:svc-a-x (holds no key) and ParameterStore:/k/{AccessKeyId}.*"
        @($sandbox.Calls.Snapshot() | Where-Object Operation -EQ 'GetAccessKeyLastUsed') | Should -HaveCount 0
        Get-Plan 'New-RotatedAccessKey svc-a -WhatIf' | Should -BeLike "*replaces $($old.AccessKeyId) of user svc-a in account 123456789012 (213 days old), and give the new secret to the output object alone.*"
    }

    It 'of a rotation: which of the places holds the old key' {
        function Set-Stored([string] $Id) {
            $text = @{ AccessKeyId = $Id; SecretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' } | ConvertTo-Json -Compress
            if ($sandbox.Account.FindSecret('us-east-1', 'iam/access-keys/svc-a')) { $null = $sandbox.Account.PutSecretValue('us-east-1', 'iam/access-keys/svc-a', $text) }
            else { $null = $sandbox.Account.CreateSecret('us-east-1', 'iam/access-keys/svc-a', $text) }
        }

        Set-Stored $old.AccessKeyId
        Get-Plan 'New-RotatedAccessKey svc-a -Destination SecretsManager, ParameterStore -WhatIf' |
            Should -BeLike '*to SecretsManager:iam/access-keys/svc-a (holds the old key) and ParameterStore:/iam/access-keys/svc-a (holds no key).*'
        Set-Stored 'AKIAIOSFODNN7EXAMPLE'
        Get-Plan 'New-RotatedAccessKey svc-a -Destination SecretsManager, ParameterStore -Force -WhatIf' |
            Should -BeLike '*to SecretsManager:iam/access-keys/svc-a (holds another key) and ParameterStore:/iam/access-keys/svc-a (holds no key); the old key is not in any of these, so what uses it reads it elsewhere.*'
    }

    It 'of a pass: the last use by the credential report' {
        $sandbox.Calls.Clear()
        Get-Plan 'Invoke-AccessKeyRotation -Destination SecretsManager -WhatIf' | Should -BeLike "*replaces $($old.AccessKeyId) of user svc-a*last used $used by s3 in eu-west-1), and deliver the new secret to SecretsManager:iam/access-keys/svc-a (holds no key); the old key is not there*"
        @($sandbox.Calls.Snapshot() | Where-Object Operation -EQ 'GetAccessKeyLastUsed') | Should -HaveCount 0
    }

    It 'of disabling: the replacement, the last use and the end of the quarantine; of removing: that it is final' {
        $new = New-RotatedAccessKey svc-a -Destination SecretsManager
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Use-TestReplacement $sandbox
        $end = $sandbox.Clock.UtcNow.AddDays(7).ToString('yyyy-MM-dd')
        Get-Plan 'Disable-OldAccessKey -WhatIf' | Should -BeLike "*What if: Disable access key $($old.AccessKeyId) of user svc-a in account 123456789012 (215 days old, replaced by $($new.AccessKeyId), last used $used by s3 in eu-west-1), and begin its quarantine, which ends at $end *Z.*"
        $end = $sandbox.Clock.UtcNow.AddDays(30).ToString('yyyy-MM-dd')
        Get-Plan 'Invoke-AccessKeyRotation -QuarantineDays 30 -WhatIf' | Should -BeLike "*Disable access key $($old.AccessKeyId)*which ends at $end *Z.*"

        $null = Disable-OldAccessKey
        $since = $sandbox.Clock.UtcNow.ToString('yyyy-MM-dd')
        Get-Plan 'Enable-OldAccessKey svc-a -WhatIf' | Should -BeLike "*What if: Enable access key $($old.AccessKeyId)*quarantined since $since *"
        $sandbox.Clock.Advance([timespan]::FromDays(8))
        Get-Plan 'Remove-RetiredAccessKey -WhatIf' | Should -BeLike "*What if: Remove access key $($old.AccessKeyId)*quarantined since $since *last used $used *), which cannot be undone.*"
    }
}

Describe 'Wildcards in -UserName' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        'svc-a', 'svc-b', 'other' | ForEach-Object { $null = Add-TestUser $sandbox $_ }
        $null = $sandbox.Account.CreateUser('svc-empty', $sandbox.Clock.UtcNow)
    }
    AfterEach { $sandbox.Dispose() }

    It 'plan for every user that matches, with one list of the users' {
        $sandbox.Calls.Clear()
        $plan = (Invoke-TestEngine "New-RotatedAccessKey 'svc-*', 'SVC-[ab]', svc-a -WhatIf").Output
        @($plan -split "`n" -like 'What if: *') | Should -HaveCount 2
        $plan | Should -BeLike '*user svc-a *user svc-b *'
        $plan | Should -Not -BeLike '*svc-empty*'
        @($sandbox.Calls.Snapshot() | Where-Object Operation -EQ 'ListUsers') | Should -HaveCount 1
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'take every step on the users that match, and pass over those that have nothing for it' {
        @(New-RotatedAccessKey 'svc-*').UserName | Sort-Object | Should -Be 'svc-a', 'svc-b'
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Use-TestReplacement $sandbox
        @(Disable-OldAccessKey '*-a', 'oth*').UserName | Should -Be 'svc-a'
        @(Enable-OldAccessKey '*').UserName | Should -Be 'svc-a'
        $null = Disable-OldAccessKey 'svc-*' -Force -WarningAction SilentlyContinue
        $sandbox.Clock.Advance([timespan]::FromDays(8))
        @(Remove-RetiredAccessKey 's*' -Confirm:$false).UserName | Sort-Object | Should -Be 'svc-a', 'svc-b'
        @(Get-AccessKeyRotation 'svc-?').UserName | Sort-Object | Should -Be 'svc-a', 'svc-b'
    }

    It 'are an error where no user matches, and never mean the whole account' {
        foreach ($command in 'New-RotatedAccessKey', 'Disable-OldAccessKey', 'Enable-OldAccessKey', 'Remove-RetiredAccessKey', 'Get-AccessKeyRotation') {
            $sandbox.Calls.Clear()
            & $command 'nobody-*' -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
            $problems.FullyQualifiedErrorId | Should -BeLike 'NoUserMatches,*'
            "$problems" | Should -BeLike "*nobody-*"
            Get-TestChange $sandbox | Should -BeNullOrEmpty
        }
        { New-RotatedAccessKey 'svc-*' -AccessKeyId AKIAIOSFODNN7EXAMPLE } | Should -Throw -ErrorId 'UserNamePatternInvalid,*'
        { New-RotatedAccessKey 'svc-[' } | Should -Throw -ErrorId 'UserNamePatternInvalid,*'
    }
}
