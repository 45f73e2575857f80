BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule

    function Add-OldKey {
        param([string] $AccountId, [string] $UserName)

        $account = $sandbox.Organization.FindAccount($AccountId)
        $null = $account.CreateUser($UserName, $sandbox.Clock.UtcNow.AddDays(-201))
        $account.AddAccessKey($UserName, $sandbox.Clock.UtcNow.AddDays(-200), 'Active')
    }

    # The keys that the place holds, by name.
    function Get-Held {
        $held = [ordered]@{}
        foreach ($secret in $place.Secrets('eu-central-1') | Sort-Object Name) {
            $held[$secret.Name] = (($secret.Versions | Where-Object Stages -Contains AWSCURRENT).SecretString | ConvertFrom-Json).AccessKeyId
        }
        foreach ($parameter in $place.Parameters('eu-central-1') | Sort-Object Name) { $held[$parameter.Name] = ($parameter.Value | ConvertFrom-Json).AccessKeyId }
        $held
    }

    function Get-Tag {
        param([string] $AccountId, [string] $UserName, [string] $AccessKeyId)

        $sandbox.Organization.FindAccount($AccountId).Tags($UserName)["keyrotation:$AccessKeyId"]
    }

    function New-Central {
        param([string] $Name, [string] $Kind = 'SecretsManager', [string] $ExternalId)

        [KeyRotation.Destination]::$Kind($Name, $null, $roleArn, 'eu-central-1', $ExternalId)
    }
}

