BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
    $lambda = 'Boto3/1.34.145 md/Botocore#1.34.145 exec-env/AWS_Lambda_python3.12 Botocore/1.34.145'
}

Describe 'Get-AccessKeyAlternative' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $key = Add-TestUser $sandbox 'thumbnails'
        1..3 | ForEach-Object { $sandbox.Account.RecordActivity($key.AccessKeyId, 'ec2', 'DescribeInstances', 'eu-west-1', '3.248.10.20', $lambda, $null, $sandbox.Clock.UtcNow.AddHours(-$_)) }
        $null = Add-TestUser $sandbox 'old-project'
        $sandbox.Calls.Clear()
    }
    AfterEach { $sandbox.Dispose() }

    It 'says what can replace a key, why, and how' {
        $found = Get-AccessKeyAlternative thumbnails -IncludeActivity
        $found | Should -BeOfType ([KeyRotation.KeyAlternative])
        $found.Alternative, $found.Confidence, $found.AccountId, $found.AccessKeyId | Should -Be 'FunctionRole', 'High', '123456789012', $key.AccessKeyId
        $found.Evidence | Should -Be 'exec-env/AWS_Lambda_python3.12 in the user agent: 3 calls from 3.248.10.20, an address of Amazon'
        ($found.TrustPolicy | ConvertFrom-Json).Statement[0].Principal.Service | Should -Be 'lambda.amazonaws.com'
        $found.Commands[-1] | Should -Be "Disable-OldAccessKey -UserName thumbnails -AccessKeyId $($key.AccessKeyId)"
    }

    It 'takes <Name>' -ForEach @(
        @{ Name = 'a name from the pipeline'; Run = { 'thumbnails' | Get-AccessKeyAlternative -IncludeActivity } }
        @{ Name = 'a pattern'; Run = { Get-AccessKeyAlternative 'thumb*' -IncludeActivity } }
        @{ Name = 'a key from the pipeline'; Run = { Get-StaleAccessKey thumbnails | Get-AccessKeyAlternative -IncludeActivity } }
        @{ Name = 'the stage of a key from the pipeline'; Run = { Get-AccessKeyRotation thumbnails | Get-AccessKeyAlternative -IncludeActivity } }
        @{ Name = 'activity that was looked up before'; Run = { Get-StaleAccessKey thumbnails | Get-AccessKeyAlternative -Activity (Get-AccessKeyActivity thumbnails) } }
    ) {
        $found = @(& $Run)
        $found | Should -HaveCount 1
        $found.Alternative, $found.UserName | Should -Be 'FunctionRole', 'thumbnails'
    }

    It 'reads the credential report once, and asks CloudTrail only where it is told to' {
        $keys = Get-StaleAccessKey
        $sandbox.Calls.Clear()
        $found = $keys | Get-AccessKeyAlternative
        ($found | Where-Object UserName -EQ 'old-project').Alternative | Should -Be 'Delete'
        ($found | Where-Object UserName -EQ 'thumbnails').Alternative | Should -Be 'Unknown'
        @($sandbox.Calls.Snapshot() | ForEach-Object Operation | Where-Object { $_ -ne 'GenerateCredentialReport' }) | Should -Be 'GetCallerIdentity', 'GetCredentialReport'
    }

    It 'goes into a report, which counts the keys that can be replaced' {
        $keys = Get-StaleAccessKey
        $keys, ($keys | Get-AccessKeyAlternative -IncludeActivity) | Write-Output | Export-AccessKeyReport (Join-Path $TestDrive 'keys.json')
        $report = Get-Content (Join-Path $TestDrive 'keys.json') -Raw | ConvertFrom-Json
        $report.totals.keys, $report.totals.replaceable | Should -Be 2, 2
        ($report.keys | Where-Object userName -EQ 'thumbnails').alternative.kind | Should -Be 'functionRole'
    }

    It 'makes no call for the keys of a saved report' {
        $report = Join-Path $TestDrive 'report.csv'
        $null = Get-StaleAccessKey old-project
        @'
user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated
gone,arn:aws-cn:iam::123456789012:user/gone,2020-01-01T00:00:00Z,false,N/A,N/A,N/A,false,true,2020-01-01T00:00:00Z,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A
github-deploy,arn:aws-cn:iam::123456789012:user/github-deploy,2020-01-01T00:00:00Z,false,N/A,N/A,N/A,false,true,2020-01-01T00:00:00Z,RECENT,us-east-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A
'@.Replace('RECENT', [DateTimeOffset]::UtcNow.AddDays(-3).ToString('yyyy-MM-ddTHH:mm:ssZ')) | Set-Content $report
        $keys = Get-StaleAccessKey -Path $report
        $sandbox.Calls.Clear()
        $found = @($keys | Get-AccessKeyAlternative -IncludeActivity)
        $sandbox.Calls.Snapshot().Count | Should -Be 0
        $found | ForEach-Object { "$($_.UserName) $($_.Alternative) $($_.Confidence)" } | Should -Be 'gone Delete High', 'github-deploy OidcFederation Low'
        $found[1].TrustPolicy | Should -BeLike '*arn:aws-cn:iam::123456789012:oidc-provider/*"sts.amazonaws.com.cn"*'
    }

    It 'sees the console password of a person, and the tags of a user' {
        $null = Add-TestUser $sandbox 'site'
        $sandbox.Account.SetTag('site', 'usage', 'github-actions')
        $user = $sandbox.Account.FindUser('site').Keys[0].AccessKeyId
        $sandbox.Account.RecordUse($user, 's3', 'eu-west-1', $sandbox.Clock.UtcNow.AddHours(-3))
        $found = Get-AccessKeyAlternative site
        $found.Alternative, $found.Confidence | Should -Be 'OidcFederation', 'Medium'
        $found.Evidence | Should -Be 'the tag usage = github-actions of the user'
    }

    It 'stays in the account of each key' {
        $sandbox.Organization.AddAccount('222222222222', 'payments')
        $member = $sandbox.Organization.FindAccount('222222222222')
        $null = $member.CreateUser('pay', $sandbox.Clock.UtcNow.AddDays(-300))
        $paid = $member.AddAccessKey('pay', $sandbox.Clock.UtcNow.AddDays(-200), 'Active')
        $member.RecordActivity($paid.AccessKeyId, 'ec2', 'DescribeInstances', 'eu-west-1', '3.248.10.20', $lambda, $null, $sandbox.Clock.UtcNow.AddHours(-2))
        $found = Get-KeyRotationAccount | Get-StaleAccessKey | Get-AccessKeyAlternative -IncludeActivity
        $pay = $found | Where-Object AccountId -EQ '222222222222'
        $pay.UserName, $pay.Alternative | Should -Be 'pay', 'FunctionRole'
        $pay.Commands | Where-Object { $_ -like '*--role *' } | Should -BeLike '*arn:aws:iam::222222222222:role/pay-role*'
    }

    It 'refuses -Activity with -IncludeActivity, and names a user that is not there' {
        { Get-AccessKeyAlternative thumbnails -IncludeActivity -Activity (Get-AccessKeyActivity thumbnails) } | Should -Throw -ErrorId 'ActivityConflict,*'
        Get-AccessKeyAlternative nobody -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'UserNotFound,*'
    }

    It 'does nothing for an empty pipeline' {
        @() | Get-AccessKeyAlternative | Should -BeNullOrEmpty
        $sandbox.Calls.Snapshot().Count | Should -Be 0
    }
}
