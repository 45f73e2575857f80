BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'New-RotatedAccessKey -Destination' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc'
    }
    AfterEach {
        Remove-Module TestVault -ErrorAction Ignore
        $sandbox.Dispose()
    }

    It 'delivers to Secrets Manager and Parameter Store, with receipts that hold no secret' {
        $key = New-RotatedAccessKey svc -Destination SecretsManager, ParameterStore
        "$($key.Destinations)" | Should -Be 'SecretsManager:iam/access-keys/svc ParameterStore:/iam/access-keys/svc'
        $secret = $sandbox.Account.Secrets('us-east-1')
        $secret.Name | Should -Be 'iam/access-keys/svc'
        $current = $secret.Versions | Where-Object Stages -Contains 'AWSCURRENT'
        ($current.SecretString | ConvertFrom-Json).AccessKeyId | Should -Be $key.AccessKeyId
        ($current.SecretString | ConvertFrom-Json).SecretAccessKey | Should -BeExactly $key.GetSecretAccessKeyAsPlainText()
        $parameter = $sandbox.Account.Parameters('us-east-1')
        $parameter.Type | Should -Be 'SecureString'
        ($parameter.Value | ConvertFrom-Json).AccessKeyId | Should -Be $key.AccessKeyId
    }

    It 'does not let two users write to one place, also with -Force, and says what to put into its name: <Place>' -ForEach @(
        @{ Place = 'SecretsManager:app/aws' }
        @{ Place = 'Csv:TESTDRIVE/keys.csv' }
        @{ Place = 'Profile:work' }
    ) {
        $null = Add-TestUser $sandbox 'svc2'
        $env:AWS_SHARED_CREDENTIALS_FILE = "$TestDrive/shared-credentials"
        $rotated = 'svc', 'svc2' | New-RotatedAccessKey -Destination $Place.Replace('TESTDRIVE', $TestDrive) -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $rotated.UserName | Should -Be 'svc'
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationTaken,*'
        "$($problems[0])" | Should -BeLike '*user svc2*user svc *{UserName}*'
        $sandbox.Account.FindUser('svc2').Keys | Should -HaveCount 1
    }

    It 'puts everything back when a script block throws' {
        $null = New-RotatedAccessKey svc -Destination SecretsManager, ParameterStore
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        $null = Disable-OldAccessKey
        $null = Remove-RetiredAccessKey -Force -Confirm:$false -WarningAction SilentlyContinue
        $secretsBefore = $sandbox.Account.Secrets('us-east-1').Versions | Where-Object Stages -Contains 'AWSCURRENT'
        $parameterBefore = $sandbox.Account.Parameters('us-east-1').Value

        New-RotatedAccessKey svc -Destination SecretsManager, ParameterStore, { param($Key) throw 'no room' } -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty

        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationFailed,*'
        $problems[0].Exception.Message | Should -BeLike '*no room*'
        $now = $sandbox.Account.Secrets('us-east-1').Versions | Where-Object Stages -Contains 'AWSCURRENT'
        $now.VersionId | Should -Be $secretsBefore.VersionId
        $sandbox.Account.Parameters('us-east-1').Value | Should -BeExactly $parameterBefore
        $sandbox.Account.FindUser('svc').Keys | Should -HaveCount 1
        $sandbox.Account.Tags('svc').Keys | Should -Not -Contain 'keyrotation:pending'
    }

    It 'removes what it created when a later destination fails' {
        New-RotatedAccessKey svc -Destination SecretsManager, ParameterStore, { throw 'no room' } -ErrorAction SilentlyContinue
        $sandbox.Account.Secrets('us-east-1') | Should -BeNullOrEmpty
        $sandbox.Account.Parameters('us-east-1') | Should -BeNullOrEmpty
        $sandbox.Account.FindUser('svc').Keys.AccessKeyId | Should -Be $old.AccessKeyId
    }

    It 'runs a script block with the key, and its undo when a later one throws' {
        $script:taken = @()
        $null = New-RotatedAccessKey svc -Destination { param($Key) $script:taken += $Key.AccessKeyId }, { throw 'later' } -UndoDestination { param($Key) $script:taken += "undone $($Key.AccessKeyId)" } -ErrorAction SilentlyContinue
        $taken | Should -Contain "undone $($taken[0])"
        $sandbox.Account.FindUser('svc').Keys.AccessKeyId | Should -Be $old.AccessKeyId
    }

    It 'tells what a script block says without the secret that it quotes' {
        New-RotatedAccessKey svc -Destination { param($Key) $script:secret = $Key.GetSecretAccessKeyAsPlainText(); throw "no room for $secret of $($Key.AccessKeyId)" } -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].Exception.Message | Should -BeLike '*no room for (redacted) of AKIA*'
        $problems[0].Exception.ToString().Contains($secret) | Should -BeFalse
        ($problems[0] | Format-List * -Force | Out-String).Contains($secret) | Should -BeFalse
    }

    It 'stores a credential in a vault of the session' {
        Import-TestVault
        $key = New-RotatedAccessKey svc -Destination Vault
        $stored = Get-Secret -Name iam-access-key-svc
        $stored.UserName | Should -Be $key.AccessKeyId
        $stored.GetNetworkCredential().Password | Should -BeExactly $key.GetSecretAccessKeyAsPlainText()
        "$($key.Destinations)" | Should -Be 'Vault:iam-access-key-svc'
    }

    It 'takes the key back when the vault is full, and says so' {
        Import-TestVault -Full
        New-RotatedAccessKey svc -Destination Vault -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].Exception.Message | Should -BeLike '*the vault is full*'
        $sandbox.Account.FindUser('svc').Keys.AccessKeyId | Should -Be $old.AccessKeyId
    }

    It 'says that SecretManagement is not there, and creates nothing' -Skip:([bool] (Get-Command Set-Secret -ErrorAction Ignore)) {
        New-RotatedAccessKey svc -Destination Vault -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationRefused,*'
        $problems[0].Exception.Message | Should -BeLike '*Install-PSResource*'
        $sandbox.Calls.Count('CreateAccessKey') | Should -Be 0
    }

    It 'refuses before anything is created: <Why>' -ForEach @(
        @{ Why = 'an unknown kind'; Destination = 'Nonsense'; Id = 'ParameterArgumentValidationError,*' }
        @{ Why = 'a file without a path'; Destination = 'Csv'; Id = 'ParameterArgumentValidationError,*' }
        @{ Why = 'a name that Secrets Manager does not allow'; Destination = 'SecretsManager:a b'; Id = 'DestinationRefused,*' }
        @{ Why = 'a path that Parameter Store does not allow'; Destination = 'ParameterStore:/a b'; Id = 'DestinationRefused,*' }
    ) {
        $problem = try { New-RotatedAccessKey svc -Destination $Destination -ErrorAction Stop } catch { $_ }
        $problem.FullyQualifiedErrorId | Should -BeLike $Id
        $sandbox.Calls.Count('CreateAccessKey') | Should -Be 0
    }

    It 'refuses a secret that is scheduled for deletion or holds something else' {
        $null = $sandbox.Account.CreateSecret('us-east-1', 'iam/access-keys/svc', 'a password')
        New-RotatedAccessKey svc -Destination SecretsManager -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].Exception.Message | Should -BeLike '*not written over*'
        $sandbox.Calls.Count('CreateAccessKey') | Should -Be 0
    }

    It 'asks for a region, and says which action is not allowed' {
        Remove-Item Env:AWS_REGION
        { New-RotatedAccessKey svc -Destination SecretsManager -ErrorAction Stop } | Should -Throw -ErrorId 'NoRegion,*'
        $env:AWS_REGION = 'us-east-1'
        $sandbox.Account.AllowActions('sandbox-admin', [string[]] ('iam:*', 'sts:*'))
        { New-RotatedAccessKey svc -Destination SecretsManager -ErrorAction Stop } | Should -Throw -ErrorId 'DestinationRefused,*' -ExpectedMessage '*secretsmanager:DescribeSecret*'
        $sandbox.Calls.Count('CreateAccessKey') | Should -Be 0
    }

    It 'delivers nothing under -WhatIf' {
        New-RotatedAccessKey svc -Destination SecretsManager -WhatIf | Should -BeNullOrEmpty
        $sandbox.Account.Secrets('us-east-1') | Should -BeNullOrEmpty
    }

    It 'is delivered by a pass over the account' {
        $key = Invoke-AccessKeyRotation -Destination SecretsManager
        ($sandbox.Account.Secrets('us-east-1').Versions.SecretString | ConvertFrom-Json).AccessKeyId | Should -Be $key.AccessKeyId
    }

    It 'writes a profile and a CSV file for their owner only' -Skip:$IsWindows {
        $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'credentials'
        "# mine`n[other]`naws_access_key_id = AKIAOTHEROTHEROTHER1`naws_secret_access_key = kept" | Set-Content $env:AWS_SHARED_CREDENTIALS_FILE -NoNewline
        $before = Get-Content $env:AWS_SHARED_CREDENTIALS_FILE -Raw
        $csv = Join-Path $TestDrive '{UserName}_accessKeys.csv'
        $key = New-RotatedAccessKey svc -Destination Profile, "Csv:$csv"
        $text = Get-Content $env:AWS_SHARED_CREDENTIALS_FILE -Raw
        $text.StartsWith($before) | Should -BeTrue
        $text | Should -BeLike "*``[svc``]*$($key.AccessKeyId)*"
        (Get-Item $env:AWS_SHARED_CREDENTIALS_FILE).UnixMode | Should -Be '-rw-------'
        $row = Import-Csv (Join-Path $TestDrive 'svc_accessKeys.csv')
        $row.'Access key ID' | Should -Be $key.AccessKeyId
        (Get-Item (Join-Path $TestDrive 'svc_accessKeys.csv')).UnixMode | Should -Be '-rw-------'
    }

    It 'does not write over a CSV file without -Force, and creates nothing' {
        $csv = Join-Path $TestDrive 'there.csv'
        'precious' | Set-Content $csv
        New-RotatedAccessKey svc -Destination "Csv:$csv" -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationRefused,*'
        Get-Content $csv | Should -Be 'precious'
        $sandbox.Calls.Count('CreateAccessKey') | Should -Be 0
        $null = New-RotatedAccessKey svc -Destination "Csv:$csv" -Force
        (Import-Csv $csv).'Access key ID' | Should -Not -BeNullOrEmpty
    }
}

