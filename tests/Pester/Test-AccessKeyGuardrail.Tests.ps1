BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'Test-AccessKeyGuardrail' {
    BeforeEach {
        $sandbox = Start-TestSandbox @{ Accounts = 3 }
        $organization = $sandbox.Organization
        $policy = Add-TestGuardrail $sandbox
        $member = $organization.FindAccount('111111111111')
        $null = $member.CreateUser('svc-allowed'), $member.CreateUser('svc-denied')
        $member.SetTag('svc-allowed', 'AllowAccessKeys', 'true')
        $sandbox.Calls.Clear()
    }
    AfterEach { $sandbox.Dispose() }

    It 'judges the organization, and targets by their ids from wherever they come' {
        (Test-AccessKeyGuardrail).TargetId | Should -Be $organization.RootId
        (Test-AccessKeyGuardrail).InForce | Should -Be 'No'
        $found = '111111111111', '210000000001' | Test-AccessKeyGuardrail
        $found | Should -BeOfType ([KeyRotation.KeyGuardrail])
        $found.InForce | Should -Be 'Yes', 'No'
        $found[0].Policies.Id | Should -Be $policy
        $found[0].Exceptions | Should -Be 'callers with the tag AllowAccessKeys = true', 'callers arn:aws:iam::*:role/KeyRotation'
        ([pscustomobject]@{ Id = '111111111111'; Name = 'payments' } | Test-AccessKeyGuardrail).InForce | Should -Be 'Yes'
        @() | Test-AccessKeyGuardrail | Should -BeNullOrEmpty -Because 'nothing in the pipeline is not the whole organization'
    }

    It 'takes accounts, reads the organization once and enters none of them' {
        $found = Get-KeyRotationAccount | Test-AccessKeyGuardrail
        ($found | Where-Object InForce -EQ 'Yes').TargetName | Should -Be 'payments'
        ($found | Where-Object TargetId -EQ $sandbox.Account.AccountId).Reason | Should -BeLike '*management account*'
        $found | Should -HaveCount 5
        $sandbox.Calls.Count('AssumeRole') | Should -Be 0
        $sandbox.Calls.Count('DescribePolicy'), $sandbox.Calls.Count('ListRoots'), $sandbox.Calls.Count('DescribeOrganization') | Should -Be 1, 1, 1
    }

    It 'names the users that are left out, and enters only the accounts where it has to' {
        $organization.AttachPolicy($organization.AddServiceControlPolicy('Nobody', '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:*","Resource":"*"}}'), '210000000002')
        $found = Get-KeyRotationAccount -AccountId 111111111111, 210000000002 | Test-AccessKeyGuardrail -IncludeUsers
        ($found | Where-Object TargetId -EQ '111111111111').Users | Should -Be 'svc-allowed'
        ($found | Where-Object TargetId -EQ '210000000002').Users.Count | Should -Be 0
        $sandbox.Calls.Count('AssumeRole'), $sandbox.Calls.Count('ListUsers') | Should -Be 1, 1
    }

    It 'says what it knows of an account that cannot be entered' {
        $found = Get-KeyRotationAccount -AccountId 111111111111 -RoleName Nothing | Test-AccessKeyGuardrail -IncludeUsers -ErrorVariable problems -ErrorAction SilentlyContinue
        $found.InForce | Should -Be 'Yes'
        $found.Users | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'AccountNotEntered,*'
    }

    It 'goes on where the credentials of other accounts are not usable, which is one error' {
        $lost = Get-KeyRotationAccount -AccountId 210000000001, 210000000002 -AccessKey AKIAIOSFODNN7EXAMPLE -SecretKey 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
        $found = @($lost) + @(Get-KeyRotationAccount -AccountId 111111111111) | Test-AccessKeyGuardrail -ErrorVariable problems -ErrorAction SilentlyContinue
        $found.TargetId | Should -Be '111111111111'
        @($problems | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }) | Should -HaveCount 1
        { $lost | Test-AccessKeyGuardrail -ErrorAction SilentlyContinue } | Should -Throw '*InvalidClientTokenId*' -Because 'nothing can go on'
    }

    It 'goes on after a target that is not there, and refuses what is no id' {
        $found = Test-AccessKeyGuardrail 999999999999, 111111111111 -ErrorVariable problems -ErrorAction SilentlyContinue
        $found.TargetId | Should -Be '111111111111'
        $problems.FullyQualifiedErrorId | Should -Be 'GuardrailTargetNotFound,KeyRotation.Commands.TestAccessKeyGuardrailCommand'
        { Test-AccessKeyGuardrail payments } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'leads from a refused rotation to the policy' {
        $null = $member.AddAccessKey('svc-denied', $sandbox.Clock.UtcNow.AddDays(-200), 'Active')
        $null = Get-KeyRotationAccount -AccountId 111111111111 | Get-StaleAccessKey | New-RotatedAccessKey -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
        $problems[0].Exception.Message | Should -BeLike "*$($organization.PolicyArn($policy))*Test-AccessKeyGuardrail 111111111111*"
        (Test-AccessKeyGuardrail 111111111111).Policies.Arn | Should -Be $organization.PolicyArn($policy)

        $null = $member.AddRole('KeyRotation', [string[]] @())
        $rotated = Get-KeyRotationAccount -AccountId 111111111111 -RoleName KeyRotation | Get-StaleAccessKey | New-RotatedAccessKey
        $rotated.UserName | Should -Be 'svc-denied'
    }
}
