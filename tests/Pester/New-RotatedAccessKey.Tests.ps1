BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'New-RotatedAccessKey' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc'
    }
    AfterEach { $sandbox.Dispose() }

    It 'rotates what Get-StaleAccessKey finds' {
        $null = Add-TestUser $sandbox 'svc2'
        $rotated = Get-StaleAccessKey -Days 90 | New-RotatedAccessKey
        $rotated | Should -HaveCount 2
        $rotated[0] | Should -BeOfType ([KeyRotation.RotatedAccessKey])
        foreach ($key in $rotated) {
            $key.SecretAccessKey | Should -BeOfType ([securestring])
            $key.GetSecretAccessKeyAsPlainText() | Should -BeExactly $sandbox.Account.FindKey($key.AccessKeyId).SecretAccessKey
            Get-TestKeyStatus $sandbox $key.AccessKeyId | Should -Be 'Active'
            Get-TestKeyStatus $sandbox $key.ReplacedAccessKeyId | Should -Be 'Active'
        }
    }

    It 'rotates the only active key of a user that is named' {
        (New-RotatedAccessKey svc).ReplacedAccessKeyId | Should -Be $old.AccessKeyId
    }

    It 'binds objects of AWS Tools for PowerShell by property name' {
        $listed = [pscustomobject]@{ UserName = 'svc'; AccessKeyId = $old.AccessKeyId; Status = 'Active'; CreateDate = Get-Date }
        ($listed | New-RotatedAccessKey).ReplacedAccessKeyId | Should -Be $old.AccessKeyId
    }

    It 'puts the description where the console shows it' {
        $new = New-RotatedAccessKey svc -Description 'billing nightly'
        $sandbox.Account.Tags('svc')[$new.AccessKeyId] | Should -Be 'billing nightly'
    }

    It 'warns and changes nothing when it is run twice' {
        $stale = Get-StaleAccessKey
        $null = $stale | New-RotatedAccessKey
        $sandbox.Calls.Clear()
        $stale | New-RotatedAccessKey -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warnings | Should -BeLike '*was rotated already*Disable-OldAccessKey*'
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'goes on after one user''s failure, and names the key' {
        $other = $sandbox.Account.AddAccessKey('svc', $sandbox.Clock.UtcNow.AddDays(-150), 'Active')
        $null = Add-TestUser $sandbox 'zsvc'
        $rotated = Get-StaleAccessKey | New-RotatedAccessKey -ErrorVariable problems -ErrorAction SilentlyContinue
        $rotated.UserName | Should -Be 'zsvc'
        $problems | Should -HaveCount 2
        $problems[0].FullyQualifiedErrorId | Should -Be 'TwoActiveKeys,KeyRotation.Commands.NewRotatedAccessKeyCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'LimitsExceeded'
        $problems.TargetObject.AccessKeyId | Sort-Object | Should -Be ($old.AccessKeyId, $other.AccessKeyId | Sort-Object)
    }

    It 'does nothing for an empty pipeline' {
        $sandbox.Calls.Clear()
        @() | New-RotatedAccessKey | Should -BeNullOrEmpty
        $sandbox.Calls.Snapshot().Count | Should -Be 0
    }

    It 'takes the new key back when a command behind it fails' {
        { Get-StaleAccessKey | New-RotatedAccessKey | ForEach-Object { throw 'the vault is full' } } | Should -Throw 'the vault is full'
        $sandbox.Account.FindUser('svc').Keys.AccessKeyId | Should -Be $old.AccessKeyId
        $sandbox.Account.Tags('svc').Count | Should -Be 0
        $sandbox.Account.DeletedKeys.StatusAtDeletion | Should -Be 'Inactive'
    }

    It 'ends at the first failure with -ErrorAction Stop and leaves nothing half done' {
        $null = $sandbox.Account.AddAccessKey('svc', $sandbox.Clock.UtcNow.AddDays(-150), 'Active')
        { New-RotatedAccessKey svc -ErrorAction Stop } | Should -Throw -ErrorId 'TwoActiveKeys,*'
        $sandbox.Account.Tags('svc').Count | Should -Be 0
    }

    It 'stays in the account that a key was seen in' {
        $connection = @{
            EndpointUrl = $env:AWS_ENDPOINT_URL
            AccessKey   = $env:AWS_ACCESS_KEY_ID
            SecretKey   = $env:AWS_SECRET_ACCESS_KEY
        }
        $stale = Get-StaleAccessKey @connection
        $elsewhere = Start-TestSandbox @{ AccountId = '999999999999' }
        try {
            ($stale | New-RotatedAccessKey).AccountId | Should -Be '123456789012'
            $elsewhere.Calls.Snapshot().Count | Should -Be 0
        }
        finally {
            $elsewhere.Dispose()
        }
    }

    It 'refuses a key of another account' {
        $stale = Get-StaleAccessKey
        $elsewhere = Start-TestSandbox @{ AccountId = '999999999999' }
        try {
            foreach ($connection in @{}, @{ EndpointUrl = $env:AWS_ENDPOINT_URL }) {
                $stale | New-RotatedAccessKey @connection -ErrorVariable problems -ErrorAction SilentlyContinue
                $problems[0].FullyQualifiedErrorId | Should -BeLike 'WrongAccount,*'
            }
            Get-TestChange $elsewhere | Should -BeNullOrEmpty
        }
        finally {
            $elsewhere.Dispose()
        }
    }

    It 'takes a number as seconds and refuses what is no duration' {
        (Get-Command New-RotatedAccessKey).Parameters['VerifyTimeout'].ParameterType | Should -Be ([timespan])
        { New-RotatedAccessKey svc -VerifyTimeout -1 } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { New-RotatedAccessKey svc -VerifyTimeout 0 } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { New-RotatedAccessKey svc -VerifyTimeout soon } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { New-RotatedAccessKey svc -VerifyTimeout 3600 } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { New-RotatedAccessKey svc -VerifyTimeout 2d } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*' -ExpectedMessage "*'2d' is more than 00:10:00*" -Because 'PowerShell reads it as the decimal 2'
        New-RotatedAccessKey svc -VerifyTimeout 60s | Should -Not -BeNullOrEmpty -Because 'PowerShell reads it as a short'
    }

    It 'rotates 100 users side by side' {
        1..100 | ForEach-Object { $null = Add-TestUser $sandbox "bulk$_" }
        $rotated = Get-StaleAccessKey 'bulk*' | New-RotatedAccessKey
        $rotated | Should -HaveCount 100
        $rotated.AccessKeyId | Sort-Object -Unique | Should -HaveCount 100
        $sandbox.Calls.Count('CreateAccessKey') | Should -Be 100
    }
}
