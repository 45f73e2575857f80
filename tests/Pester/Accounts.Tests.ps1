BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule

    # A user with one old key in an account of the organization.
    function Add-OldKey {
        param([string] $AccountId, [string] $UserName)

        $account = $sandbox.Organization.FindAccount($AccountId)
        $null = $account.CreateUser($UserName, $sandbox.Clock.UtcNow.AddDays(-201))
        $account.AddAccessKey($UserName, $sandbox.Clock.UtcNow.AddDays(-200), 'Active')
    }

    function Get-KeyState {
        param([string] $AccountId, [string] $UserName)

        @($sandbox.Organization.FindAccount($AccountId).FindUser($UserName).Keys | ForEach-Object { "$($_.Status)" } | Sort-Object) -join ','
    }
}

Describe 'Accounts from the pipeline' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $ids = 1..6 | ForEach-Object { '30000000000{0}' -f $_ }
        foreach ($id in $ids) {
            $sandbox.Organization.AddAccount($id, "team-$id", $sandbox.Organization.RootId, $null)
            $null = Add-OldKey $id "svc-$id"
        }
    }
    AfterEach { $sandbox.Dispose() }

    It 'are audited, each with its own keys, by credentials that are found once' {
        $keys = Get-KeyRotationAccount | Get-StaleAccessKey -Days 90
        $keys.UserName | Sort-Object | Should -Be ($ids | ForEach-Object { "svc-$_" })
        $keys | ForEach-Object { $_.UserName | Should -Be "svc-$($_.AccountId)" }
        $sandbox.Calls.Count('AssumeRole') | Should -Be 7 -Because 'the management account has no such role, and is tried'
        $sandbox.Calls.Count('GetCallerIdentity') | Should -Be 2 -Because 'one cmdlet lists, and one looks'
    }

    It 'go on where the credentials of others are not usable, which is one error' {
        $of = Get-KeyRotationAccount -AccountId ($ids | Select-Object -First 3)
        $lost = Get-KeyRotationAccount -AccountId ($ids | Select-Object -Last 3) -AccessKey AKIAIOSFODNN7EXAMPLE -SecretKey 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

        $keys = @($lost) + @($of) | Get-StaleAccessKey -ErrorVariable problems -ErrorAction SilentlyContinue

        $keys.UserName | Sort-Object | Should -Be ($ids | Select-Object -First 3 | ForEach-Object { "svc-$_" })
        @($problems | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }) | Should -HaveCount 1
        "$problems" | Should -BeLike '*InvalidClientTokenId*'
        { $lost | Get-StaleAccessKey -ErrorAction SilentlyContinue } | Should -Throw '*InvalidClientTokenId*' -Because 'nothing can go on'
    }

    It 'go on with the keys of one credential where that of the others is not usable any more' {
        $null = Add-OldKey $sandbox.Account.AccountId 'svc-own'
        $operator = Add-TestUser $sandbox 'operator' 10
        $other = Get-StaleAccessKey -AccessKey $operator.AccessKeyId -SecretKey $operator.SecretAccessKey
        $keys = @($other) + @(Get-StaleAccessKey)
        $sandbox.Account.UpdateAccessKey('operator', $operator.AccessKeyId, 'Inactive')

        $rotated = $keys | New-RotatedAccessKey -ErrorVariable problems -ErrorAction SilentlyContinue
        $rotated.UserName | Should -Be 'svc-own'
        @($problems | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }) | Should -HaveCount 1
        $problems[0].Exception.Message | Should -BeLike "*$($operator.AccessKeyId)*InvalidClientTokenId*"

        $rotated = @($other) + @(Get-KeyRotationAccount -AccountId $ids[0] | Get-StaleAccessKey) | New-RotatedAccessKey -ErrorVariable problems -ErrorAction SilentlyContinue
        $rotated.UserName | Should -Be "svc-$($ids[0])" -Because 'keys of accounts that are entered go on, too'
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'CredentialsRefused,*'
        { $other | New-RotatedAccessKey -ErrorAction SilentlyContinue } | Should -Throw '*InvalidClientTokenId*' -Because 'nothing can go on'
    }

    It 'are worked on in a single line, and each key goes on in its own account' {
        $rotated = Get-KeyRotationAccount -AccountId $ids | Get-StaleAccessKey | New-RotatedAccessKey -Destination SecretsManager
        $rotated | Should -HaveCount 6
        foreach ($id in $ids) {
            Get-KeyState $id "svc-$id" | Should -Be 'Active,Active'
            $sandbox.Organization.FindAccount($id).Secrets('us-east-1').Name | Should -Be "iam/access-keys/svc-$id"
        }

        foreach ($key in $rotated) { $sandbox.Organization.FindAccount($key.AccountId).RecordUse($key.AccessKeyId, 's3', 'us-east-1', $sandbox.Clock.UtcNow) }
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        foreach ($key in $rotated) { $sandbox.Organization.FindAccount($key.AccountId).RecordUse($key.AccessKeyId, 's3', 'us-east-1', $sandbox.Clock.UtcNow) }
        $disabled = Get-KeyRotationAccount -AccountId $ids | Disable-OldAccessKey
        $disabled | Should -HaveCount 6
        $enabled = $disabled | Select-Object -First 1 | Enable-OldAccessKey
        $enabled.AccountId | Should -Be $disabled[0].AccountId
        Get-KeyState $enabled.AccountId $enabled.UserName | Should -Be 'Active,Active'

        $sandbox.Clock.Advance([timespan]::FromDays(8))
        $removed = Get-KeyRotationAccount -AccountId $ids | Remove-RetiredAccessKey -Confirm:$false
        $removed | Should -HaveCount 5
        foreach ($id in $ids | Where-Object { $_ -ne $enabled.AccountId }) { Get-KeyState $id "svc-$id" | Should -Be 'Active' }
    }

    It 'are one error each where they cannot be entered, and the others go on' {
        $sandbox.Organization.FindAccount($ids[2]).RemoveRole('OrganizationAccountAccessRole')
        $keys = Get-KeyRotationAccount -AccountId $ids | Get-StaleAccessKey -ErrorVariable problems -ErrorAction SilentlyContinue
        $keys | Should -HaveCount 5
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'AccountNotEntered,KeyRotation.Commands.GetStaleAccessKeyCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
        $problems[0].TargetObject | Should -BeOfType ([KeyRotation.Account])
        $problems[0].TargetObject.AccountId | Should -Be $ids[2]
        "$($problems[0])" | Should -Match "user/sandbox-admin could not assume arn:aws:iam::$($ids[2]):role/OrganizationAccountAccessRole .*trust policy"
    }

    It 'are one error each where they fail later, with the account' {
        $sandbox.Organization.FindAccount($ids[0]).RemoveRole('OrganizationAccountAccessRole')
        $null = $sandbox.Organization.FindAccount($ids[0]).AddRole('OrganizationAccountAccessRole', [string[]] 'iam:ListAccessKeys')
        $keys = Get-KeyRotationAccount -AccountId $ids | Get-StaleAccessKey -ErrorVariable problems -ErrorAction SilentlyContinue
        $keys | Should -HaveCount 5
        $problems.FullyQualifiedErrorId | Should -Be 'AccessDenied,KeyRotation.Commands.GetStaleAccessKeyCommand'
        "$problems" | Should -Match $ids[0]
    }

    It 'are passed over side by side, with one summary each' {
        $passes = Get-KeyRotationAccount -AccountId $ids | Invoke-AccessKeyRotation -Destination SecretsManager -Summary
        $passes.AccountId | Sort-Object | Should -Be $ids
        ($passes | Measure-Object -Property Rotated -Sum).Sum | Should -Be 6
        $again = Get-KeyRotationAccount -AccountId $ids | Invoke-AccessKeyRotation -Destination SecretsManager -Summary
        ($again | Measure-Object -Property Rotated -Sum).Sum | Should -Be 0
    }

    It 'change nothing with -WhatIf' {
        Get-KeyRotationAccount -AccountId $ids | Invoke-AccessKeyRotation -Destination SecretsManager -WhatIf 6>$null | Should -BeNullOrEmpty
        @(Get-TestChange $sandbox).Count | Should -Be 0
    }

    It 'show where their keys are, and are checked' {
        (Get-KeyRotationAccount -AccountId $ids | Get-AccessKeyRotation).Stage | Should -Be (@('Stale') * 6)
        $failed = Get-KeyRotationAccount -AccountId $ids | Test-AccessKeyCompliance -Benchmark 5.0.0 | Where-Object { $_.ControlId -eq '1.13' -and $_.Status -eq 'Fail' }
        $failed.AccountId | Sort-Object | Should -Be $ids
    }

    It 'are worked on once each, and none for an empty pipeline' {
        $accounts = Get-KeyRotationAccount -AccountId $ids[0]
        @($accounts, $accounts | Get-StaleAccessKey) | Should -HaveCount 1
        @(Get-StaleAccessKey -Account $accounts) | Should -HaveCount 1
        $sandbox.Calls.Clear()
        @() | Get-StaleAccessKey | Should -BeNullOrEmpty
        @() | Invoke-AccessKeyRotation -WhatIf | Should -BeNullOrEmpty
        $sandbox.Calls.Snapshot().Count | Should -Be 0
    }

    It 'bring their connection: another one is refused, another region is taken' {
        $accounts = Get-KeyRotationAccount -AccountId $ids[0]
        { $accounts | Get-StaleAccessKey -ProfileName other } | Should -Throw -ErrorId 'AccountsHaveConnections,*'
        $null = $accounts | Get-StaleAccessKey | New-RotatedAccessKey -Destination SecretsManager -Region eu-west-1
        $sandbox.Organization.FindAccount($ids[0]).Secrets('eu-west-1').Name | Should -Be "iam/access-keys/svc-$($ids[0])"
    }

    It 'are named with each call' {
        $said = Get-KeyRotationAccount -AccountId $ids | Get-StaleAccessKey -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        $ids | ForEach-Object { $id = $_; @($said.Message -match "^${id}: iam:ListAccessKeys svc-$id ") | Should -HaveCount 1 }
        @($said.Message -match 'Accounts are entered as arn:aws:iam::123456789012:user/sandbox-admin') | Should -HaveCount 1
    }

    It 'are not begun any more when a command behind wants no more' {
        $null = Get-KeyRotationAccount -AccountId $ids | Get-StaleAccessKey -AccountThrottleLimit 1 | Select-Object -First 1
        $sandbox.Calls.Count('AssumeRole') | Should -BeLessThan 4
    }
}