Describe 'A destination elsewhere' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $ids = '300000000001', '300000000002'
        foreach ($id in $ids) {
            $sandbox.Organization.AddAccount($id, "team$id", $sandbox.Organization.RootId, $null)
            $null = Add-OldKey $id 'svc'
        }
        $sandbox.Organization.AddAccount('400000000004', 'secrets', $sandbox.Organization.RootId, $null)
        $place = $sandbox.Organization.FindAccount('400000000004')
        $trust = [KeyRotation.Sandbox.SandboxRoleTrust]::new()
        $roleArn = $place.AddRole('KeySecrets', $trust, [string[]] @('secretsmanager:*', 'ssm:*'))
    }
    AfterEach { $sandbox.Dispose() }

    It 'takes the keys of all accounts by a role that is assumed once, with the session''s own credentials: <_>' -ForEach 'SecretsManager', 'ParameterStore' {
        $rotated = Get-KeyRotationAccount -AccountId $ids | Get-StaleAccessKey | New-RotatedAccessKey -Destination (New-Central -Kind $_)
        $rotated | Should -HaveCount 2
        $held = Get-Held
        $held.Keys | ForEach-Object { $_.TrimStart('/') } | Should -Be ($ids | ForEach-Object { "iam/access-keys/$_/svc" })
        $held.Values | Sort-Object | Should -Be ($rotated.AccessKeyId | Sort-Object)
        foreach ($key in $rotated) {
            Get-Tag $key.AccountId svc $key.AccessKeyId | Should -BeLike "*at=$_@400000000004:eu-central-1"
            $sandbox.Organization.FindAccount($key.AccountId).Secrets('us-east-1') | Should -BeNullOrEmpty
        }
        $assumed = $sandbox.Calls.Snapshot() | Where-Object { $_.Operation -eq 'AssumeRole' -and $_.Parameters['RoleArn'] -eq $roleArn }
        $assumed | Should -HaveCount 1
        $assumed.AccessKeyId | Should -Be $sandbox.Administrator.AccessKeyId
        "$($rotated[0].Destinations)" | Should -BeLike "$_@400000000004:eu-central-1:*iam/access-keys/$($rotated[0].AccountId)/svc"
    }

    It 'may be named by the account, and where its name is not known nothing is created' {
        $named = New-Central 'keys/{AccountName}/{UserName}'
        $rotated = Get-KeyRotationAccount -AccountId $ids[0] | Get-StaleAccessKey | New-RotatedAccessKey -Destination $named -ErrorVariable problems -ErrorAction SilentlyContinue
        $rotated | Should -BeNullOrEmpty -Because 'accounts that are given by id alone have no name'
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationRefused,*'
        $problems[0].Exception.Message | Should -BeLike '*{AccountId}*Get-KeyRotationAccount*'
        $sandbox.Calls.Count('CreateAccessKey') | Should -Be 0

        Get-KeyRotationAccount | Where-Object AccountId -In $ids | Get-StaleAccessKey | New-RotatedAccessKey -Destination $named | Should -HaveCount 2
        (Get-Held).Keys | Should -Be ($ids | ForEach-Object { "keys/team$_/svc" })
    }

    It 'is refused before anything where two accounts would share a name' {
        { Get-KeyRotationAccount -AccountId $ids | Invoke-AccessKeyRotation -Destination (New-Central 'keys/{UserName}') -Force } |
            Should -Throw -ErrorId 'DestinationNameShared,KeyRotation.Commands.InvokeAccessKeyRotationCommand'
        { Get-KeyRotationAccount -AccountId $ids | Get-StaleAccessKey | New-RotatedAccessKey -Destination (New-Central 'keys/{UserName}') -Force } | Should -Throw '*{AccountId}*'
        $sandbox.Calls.Count('CreateAccessKey') | Should -Be 0
    }

    It 'whose role is refused fails once, before any account is entered, and says who tried what' {
        $place.RemoveRole('KeySecrets')
        $null = $place.AddRole('KeySecrets', [KeyRotation.Sandbox.SandboxRoleTrust] @{ ExternalId = '4711' }, [string[]] @('secretsmanager:*'))
        $problem = { Get-KeyRotationAccount -AccountId $ids | Invoke-AccessKeyRotation -Destination (New-Central) } |
            Should -Throw -ErrorId 'DestinationNotReached,KeyRotation.Commands.InvokeAccessKeyRotationCommand' -PassThru
        $problem.Exception.Message | Should -BeLike "arn:aws:iam::123456789012:user/sandbox-admin could not assume $roleArn*trust policy*sts:AssumeRole*"
        $problem.CategoryInfo.Category | Should -Be 'PermissionDenied'
        $sandbox.Calls.Count('AssumeRole') | Should -Be 1
        $sandbox.Calls.Count('CreateAccessKey') | Should -Be 0

        Get-KeyRotationAccount -AccountId $ids | Invoke-AccessKeyRotation -Destination (New-Central -ExternalId '4711') | Should -HaveCount 2
    }

    It 'is reached by a profile as well' {
        $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'place-credentials'
        $null = $place.CreateUser('writer')
        $writer = $place.AddAccessKey('writer')
        $place.AllowActions('writer', [string[]] @('secretsmanager:*'))
        "[place]`naws_access_key_id = $($writer.AccessKeyId)`naws_secret_access_key = $($writer.SecretAccessKey)" | Set-Content $env:AWS_SHARED_CREDENTIALS_FILE
        $rotated = Get-KeyRotationAccount -AccountId $ids | Get-StaleAccessKey | New-RotatedAccessKey -Destination ([KeyRotation.Destination]::SecretsManager($null, $null, $null, 'eu-central-1', $null, 'place'))
        $rotated | Should -HaveCount 2
        (Get-Held).Keys | Should -HaveCount 2
        { New-RotatedAccessKey nobody -Destination ([KeyRotation.Destination]::SecretsManager($null, $null, $null, 'eu-central-1', $null, 'missing')) } |
            Should -Throw -ErrorId 'DestinationNotReached,*'
    }

    It 'is asked before an old key is disabled, and without being asked is no reason to disable one' {
        $accounts = Get-KeyRotationAccount -AccountId $ids
        $central = New-Central
        $rotated = $accounts | Get-StaleAccessKey | New-RotatedAccessKey -Destination $central
        $sandbox.Clock.Advance([timespan]::FromDays(2))

        $accounts | Disable-OldAccessKey -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems | Should -HaveCount 2
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationNotAsked,*'
        $problems[0].Exception.Message | Should -BeLike '*SecretsManager@400000000004:eu-central-1*-Destination*'
        $accounts | Disable-OldAccessKey -Destination SecretsManager -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationNotAsked,*' -Because 'the account of the key is another place'

        $place.PutSecretValue('eu-central-1', "iam/access-keys/$($ids[0])/svc", '{"AccessKeyId":"AKIATHIRDTHIRDTHIRD3","SecretAccessKey":"theirs"}')
        $disabled = $accounts | Disable-OldAccessKey -Destination $central -ErrorVariable problems -ErrorAction SilentlyContinue
        $disabled.AccountId | Should -Be $ids[1]
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ReplacementNeverUsed,*'
        $sandbox.Organization.FindAccount($ids[0]).FindUser('svc').Keys.Status | Should -Be 'Active', 'Active'
        $rotated | Should -HaveCount 2
    }

    It 'is as it was after a failed read-back, and the new key is gone' {
        $central = New-Central 'keys/{AccountId}/{UserName}'
        $old = $sandbox.Organization.FindAccount($ids[0]).FindUser('svc').Keys.AccessKeyId
        $null = $place.CreateSecret('eu-central-1', "keys/$($ids[0])/svc", "{`"AccessKeyId`":`"$old`",`"SecretAccessKey`":`"old`"}")
        $sandbox.Faults.Order([KeyRotation.Sandbox.Fault] @{ Operation = 'GetSecretValue'; Kind = 'Error'; ErrorCode = 'AccessDeniedException'; HttpStatus = 400; After = 2 })
        Get-KeyRotationAccount -AccountId $ids[0] | Get-StaleAccessKey | New-RotatedAccessKey -Destination $central -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationFailed,*'
        (Get-Held)["keys/$($ids[0])/svc"] | Should -Be $old
        $sandbox.Organization.FindAccount($ids[0]).FindUser('svc').Keys.AccessKeyId | Should -Be $old
        $sandbox.Organization.FindAccount($ids[0]).Tags('svc').Keys | Should -BeNullOrEmpty
    }

    It 'settles what a killed run left, when it is given again, and not by another place' {
        $account = $sandbox.Organization.FindAccount($ids[0])
        $old = $account.FindUser('svc').Keys.AccessKeyId
        $left = $account.AddAccessKey('svc', $sandbox.Clock.UtcNow.AddMinutes(-20), 'Active')
        $at = $sandbox.Clock.UtcNow.AddMinutes(-20).AddSeconds(-5).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")
        $account.SetTag('svc', 'keyrotation:pending', "rotate $old at=$at token=dead to=SecretsManager@400000000004:eu-central-1 new=$($left.AccessKeyId)")
        $null = $place.CreateSecret('eu-central-1', "iam/access-keys/$($ids[0])/svc", "{`"AccessKeyId`":`"$($left.AccessKeyId)`",`"SecretAccessKey`":`"$($left.SecretAccessKey)`"}")
        $accounts = Get-KeyRotationAccount -AccountId $ids[0]

        $accounts | Invoke-AccessKeyRotation -Destination SecretsManager -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InterruptedDelivery,*'
        $problems[0].Exception.Message | Should -BeLike '*SecretsManager@400000000004:eu-central-1*'

        $null = $accounts | Invoke-AccessKeyRotation -Destination (New-Central) -WarningAction SilentlyContinue
        $account.Tags('svc').Keys | Should -Not -Contain 'keyrotation:pending'
        Get-Tag $ids[0] svc $left.AccessKeyId | Should -BeLike "current*replaces=$old*at=SecretsManager@400000000004:eu-central-1"
    }

    It 'cannot be half said: <Said>' -ForEach @(
        @{ Said = 'a region alone'; Make = { [KeyRotation.Destination]::SecretsManager('x', $null, $null, 'eu-central-1') } }
        @{ Said = 'an external id alone'; Make = { [KeyRotation.Destination]::SecretsManager('x', $null, $null, $null, '4711') } }
        @{ Said = 'a role without its account'; Make = { [KeyRotation.Destination]::ParameterStore('/x', $null, 'KeySecrets') } }
    ) {
        $Make | Should -Throw
    }
}
