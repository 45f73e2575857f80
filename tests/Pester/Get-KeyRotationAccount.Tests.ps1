BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'Get-KeyRotationAccount' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $organization = $sandbox.Organization
        $workloads = $organization.AddOrganizationalUnit('Workloads', $organization.RootId)
        $organization.AddAccount('111111111111', 'payments', $organization.AddOrganizationalUnit('Production', $workloads), $null)
        $organization.AddAccount('222222222222', 'tools', $workloads, $null)
        $organization.AddAccount('333333333333', 'lone', $organization.RootId, $null)
    }
    AfterEach { $sandbox.Dispose() }

    It 'gives every account of the organization and the role into it' {
        $organization.StartsWithEmptyPages = $true
        $accounts = Get-KeyRotationAccount -RoleName KeyRotation
        $accounts | Should -BeOfType ([KeyRotation.Account])
        $accounts.AccountId | Should -Be '111111111111', '123456789012', '222222222222', '333333333333'
        $accounts[0].Name | Should -Be 'payments'
        $accounts[0].RoleArn | Should -Be 'arn:aws:iam::111111111111:role/KeyRotation'
        $accounts[0].Partition | Should -Be 'aws'
        $sandbox.Calls.Count('AssumeRole') | Should -Be 0
        $sandbox.Calls.Count('ListTagsForResource') | Should -Be 0
    }

    It 'leaves out what is suspended and says so' {
        $organization.SetState('222222222222', 'Suspended')
        $said = Get-KeyRotationAccount -Verbose 4>&1
        @($said | Where-Object { $_ -is [KeyRotation.Account] }).AccountId | Should -Not -Contain '222222222222'
        @($said | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }).Message -match '222222222222 .*SUSPENDED' | Should -HaveCount 1
    }

    It 'gives the accounts of units and of those below, but the ones that are left out' {
        (Get-KeyRotationAccount Workloads).AccountId | Should -Be '222222222222', '111111111111'
        (Get-KeyRotationAccount -OrganizationalUnit Workloads/Production, $workloads).OrganizationalUnit | Should -Be 'Workloads/Production', $workloads
        (Get-KeyRotationAccount Workloads -ExcludeAccountId 222222222222).AccountId | Should -Be '111111111111'
    }

    It 'goes on after a unit that is not there' {
        $found = Get-KeyRotationAccount -OrganizationalUnit Nowhere, Workloads/Production -ErrorVariable problems -ErrorAction SilentlyContinue
        $found.AccountId | Should -Be '111111111111'
        $problems.FullyQualifiedErrorId | Should -Be 'OrganizationalUnitNotFound,KeyRotation.Commands.GetKeyRotationAccountCommand'
    }

    It 'makes no call about accounts that are named' {
        $accounts = '111111111111', '444444444444', '444444444444' | Get-KeyRotationAccount -ExcludeAccountId 111111111111 -ExternalId 4711 -SessionName night -SessionDuration 2h
        $accounts.AccountId | Should -Be '444444444444'
        $accounts.ExternalId, $accounts.SessionName, $accounts.SessionDuration.TotalHours | Should -Be '4711', 'night', 2
        ([pscustomobject]@{ Id = '111111111111'; Name = 'payments' } | Get-KeyRotationAccount).AccountId | Should -Be '111111111111'
        $sandbox.Calls.Snapshot().Count | Should -Be 0
    }

    It 'has the partition of the region' {
        (Get-KeyRotationAccount -AccountId 111111111111 -Region cn-north-1).RoleArn | Should -Be 'arn:aws-cn:iam::111111111111:role/OrganizationAccountAccessRole'
    }

    It 'refuses what is not an account or a role' {
        { Get-KeyRotationAccount -AccountId 1111 } | Should -Throw '*twelve digits*'
        { Get-KeyRotationAccount -AccountId 111111111111 -RoleName 'a b' } | Should -Throw '*not the name of a role*'
        { Get-KeyRotationAccount -AccountId 111111111111 -SessionName 'a b' } | Should -Throw '*name of a session*'
        { Get-KeyRotationAccount -AccountId 111111111111 -SessionDuration 5m } | Should -Throw '*00:15:00*'
        (Get-KeyRotationAccount -AccountId 111111111111 -RoleName /keys/Auditor).RoleArn | Should -Be 'arn:aws:iam::111111111111:role/keys/Auditor'
    }

    It 'gives nothing for an empty pipeline' {
        @() | Get-KeyRotationAccount | Should -BeNullOrEmpty
        $sandbox.Calls.Snapshot().Count | Should -Be 0
    }

    It 'says which account may list the organization' {
        $sandbox.Account.AllowActions('sandbox-admin', 'organizations:DescribeOrganization')
        { Get-KeyRotationAccount } | Should -Throw -ErrorId 'OrganizationNotListed,*' -ExpectedMessage '*123456789012*'
    }

    It 'has a table of its columns and keeps the connection out of sight' {
        $account = Get-KeyRotationAccount -OrganizationalUnit Workloads/Production -IncludeTags -RoleName KeyRotation
        ($account | Format-Table | Out-String) | Should -Match '111111111111 +payments +Workloads/Production +KeyRotation'
        ($account | ConvertTo-Json) | Should -Not -Match 'SecretKey|AccessKey'
    }
}

Describe '-RoleArn' {
    BeforeEach { $sandbox = Start-TestSandbox }
    AfterEach { $sandbox.Dispose() }

    It 'is assumed with the credentials of the environment' {
        $null = Add-TestUser $sandbox 'svc-old' 200
        $role = $sandbox.Account.AddRole('audit')
        $said = Get-StaleAccessKey -RoleArn $role -Verbose 4>&1
        @($said | Where-Object { $_ -is [KeyRotation.AccessKey] }).UserName | Should -Be 'svc-old'
        "$said" | Should -Match 'assumed-role/audit/KeyRotation-\w+, by the environment, as arn:aws:iam::123456789012:role/audit'
        $sandbox.Calls.Count('AssumeRole') | Should -Be 1
    }
}
