BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'New-AccessKeyGuardrail' {
    It 'gives the policy as one string of JSON and calls nothing' {
        $sandbox = Start-TestSandbox
        try {
            $policy = New-AccessKeyGuardrail
            $sandbox.Calls.Snapshot().Count | Should -Be 0
        }
        finally {
            $sandbox.Dispose()
        }
        $policy | Should -BeOfType [string]
        $statement = ($policy | ConvertFrom-Json).Statement
        $statement.Effect, $statement.Action, $statement.Resource | Should -Be 'Deny', 'iam:CreateAccessKey', '*'
        $statement.Condition.StringNotEquals.'aws:PrincipalTag/AllowAccessKeys' | Should -BeExactly 'true'
    }

    It 'takes every variant together' {
        $policy = New-AccessKeyGuardrail Keys yes -TagOf User -UserPath /human/ -ExceptRoleArn arn:aws-cn:iam::*:role/KeyRotation -ProtectJournal | ConvertFrom-Json
        $policy.Statement.Sid | Should -Be 'DenyAccessKeysWithoutTag', 'ProtectKeyRotationJournal'
        $policy.Statement[0].Resource | Should -Be 'arn:aws-cn:iam::*:user/human/*'
        $policy.Statement[0].Condition.StringNotEquals.'iam:ResourceTag/Keys' | Should -Be 'yes'
        $policy.Statement.Condition.ArnNotLike.'aws:PrincipalArn' | Should -Be 'arn:aws-cn:iam::*:role/KeyRotation', 'arn:aws-cn:iam::*:role/KeyRotation'
    }

    It 'refuses <Arguments>' -ForEach @(
        @{ Arguments = @{ ProtectJournal = $true }; Id = 'GuardrailInvalid' }
        @{ Arguments = @{ ExceptRoleArn = 'arn:aws:sts::123456789012:assumed-role/KeyRotation/night' }; Id = 'GuardrailInvalid' }
        @{ Arguments = @{ ExceptRoleArn = 'arn:aws-cn:iam::123456789012:role/KeyRotation'; Partition = 'aws' }; Id = 'GuardrailInvalid' }
        @{ Arguments = @{ ExceptRoleArn = 1..200 | ForEach-Object { 'arn:aws:iam::{0:d12}:role/KeyRotation' -f $_ } }; Id = 'GuardrailTooLarge' }
        @{ Arguments = @{ Partition = 'azure' }; Id = 'ParameterArgumentValidationError' }
    ) {
        { New-AccessKeyGuardrail @Arguments } | Should -Throw -ErrorId "$Id,*"
    }
}
