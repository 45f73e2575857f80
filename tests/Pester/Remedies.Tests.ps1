# What messages and verdicts say to do works.
BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'The remedy' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $first = Add-TestUser $sandbox 'svc' 200
    }
    AfterEach { $sandbox.Dispose() }

    It 'of two active keys makes room for a new one' {
        $second = $sandbox.Account.AddAccessKey('svc', $sandbox.Clock.UtcNow.AddDays(-100), 'Active')
        $sandbox.Account.RecordUse($first.AccessKeyId, 's3', 'eu-west-1', $sandbox.Clock.UtcNow.AddDays(-5))
        $sandbox.Account.RecordUse($second.AccessKeyId, 's3', 'eu-west-1', $sandbox.Clock.UtcNow.AddHours(-1))
        New-RotatedAccessKey svc -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -BeLike 'TwoActiveKeys,*'
        $disable = [regex]::Match("$problems", 'Disable-OldAccessKey -UserName svc -AccessKeyId AKIA\w+ -UnusedFor 1d').Value
        (& ([scriptblock]::Create($disable))).AccessKeyId | Should -Be $first.AccessKeyId
        $sandbox.Clock.Advance([timespan]::FromDays(7))
        $remove = [regex]::Match("$problems", 'Remove-RetiredAccessKey -UserName svc(?=;)').Value
        (& ([scriptblock]::Create("$remove -Confirm:`$false"))).AccessKeyId | Should -Be $first.AccessKeyId
        (New-RotatedAccessKey svc).ReplacedAccessKeyId | Should -Be $second.AccessKeyId
    }

    It 'of a user with two active keys, one too old, is not to rotate' {
        $null = $sandbox.Account.AddAccessKey('svc', $sandbox.Clock.UtcNow.AddDays(-100), 'Active')
        $failed = Test-AccessKeyCompliance svc | Where-Object { $_.Control -eq 'Rotation' }
        $failed.Status | Should -Be 'Fail'
        $failed.Remedy | Should -Be 'Get-AccessKeyRotation -UserName svc', "Disable-OldAccessKey -UserName svc -AccessKeyId $($first.AccessKeyId) -UnusedFor 1"
        (& ([scriptblock]::Create($failed.Remedy[1]))).Stage | Should -Be 'Quarantined'
    }

    It 'of a key that is too old beside an inactive one makes room first' {
        $other = $sandbox.Account.AddAccessKey('svc', $sandbox.Clock.UtcNow.AddDays(-300), 'Active')
        $sandbox.Account.UpdateAccessKey('svc', $other.AccessKeyId, 'Inactive')
        $remedy = (Test-AccessKeyCompliance svc | Where-Object { $_.Control -eq 'Rotation' }).Remedy
        $remedy | Should -HaveCount 2
        $null = & ([scriptblock]::Create("$($remedy[0]) -Confirm:`$false -WarningAction SilentlyContinue"))
        $sandbox.Clock.Advance([timespan]::FromDays(7))
        (& ([scriptblock]::Create("$($remedy[0]) -Confirm:`$false"))).AccessKeyId | Should -Be $other.AccessKeyId
        (& ([scriptblock]::Create($remedy[1]))).ReplacedAccessKeyId | Should -Be $first.AccessKeyId
    }

    It 'of a saved report finds the ids that the report does not hold' {
        $null = Get-StaleAccessKey
        $header = 'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated'
        $created = $sandbox.Clock.UtcNow.AddDays(-200).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")
        $row = "svc,arn:aws:iam::123456789012:user/svc,$created,true,$($sandbox.Clock.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")),$created,N/A,true,true,$created,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"
        $file = Join-Path $TestDrive 'report.csv'
        Set-Content $file $header, $row
        foreach ($control in 'UnusedCredentials', 'KeyAtSetup') {
            $failed = Test-AccessKeyCompliance -Path $file -Benchmark 1.2.0, 5.0.0 | Where-Object { $_.Control -eq $control -and $_.Status -eq 'Fail' } | Select-Object -First 1
            $failed | Should -Not -BeNullOrEmpty -Because $control
            $line = $failed.Remedy -like '*Disable-OldAccessKey*' | Select-Object -First 1
            $line | Should -Match '^Get-StaleAccessKey -UserName svc'
            (& ([scriptblock]::Create($line))).AccessKeyId | Should -Be $first.AccessKeyId
            $null = Enable-OldAccessKey svc
        }
    }
}
