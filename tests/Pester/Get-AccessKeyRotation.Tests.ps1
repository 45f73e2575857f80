BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'Get-AccessKeyRotation' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc'
        $null = Add-TestUser $sandbox 'young' 10
    }
    AfterEach { $sandbox.Dispose() }

    It 'tells stage, next step and due date all along the way' {
        $stale = Get-AccessKeyRotation
        $stale | Should -BeOfType ([KeyRotation.KeyStatus])
        $stale.UserName | Should -Be 'svc'
        $stale.Stage | Should -Be 'Stale'
        $stale.NextStep | Should -Be 'New-RotatedAccessKey'
        $stale.IsDue | Should -BeTrue

        $rotated = New-RotatedAccessKey svc
        $sandbox.Clock.Advance([timespan]::FromHours(6))
        $both = Get-AccessKeyRotation svc
        $both.Stage | Should -Be 'Superseded', 'Current'
        $both[0].ReplacedBy | Should -Be $rotated.AccessKeyId
        $both[0].NextStep | Should -Be 'Disable-OldAccessKey'
        $both[0].IsDue | Should -BeFalse

        $sandbox.Clock.Advance([timespan]::FromDays(1))
        (Get-AccessKeyRotation svc)[0].Blocker | Should -BeLike '*was never used'
        Use-TestReplacement $sandbox
        (Get-AccessKeyRotation svc)[0].IsDue | Should -BeTrue
        $null = Disable-OldAccessKey
        (Get-AccessKeyRotation svc)[0].Stage | Should -Be 'Quarantined'
        $sandbox.Clock.Advance([timespan]::FromDays(7))
        $retired = (Get-AccessKeyRotation)[0]
        $retired.Stage | Should -Be 'Retired'
        $retired.NextStep | Should -Be 'Remove-RetiredAccessKey'
        $retired.IsDue | Should -BeTrue
    }

    It 'says what blocks: a key in use, two active keys, an exemption' {
        $null = New-RotatedAccessKey svc
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        $sandbox.Account.RecordUse($old.AccessKeyId, 's3', 'eu-west-1')
        (Get-AccessKeyRotation svc)[0].Blocker | Should -BeLike 'still in use*s3*'

        $null = Add-TestUser $sandbox 'two'
        $null = $sandbox.Account.AddAccessKey('two', $sandbox.Clock.UtcNow.AddDays(-150), 'Active')
        (Get-AccessKeyRotation two)[0].Blocker | Should -BeLike '*two active keys*'

        $null = Add-TestUser $sandbox 'frozen'
        $sandbox.Account.SetTag('frozen', 'keyrotation:exempt', 'until=2999-12-31 reason=vendor freeze')
        $frozen = Get-AccessKeyRotation frozen
        $frozen.Stage | Should -Be 'Exempt'
        $frozen.Blocker | Should -BeLike '*vendor freeze*'
    }

    It 'reports an exemption that has ended' {
        $sandbox.Account.SetTag('svc', 'keyrotation:exempt', 'until=2020-12-31 reason=vendor freeze')
        (Get-AccessKeyRotation svc -WarningVariable warnings -WarningAction SilentlyContinue).Stage | Should -Be 'Stale'
        $warnings | Should -BeLike '*ended on 2020-12-31*'
    }

    It 'shows the key that an interrupted rotation left' {
        $at = $sandbox.Clock.UtcNow.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")
        $sandbox.Account.SetTag('svc', 'keyrotation:pending', "rotate $($old.AccessKeyId) at=$at token=dead")
        $left = $sandbox.Account.AddAccessKey('svc', $null, 'Active')
        $status = Get-AccessKeyRotation svc | Where-Object AccessKeyId -EQ $left.AccessKeyId
        $status.Stage | Should -Be 'Undelivered'
        $status.Blocker | Should -BeLike '*may still be running*'
    }

    It 'gives keys without an id with -All, which no step acts on: the other key is never guessed' {
        $null = Add-TestUser $sandbox 'calm' 10
        $calm = Get-AccessKeyRotation -All | Where-Object UserName -EQ 'calm'
        $calm.AccessKeyId | Should -BeNullOrEmpty
        $sandbox.Calls.Clear()
        foreach ($step in 'New-RotatedAccessKey', 'Disable-OldAccessKey', 'Enable-OldAccessKey', 'Remove-RetiredAccessKey') {
            $calm | & $step -Confirm:$false -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problems | Should -HaveCount 1
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'KeyIdUnknown,*'
        }
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'changes nothing and gives every key with -All' {
        $sandbox.Calls.Clear()
        (Get-AccessKeyRotation -All).UserName | Sort-Object | Should -Contain 'young'
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'does nothing for an empty pipeline' {
        $sandbox.Calls.Clear()
        @() | Get-AccessKeyRotation | Should -BeNullOrEmpty
        $sandbox.Calls.Snapshot().Count | Should -Be 0
    }
}

Describe 'Get-AccessKeyRotation behind another command' {
    It 'stays in the account that the key was seen in, and gives each key of the user once' {
        $sandbox = Start-TestSandbox
        $other = [KeyRotation.Sandbox.SandboxServer]::Start([KeyRotation.Sandbox.SandboxOptions] @{ Propagation = [timespan]::Zero; ReportPolls = 0; AccountId = '210987654321' })
        try {
            $null = Add-TestUser $sandbox 'svc'
            $null = Add-TestUser $other 'svc'
            $null = $other.Account.AddAccessKey('svc', $other.Clock.UtcNow.AddDays(-100), 'Active')
            $there = @{ EndpointUrl = $other.Endpoint; AccessKey = $other.Administrator.AccessKeyId; SecretKey = $other.Administrator.SecretAccessKey }

            $found = Get-StaleAccessKey @there | Get-AccessKeyRotation
            $found.AccountId | Should -Be '210987654321', '210987654321'
            $found.AccessKeyId | Sort-Object -Unique | Should -HaveCount 2

            $null = Add-TestUser $other 'single'
            $rotated = New-RotatedAccessKey single @there | Get-AccessKeyRotation
            $rotated.AccountId | Should -Be '210987654321', '210987654321'
            $rotated.Stage | Sort-Object | Should -Be 'Current', 'Superseded'
        }
        finally {
            $other.Dispose()
            $sandbox.Dispose()
        }
    }
}
