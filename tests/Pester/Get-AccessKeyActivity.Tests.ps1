BeforeDiscovery {
    $hasClients = $IsLinux -and (Get-Command curl -CommandType Application -ErrorAction Ignore) -and (Get-Command aws -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule

    # An application that calls IAM from an address of its own: curl signs, and nothing of the module is in it.
    function Invoke-Application {
        param($Sandbox, $Key, [string] $Address, [string] $Agent, [string] $Action = 'ListUsers')

        $answer = & curl --silent --fail-with-body --noproxy '*' --interface $Address --user-agent $Agent --aws-sigv4 'aws:amz:us-east-1:iam' --user "$($Key.AccessKeyId):$($Key.SecretAccessKey)" --data "Action=$Action&Version=2010-05-08" "$($Sandbox.Endpoint)"
        if ($LASTEXITCODE -ne 0) { throw "curl: $LASTEXITCODE $answer" }
    }
}

Describe 'Get-AccessKeyActivity' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $key = Add-TestUser $sandbox 'svc'
        $now = $sandbox.Clock.UtcNow
        $sandbox.Account.RecordActivity($key.AccessKeyId, 'ec2', 'DescribeInstances', 'eu-west-1', '192.0.2.10', 'Boto3/1.34.14 x', $null, $now.AddHours(-2))
        $sandbox.Account.RecordActivity($key.AccessKeyId, 'ec2', 'RunInstances', 'eu-west-1', '192.0.2.11', 'aws-cli/2.15.10 x', 'Client.UnauthorizedOperation', $now.AddHours(-1))
    }
    AfterEach { $sandbox.Dispose() }

    It 'gives one line for each address and program, the most recent first' {
        $users = Get-AccessKeyActivity svc
        $users | Should -BeOfType ([KeyRotation.KeyActivity])
        $users.UserAgent | Should -Be 'aws-cli/2', 'Boto3/1.34'
        $users.Denied | Should -Be 1, 0
        "$($users[1].Actions)" | Should -Be 'ec2:DescribeInstances (1)'
        $users.AccountId | Select-Object -Unique | Should -Be '123456789012'
    }

    It 'takes <Name>' -ForEach @(
        @{ Name = 'the id of a key alone'; Run = { Get-AccessKeyActivity -AccessKeyId $key.AccessKeyId } }
        @{ Name = 'a user and the id of a key'; Run = { Get-AccessKeyActivity svc $key.AccessKeyId } }
        @{ Name = 'a name from the pipeline'; Run = { 'svc' | Get-AccessKeyActivity } }
        @{ Name = 'a pattern'; Run = { Get-AccessKeyActivity 'sv?' } }
        @{ Name = 'a key from the pipeline'; Run = { Get-StaleAccessKey svc | Get-AccessKeyActivity } }
        @{ Name = 'a key of AWS Tools'; Run = { [pscustomobject]@{ UserName = 'svc'; AccessKeyId = $key.AccessKeyId } | Get-AccessKeyActivity } }
        @{ Name = 'a rotation, for the key that was replaced'; Run = { New-RotatedAccessKey svc | Get-AccessKeyActivity } }
    ) {
        $users = @(& $Run)
        $users | Should -HaveCount 2
        $users.UserName | Select-Object -Unique | Should -Be 'svc'
        $users.AccessKeyId | Select-Object -Unique | Should -Be $key.AccessKeyId
    }

    It 'looks where it is told to, and says where it found nothing' {
        Get-AccessKeyActivity svc -TrailRegion us-east-1 -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warnings | Should -BeLike '*in us-east-1.*Data events*'
        @(Get-AccessKeyActivity svc -AllRegions) | Should -HaveCount 2
    }

    It 'refuses -AllRegions with -TrailRegion, and a region of another partition' {
        { Get-AccessKeyActivity svc -AllRegions -TrailRegion us-east-1 } | Should -Throw -ErrorId 'TrailRegionConflict,*'
        { Get-AccessKeyActivity svc -TrailRegion cn-north-1 } | Should -Throw -ErrorId 'UnknownRegion,*'
    }

    It 'gives what was done to a key with -Administration, and whether this module did it' {
        $rotated = New-RotatedAccessKey svc
        $change = Get-AccessKeyActivity -AccessKeyId $rotated.AccessKeyId -Administration
        $change | Should -BeOfType ([KeyRotation.KeyChange])
        $change.Action, $change.Status, $change.UserName, $change.IsKeyRotation | Should -Be 'CreateAccessKey', 'Active', 'svc', $true
        $change.CallerArn | Should -Be 'arn:aws:iam::123456789012:user/sandbox-admin'
    }

    It 'does nothing for an empty pipeline' {
        $sandbox.Calls.Clear()
        @() | Get-AccessKeyActivity | Should -BeNullOrEmpty
        $sandbox.Calls.Snapshot().Count | Should -Be 0
    }

    It 'looks keys of several accounts up in the accounts that they are of' {
        $sandbox.Organization.AddAccount('222222222222', 'payments')
        $member = $sandbox.Organization.FindAccount('222222222222')
        $null = $member.CreateUser('pay', $now.AddDays(-300))
        $paid = $member.AddAccessKey('pay', $now.AddDays(-200), 'Active')
        $member.RecordActivity($paid.AccessKeyId, 'ec2', 'DescribeInstances', 'eu-west-1', '192.0.2.20', 'Boto3/1.34.14', $null, $now.AddHours(-2))
        $users = Get-KeyRotationAccount | Get-StaleAccessKey | Get-AccessKeyActivity
        $users | Where-Object AccountId -EQ '222222222222' | ForEach-Object SourceAddress | Should -Be '192.0.2.20'
        @($users | Where-Object AccountId -EQ '123456789012') | Should -HaveCount 2
    }
}

