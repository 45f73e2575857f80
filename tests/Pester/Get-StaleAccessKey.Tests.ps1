BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'Get-StaleAccessKey' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc-old' 200
        $null = Add-TestUser $sandbox 'svc-young' 10
    }
    AfterEach { $sandbox.Dispose() }

    It 'gives the keys that are at least 90 days old' {
        $key = Get-StaleAccessKey
        $key | Should -HaveCount 1
        $key | Should -BeOfType ([KeyRotation.AccessKey])
        $key.UserName | Should -Be 'svc-old'
        $key.AccessKeyId | Should -Be $old.AccessKeyId
        $key.Stage | Should -Be 'Stale'
        $key.Reason | Should -Be '200 days old'
        [int] $key.Age.TotalDays | Should -Be 200
    }

    It 'takes the days that it is given' {
        Get-StaleAccessKey -Days 201 | Should -BeNullOrEmpty
        (Get-StaleAccessKey -Days 5).UserName | Sort-Object | Should -Be 'svc-old', 'svc-young'
    }

    It 'finds unused keys, and leaves age aside when only -UnusedDays is given' {
        $sandbox.Account.RecordUse($old.AccessKeyId, 's3', 'eu-west-1', $sandbox.Clock.UtcNow.AddDays(-3))
        (Get-StaleAccessKey -UnusedDays 7).UserName | Should -Be 'svc-young'
    }

    It 'takes wildcards, several names and names from the pipeline' {
        (Get-StaleAccessKey -UserName 'svc-*' -Days 5).Count | Should -Be 2
        (Get-StaleAccessKey 'SVC-OLD').UserName | Should -Be 'svc-old'
        ([pscustomobject]@{ UserName = 'svc-old' }, [pscustomobject]@{ UserName = 'svc-young' } | Get-StaleAccessKey).UserName | Should -Be 'svc-old'
    }

    It 'does nothing for an empty pipeline' {
        $sandbox.Calls.Clear()
        @() | Get-StaleAccessKey | Should -BeNullOrEmpty
        $sandbox.Calls.Snapshot().Count | Should -Be 0
    }

    It 'refuses days that are zero or negative' -TestCases @{ Days = 0 }, @{ Days = -1 } {
        { Get-StaleAccessKey -Days $Days } | Should -Throw -ErrorId 'ParameterArgumentValidationError,KeyRotation.Commands.GetStaleAccessKeyCommand'
        { Get-StaleAccessKey -UnusedDays $Days } | Should -Throw -ErrorId 'ParameterArgumentValidationError,KeyRotation.Commands.GetStaleAccessKeyCommand'
    }

    It 'names an unknown user and goes on with the others' {
        $keys = Get-StaleAccessKey nobody, svc-old -ErrorVariable problems -ErrorAction SilentlyContinue
        $keys.UserName | Should -Be 'svc-old'
        $problems[0].FullyQualifiedErrorId | Should -Be 'UserNotFound,KeyRotation.Commands.GetStaleAccessKeyCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $problems[0].TargetObject.UserName | Should -Be 'nobody'
    }

    It 'asks for every key with -Live' {
        (Get-StaleAccessKey -Live).AccessKeyId | Should -Be $old.AccessKeyId
        $sandbox.Calls.Count('GetCredentialReport') | Should -Be 0
    }

    It 'names the action that is not allowed' {
        $sandbox.Account.AllowActions('sandbox-admin', [string[]] 'sts:*')
        { Get-StaleAccessKey } | Should -Throw -ErrorId 'AccessDenied,KeyRotation.Commands.GetStaleAccessKeyCommand' -ExpectedMessage '*iam:GenerateCredentialReport*'
    }

    It 'reads a saved report, whose keys have no id and are refused by what acts on keys' {
        $file = Join-Path $TestDrive 'report.csv'
        @(
            'user,arn,user_creation_time,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service'
            '<root_account>,arn:aws:iam::210987654321:root,2019-01-01T00:00:00Z,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A'
            'alice,arn:aws:iam::210987654321:user/alice,2019-01-01T00:00:00Z,true,2020-01-01T00:00:00Z,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A'
        ) | Set-Content $file -Encoding utf8BOM
        $sandbox.Calls.Clear()

        $key = Get-StaleAccessKey -Path $file
        $key.UserName | Should -Be 'alice'
        $key.AccountId | Should -Be '210987654321'
        $key.AccessKeyId | Should -BeNullOrEmpty
        $key | New-RotatedAccessKey -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'KeyIdUnknown,*'
        $sandbox.Calls.Snapshot().Count | Should -Be 0
    }

    It 'says what is wrong with a file that is no report' {
        $file = Join-Path $TestDrive 'other.csv'
        'hello,world' | Set-Content $file
        Get-StaleAccessKey -Path $file -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ReportUnreadable,*'
        "$($problems[0])" | Should -BeLike "*columns 'user' and 'arn' was not found*"
    }
}

