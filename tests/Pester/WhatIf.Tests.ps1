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