Describe 'New-RotatedAccessKey -Self' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'me'
        $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'self-credentials'
        "[work]`naws_access_key_id = $($old.AccessKeyId)`naws_secret_access_key = $($old.SecretAccessKey)" | Set-Content $env:AWS_SHARED_CREDENTIALS_FILE
    }
    AfterEach { $sandbox.Dispose() }

    It 'rotates the key that signs, and the next command signs with the new one' {
        $key = New-RotatedAccessKey -Self -ProfileName work
        $key.ReplacedAccessKeyId | Should -Be $old.AccessKeyId
        $sandbox.Calls.Clear()
        $null = Get-AccessKeyRotation me -ProfileName work
        $sandbox.Calls.Snapshot().AccessKeyId | Sort-Object -Unique | Should -Be $key.AccessKeyId
        Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Active'
    }

    It 'disables the old key with the new one''s signature with -Force' {
        $key, $disabled = New-RotatedAccessKey -Self -ProfileName work -Force -WarningAction SilentlyContinue
        $disabled.AccessKeyId | Should -Be $old.AccessKeyId
        Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Inactive'
        ($sandbox.Calls.Snapshot() | Where-Object Operation -EQ 'UpdateAccessKey').AccessKeyId | Should -Be $key.AccessKeyId
    }

    It 'is refused without a profile, where the profile''s key does not sign, and under a role' {
        { New-RotatedAccessKey -Self } | Should -Throw -ErrorId 'SelfNeedsProfile,*'
        $role = $sandbox.Account.AddRole('auditor')
        "`n[role]`nrole_arn = $role`nsource_profile = work" | Add-Content $env:AWS_SHARED_CREDENTIALS_FILE
        { New-RotatedAccessKey -Self -ProfileName role } | Should -Throw -ErrorId 'NotAUserKey,*'
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }
}
