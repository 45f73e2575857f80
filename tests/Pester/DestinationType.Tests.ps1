BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe '[KeyRotation.Destination]' {
    It 'is cast from a text and says it again: <_>' -ForEach 'SecretsManager', 'SecretsManager:app/{UserName}', 'ParameterStore:/a/b', 'Profile:work', 'Csv:./x.csv', 'Env:./x.env', 'Vault:mine/{UserName}' {
        $destination = [KeyRotation.Destination] $_
        $destination | Should -BeOfType KeyRotation.Destination
        "$destination" | Should -BeExactly $_
    }

    It 'cannot be cast from what is none, and says what there is' {
        { [KeyRotation.Destination] 'Nonsense:x' } | Should -Throw '*The kinds are SecretsManager, ParameterStore, Profile, Csv, Env, Json, Vault*'
    }

    It 'takes fewer arguments than there are, names of values and $null' {
        [KeyRotation.Destination]::SecretsManager().Name | Should -BeNullOrEmpty
        [KeyRotation.Destination]::SecretsManager($null, 'alias/mine').Name | Should -BeNullOrEmpty
        [KeyRotation.Destination]::Csv('./x.csv', 'CommandLine', $true).Form | Should -Be 'CommandLine'
        [KeyRotation.Destination]::Csv('./x.csv').Overwrite | Should -BeNullOrEmpty
        [KeyRotation.Destination]::Csv('./x.csv', $null, $true).Form | Should -BeNullOrEmpty
    }
}

Describe 'New-RotatedAccessKey -Destination ([KeyRotation.Destination])' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc'
        $third = '{"AccessKeyId":"AKIATHIRDTHIRDTHIRD3","SecretAccessKey":"theirs"}'
    }
    AfterEach {
        Remove-Module TestVault -ErrorAction Ignore
        $sandbox.Dispose()
    }

    It 'delivers to each with options of its own, and the cmdlet''s where it has none' {
        Import-TestVault
        $profiles = Join-Path $TestDrive 'typed-credentials'
        $key = New-RotatedAccessKey svc -KmsKeyId alias/usual -Destination @(
            [KeyRotation.Destination]::SecretsManager('app/{UserName}', 'alias/own')
            [KeyRotation.Destination]::SecretsManager('usual/{UserName}')
            [KeyRotation.Destination]::ParameterStore('/app/{UserName}', 'alias/own')
            [KeyRotation.Destination]::Profile('work', $profiles)
            [KeyRotation.Destination]::Csv("$TestDrive/{UserName}.csv", 'CommandLine')
            [KeyRotation.Destination]::Vault('memory', 'key-of-{UserName}')
        )
        $key.Destinations | Should -HaveCount 6
        $sandbox.Account.FindSecret('us-east-1', 'app/svc').KmsKeyId | Should -Be 'alias/own'
        $sandbox.Account.FindSecret('us-east-1', 'usual/svc').KmsKeyId | Should -Be 'alias/usual'
        $sandbox.Account.Parameters('us-east-1').KeyId | Should -Be 'alias/own'
        Get-Content $profiles -Raw | Should -BeLike "``[work``]*$($key.AccessKeyId)*"
        (Import-Csv "$TestDrive/svc.csv").'User Name' | Should -Be 'svc'
        (Get-Secret -Name key-of-svc).UserName | Should -Be $key.AccessKeyId
    }

    It 'takes a typed one, a text and a script block side by side' {
        $key = New-RotatedAccessKey svc -Destination ([KeyRotation.Destination] 'SecretsManager:typed'), 'SecretsManager:text', { param($Key) $script:seen = $Key.Credential.UserName }
        "$($key.Destinations)" | Should -Be 'SecretsManager:typed SecretsManager:text ScriptBlock:script block'
        $seen | Should -Be $key.AccessKeyId
    }

    It 'is refused for one user of a pass over the account, and the others are rotated' {
        $null = Add-TestUser $sandbox 'other'
        $null = $sandbox.Account.CreateSecret('us-east-1', 'app/svc', $third)
        $key = Invoke-AccessKeyRotation -Destination ([KeyRotation.Destination]::SecretsManager('app/{UserName}')) -ErrorVariable problems -ErrorAction SilentlyContinue
        $key.UserName | Should -Be 'other'
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationHoldsAnotherKey,*'
        $problems[0].TargetObject.UserName | Should -Be 'svc'
    }

    It 'writes over one CSV file when that one may be, without -Force for the others' {
        'precious' | Set-Content "$TestDrive/one.csv"
        $null = New-RotatedAccessKey svc -Destination ([KeyRotation.Destination]::Csv("$TestDrive/one.csv", 'Console', $true))
        (Import-Csv "$TestDrive/one.csv").'Access key ID' | Should -Not -BeNullOrEmpty
    }

    It 'refuses a <Kind> that holds another key, names it, and writes over it with -Force' -ForEach @(
        @{ Kind = 'SecretsManager' }, @{ Kind = 'ParameterStore' }, @{ Kind = 'Profile' }, @{ Kind = 'Vault' }
    ) {
        Import-TestVault
        $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'third-credentials'
        "[svc]`naws_access_key_id = AKIATHIRDTHIRDTHIRD3`naws_secret_access_key = theirs" | Set-Content $env:AWS_SHARED_CREDENTIALS_FILE
        Set-Secret -Name iam-access-key-svc -Secret ([pscredential]::new('AKIATHIRDTHIRDTHIRD3', [KeyRotation.SecretText]::Protect('theirs')))
        $null = $sandbox.Account.CreateSecret('us-east-1', 'iam/access-keys/svc', $third)
        $null = $sandbox.Account.PutParameter('us-east-1', '/iam/access-keys/svc', $third, 'SecureString')

        New-RotatedAccessKey svc -Destination $Kind -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationHoldsAnotherKey,*'
        $problems[0].Exception.Message | Should -BeLike "*AKIATHIRDTHIRDTHIRD3*$($old.AccessKeyId)*-Force*"
        $problems[0].Exception.Message | Should -Not -BeLike '*theirs*'
        $sandbox.Calls.Count('CreateAccessKey') | Should -Be 0

        $key = New-RotatedAccessKey svc -Destination $Kind -Force
        $key.Verified | Should -BeTrue
        $held = switch ($Kind) {
            SecretsManager { (($sandbox.Account.Secrets('us-east-1').Versions | Where-Object Stages -Contains AWSCURRENT).SecretString | ConvertFrom-Json).AccessKeyId }
            ParameterStore { ($sandbox.Account.Parameters('us-east-1').Value | ConvertFrom-Json).AccessKeyId }
            Profile { if ((Get-Content $env:AWS_SHARED_CREDENTIALS_FILE -Raw) -match 'AKIA\w+') { $Matches[0] } }
            Vault { (Get-Secret -Name iam-access-key-svc).UserName }
        }
        $held | Should -Be $key.AccessKeyId
    }
}