Describe 'Get-StaleAccessKey and the way to AWS' {
    BeforeEach { $sandbox = Start-TestSandbox }
    AfterEach { $sandbox.Dispose() }

    It 'gives nothing and no error for an account without keys' {
        Get-StaleAccessKey -ErrorVariable problems -WarningVariable warnings | Should -BeNullOrEmpty
        $problems | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
    }

    It 'says where it looked when there are no credentials' {
        Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY
        { Get-StaleAccessKey } | Should -Throw -ErrorId 'NoCredentials,*' -ExpectedMessage '*AWS_ACCESS_KEY_ID*AWS_WEB_IDENTITY_TOKEN_FILE*profile*container*instance*'
    }

    It 'says that credentials are refused' {
        { Get-StaleAccessKey -AccessKey AKIAWRONGWRONGWRONG1 -SecretKey wrong } | Should -Throw -ErrorId 'CredentialsRefused,*'
        { Get-StaleAccessKey -AccessKey $env:AWS_ACCESS_KEY_ID -SecretKey wrong } | Should -Throw -ErrorId 'CredentialsRefused,*'
    }

    It 'says that an endpoint does not answer' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        $env:AWS_MAX_ATTEMPTS = '1'
        { Get-StaleAccessKey -EndpointUrl "http://127.0.0.1:$port" } | Should -Throw -ErrorId 'NoAnswer,*' -ExpectedMessage '*sts:GetCallerIdentity*endpoint*'
    }

    It 'says that a region is of no partition' {
        { Get-StaleAccessKey -Region mars-north-1 } | Should -Throw -ErrorId 'UnknownRegion,*'
    }

    It 'uses a profile and names those that there are when it is missing' {
        $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'credentials'
        "[audit]`naws_access_key_id = $env:AWS_ACCESS_KEY_ID`naws_secret_access_key = $env:AWS_SECRET_ACCESS_KEY" | Set-Content $env:AWS_SHARED_CREDENTIALS_FILE
        Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY
        { Get-StaleAccessKey -ProfileName audit } | Should -Not -Throw
        { Get-StaleAccessKey -AWSProfileName wrong } | Should -Throw -ErrorId 'ProfileNotFound,*' -ExpectedMessage '*audit*'
    }
}

Describe 'Names from the pipeline' {
    It 'are not looked for in another account than their own: <_>' -ForEach 'Get-StaleAccessKey', 'Test-AccessKeyCompliance' {
        $sandbox = Start-TestSandbox
        try {
            $null = Add-TestUser $sandbox 'svc'
            $here = @{ EndpointUrl = $sandbox.Endpoint; AccessKey = $sandbox.Administrator.AccessKeyId; SecretKey = $sandbox.Administrator.SecretAccessKey }
            $key = Get-StaleAccessKey @here
            $key | & $_ @here | Should -Not -BeNullOrEmpty
            $elsewhere = $key | Select-Object UserName, @{ Name = 'AccountId'; Expression = { '210987654321' } }
            { $elsewhere | & $_ @here } | Should -Throw -ErrorId 'WrongAccount,*' -ExpectedMessage '*svc*210987654321*-ProfileName*'
        }
        finally {
            $sandbox.Dispose()
        }
    }
}