Describe 'Who breaks if this key is disabled' -Skip:(-not $hasClients) {
    It 'is seen before, is named in the refusal, and the key is disabled when nobody is left' {
        $sandbox = Start-TestSandbox
        try {
            $old = Add-TestUser $sandbox 'svc'
            $new = New-RotatedAccessKey svc
            $sandbox.Clock.Advance([timespan]::FromDays(2))
            Use-TestReplacement $sandbox
            1..3 | ForEach-Object { Invoke-Application $sandbox $old '127.0.0.2' 'Boto3/1.34.14 md/Botocore#1.34.14' }
            $own = $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY
            try {
                $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY = $old.AccessKeyId, $old.SecretAccessKey
                $null = aws sts get-caller-identity --region us-east-1
                $LASTEXITCODE | Should -Be 0
            }
            finally {
                $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY = $own
            }

            $users = @(Get-AccessKeyActivity -AccessKeyId $old.AccessKeyId)
            $users | Should -HaveCount 2
            $users | Sort-Object SourceAddress | ForEach-Object { "$($_.SourceAddress) $($_.UserAgent) $($_.Count)" } | Should -Match '^127\.0\.0\.1 aws-cli/\d 1$|^127\.0\.0\.2 Boto3/1\.34 3$'

            Disable-OldAccessKey svc -ShowUsers -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'OldKeyInUse,*'
            $problems[0].Exception.Message | Should -BeLike "*Get-AccessKeyActivity -AccessKeyId $($old.AccessKeyId)*"
            $problems[0].Exception.Message | Should -BeLike '*Boto3/1.34 from 127.0.0.2 (3 calls*'
            $problems[0].Exception.Message | Should -BeLike '*aws-cli/* from 127.0.0.1 (1 call,*'

            $sandbox.Clock.Advance([timespan]::FromHours(25))
            (Disable-OldAccessKey svc -ShowUsers).AccessKeyId | Should -Be $old.AccessKeyId
            Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Inactive'
            $new.UserName | Should -Be 'svc'
        }
        finally {
            $sandbox.Dispose()
        }
    }
}
