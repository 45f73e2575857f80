BeforeDiscovery {
    $hasMoto = [bool] (Get-Command moto_server -ErrorAction Ignore) -and [bool] (Get-Command aws -ErrorAction Ignore)
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'The life of a key on a server that nobody here wrote (moto), seen by the AWS CLI' -Skip:(-not $hasMoto) {
    BeforeAll {
        $moto = Start-TestMoto $TestDrive
        $null = aws iam create-user --user-name svc-billing
        $old = (aws iam create-access-key --user-name svc-billing | ConvertFrom-Json).AccessKey

        function Get-CliKey { (aws iam list-access-keys --user-name svc-billing | ConvertFrom-Json).AccessKeyMetadata | Sort-Object CreateDate }
    }
    AfterAll {
        # The wrapper of moto_server may have started a child: both end.
        if ($moto) { $moto.Kill($true) }
    }

    It 'is rotated, disabled, enabled, disabled and removed' {
        $rotated = New-RotatedAccessKey svc-billing -Description 'billing nightly'
        (Get-CliKey).AccessKeyId | Should -Be $old.AccessKeyId, $rotated.AccessKeyId
        (Get-CliKey).Status | Should -Be 'Active', 'Active'
        $tags = (aws iam list-user-tags --user-name svc-billing | ConvertFrom-Json).Tags
        $tags.Key | Should -Contain $rotated.AccessKeyId
        $tags.Key | Should -Not -Contain 'keyrotation:pending'

        # The new key signs for its user with the AWS CLI.
        $env:AWS_ACCESS_KEY_ID = $rotated.AccessKeyId
        $env:AWS_SECRET_ACCESS_KEY = $rotated.GetSecretAccessKeyAsPlainText()
        (aws sts get-caller-identity | ConvertFrom-Json).Arn | Should -BeLike '*:user/svc-billing'
        Disable-OldAccessKey svc-billing -UnusedFor 0 -AccessKey test -SecretKey test -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ReplacementNeverUsed,*'
        $null = aws iam list-access-keys --user-name svc-billing
        $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = 'test'

        $null = Disable-OldAccessKey -UnusedFor 0 -WarningAction SilentlyContinue
        (Get-CliKey).Status | Should -Be 'Inactive', 'Active'
        $null = Enable-OldAccessKey svc-billing
        (Get-CliKey).Status | Should -Be 'Active', 'Active'
        $null = Disable-OldAccessKey svc-billing -UnusedFor 0
        { Remove-RetiredAccessKey svc-billing -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'QuarantineNotOver,*'
        $null = Remove-RetiredAccessKey -QuarantineDays 0 -Confirm:$false -WarningAction SilentlyContinue
        (Get-CliKey).AccessKeyId | Should -Be $rotated.AccessKeyId
        (aws iam list-user-tags --user-name svc-billing | ConvertFrom-Json).Tags.Key | Should -Not -Contain "keyrotation:$($old.AccessKeyId)"
    }

    It 'is kept from appearing by a policy that the AWS CLI attaches, and the check sees it' {
        $null = aws organizations create-organization --feature-set ALL
        $root = (aws organizations list-roots | ConvertFrom-Json).Roots[0].Id
        (Test-AccessKeyGuardrail).Reason | Should -BeLike '*not enabled*'
        $null = aws organizations enable-policy-type --root-id $root --policy-type SERVICE_CONTROL_POLICY
        $member = (aws organizations create-account --email payments@example.com --account-name payments | ConvertFrom-Json).CreateAccountStatus.AccountId
        (Test-AccessKeyGuardrail $member).InForce | Should -Be 'No'

        $file = Join-Path $TestDrive 'guardrail.json'
        New-AccessKeyGuardrail -TagOf User -UserPath /human/ -ExceptRoleArn arn:aws:iam::*:role/KeyRotation -ProtectJournal | Set-Content $file
        $policy = (aws organizations create-policy --name NoAccessKeys --type SERVICE_CONTROL_POLICY --description test --content "file://$file" | ConvertFrom-Json).Policy.PolicySummary
        aws organizations attach-policy --policy-id $policy.Id --target-id $root
        $found = Test-AccessKeyGuardrail $member
        $found.InForce, $found.Policies.Arn, $found.Policies.AttachedTo | Should -Be 'Yes', $policy.Arn, $root
        $found.Exceptions | Should -HaveCount 3
    }

    It 'is watched by a rule of Config that the AWS CLI reads, and its state is a finding that the AWS CLI reads' {
        { Set-AccessKeyConfigRule } | Should -Throw -ErrorId 'ConfigRecorderMissing,*'
        aws configservice put-configuration-recorder --configuration-recorder name=default,roleARN=arn:aws:iam::123456789012:role/config --recording-group allSupported=true,includeGlobalResourceTypes=true
        { Set-AccessKeyConfigRule } | Should -Throw -ErrorId 'ConfigRecorderStopped,*'
        $null = aws s3api create-bucket --bucket config-history
        aws configservice put-delivery-channel --delivery-channel name=default,s3BucketName=config-history
        aws configservice start-configuration-recorder --configuration-recorder-name default
        $null = Set-AccessKeyConfigRule -Days 60 -Tag @{ Owner = 'security' }
        $rule = (aws configservice describe-config-rules | ConvertFrom-Json).ConfigRules
        $rule.ConfigRuleName, $rule.Source.SourceIdentifier, $rule.InputParameters | Should -Be 'access-keys-rotated', 'ACCESS_KEYS_ROTATED', '{"maxAccessKeyAge":"60"}'
        (aws configservice list-tags-for-resource --resource-arn $rule.ConfigRuleArn | ConvertFrom-Json).Tags.Value | Should -Be 'security'
        Set-AccessKeyConfigRule -Days 60 -Verbose 4>&1 | Where-Object { "$_" -like '*nothing is sent*' } | Should -HaveCount 1
        Write-Warning 'What a rule says of a user was not read: moto does not have DescribeConfigRuleEvaluationStatus and GetComplianceDetailsByConfigRule.'

        $import = Test-AccessKeyCompliance -WarningAction SilentlyContinue | Publish-AccessKeyFinding
        $findings = (aws securityhub get-findings | ConvertFrom-Json).Findings
        $findings | Should -HaveCount $import.Imported
        ($findings | Where-Object Id -EQ 'keyrotation/123456789012/cis-aws-foundations-7.0.0/2.12/svc-billing').Compliance.Status | Should -Be 'PASSED'
    }

    It 'is delivered where clients that nobody here wrote read it' {
        $null = aws iam create-user --user-name svc-read
        $null = aws iam create-access-key --user-name svc-read
        $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'moto-credentials'
        $csv = Join-Path $TestDrive 'moto.csv'
        $key = New-RotatedAccessKey svc-read -Destination SecretsManager, ParameterStore, 'Profile:reader', "Csv:$csv" -CsvForm CommandLine
        $secret = $key.GetSecretAccessKeyAsPlainText()

        $read = (aws secretsmanager get-secret-value --secret-id iam/access-keys/svc-read | ConvertFrom-Json).SecretString | ConvertFrom-Json
        $read.SecretAccessKey | Should -BeExactly $secret
        $read = (aws ssm get-parameter --name /iam/access-keys/svc-read --with-decryption | ConvertFrom-Json).Parameter
        $read.Type | Should -Be 'SecureString'
        ($read.Value | ConvertFrom-Json).SecretAccessKey | Should -BeExactly $secret

        Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY
        (aws sts get-caller-identity --profile reader | ConvertFrom-Json).Arn | Should -BeLike '*:user/svc-read'
        if ("$(aws --version 2>&1)" -like 'aws-cli/2*') {
            aws configure import --csv "file://$csv"
            aws configure get aws_secret_access_key --profile svc-read | Should -BeExactly $secret
        }
        else {
            Write-Warning 'aws configure import was not run: it is of version 2 of the AWS CLI.'
        }
        $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = 'test'
    }
}
