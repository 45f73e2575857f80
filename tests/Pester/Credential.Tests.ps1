# -Credential: the forms in which people have credentials at hand.
BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule

    if (-not ('StandIn.GivenCredentials' -as [type])) {
        Add-Type -TypeDefinition @'
namespace StandIn
{
    public class GivenKey
    {
        public string AccessKey { get; set; }
        public string SecretKey { get; set; }
        public string Token { get; set; }
    }

    public class UnreadableKey
    {
        public string AccessKey { get { throw new System.InvalidOperationException("the key is gone"); } }
        public string SecretKey { get { return "x"; } }
    }

    public class UnreadableCredentials
    {
        public UnreadableKey GetCredentials() { return new UnreadableKey(); }
    }

    // As the SDK's: what signs is asked for, and no member shows it.
    public class GivenCredentials
    {
        private readonly GivenKey key;
        public GivenCredentials(string accessKey, string secretKey) { key = new GivenKey { AccessKey = accessKey, SecretKey = secretKey }; }
        public GivenKey GetCredentials() { return key; }
    }
}
'@
    }

    function Get-Signer {
        param($Credential)
        $said = Get-StaleAccessKey -Live -Verbose -Credential $Credential 4>&1 | Where-Object { "$_" -like 'Account *' }
        if ("$said" -match 'user/(?<who>[^,]+), by (?<source>.+)\.$') { "$($Matches.who) by $($Matches.source)" }
    }
}

Describe '-Credential' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $key = Add-TestUser $sandbox 'operator' 10
        $secret = ConvertTo-SecureString $key.SecretAccessKey -AsPlainText -Force
    }
    AfterEach { $sandbox.Dispose() }

    It 'takes a PSCredential' {
        Get-Signer ([pscredential]::new($key.AccessKeyId, $secret)) | Should -Be 'operator by -Credential'
    }

    It 'takes what AWS Tools and the SDK call credentials' {
        Get-Signer ([StandIn.GivenCredentials]::new($key.AccessKeyId, $key.SecretAccessKey)) | Should -Be 'operator by -Credential'
    }

    It 'takes <What>' -ForEach @(
        @{ What = 'what STS gives as an object'; Of = { [pscustomobject]@{ AccessKeyId = $key.AccessKeyId; SecretAccessKey = $key.SecretAccessKey; SessionToken = '' } } }
        @{ What = 'the answer of the AWS CLI'; Of = { @{ Credentials = @{ AccessKeyId = $key.AccessKeyId; SecretAccessKey = $key.SecretAccessKey } } | ConvertTo-Json | ConvertFrom-Json } }
        @{ What = 'a hashtable'; Of = { @{ AccessKeyId = $key.AccessKeyId; SecretAccessKey = $key.SecretAccessKey } } }
        @{ What = 'a secret that is a SecureString'; Of = { [pscustomobject]@{ AccessKeyId = $key.AccessKeyId; SecretAccessKey = $secret } } }
    ) {
        Get-Signer (& $Of) | Should -Be 'operator by -Credential'
    }

    It 'goes with the keys through the pipeline, before the session and the environment' {
        $old = Add-TestUser $sandbox 'svc' 200
        $global:StoredAWSCredentials = 'something else'
        try {
            $rotated = Get-StaleAccessKey -Credential ([pscredential]::new($key.AccessKeyId, $secret)) | New-RotatedAccessKey -WarningAction SilentlyContinue
        }
        finally {
            Remove-Variable StoredAWSCredentials -Scope Global
        }
        $rotated.ReplacedAccessKeyId | Should -Be $old.AccessKeyId
        $sandbox.Calls.Snapshot() | Where-Object Operation -EQ 'CreateAccessKey' | ForEach-Object AccessKeyId | Should -Be $key.AccessKeyId
    }

    It 'says what it takes where there is no key in it, and shows no secret' {
        $other = [pscustomobject]@{ User = 'me'; Password = 'InTheWrongMember' }
        $problem = { Get-StaleAccessKey -Credential $other } | Should -Throw -ErrorId 'CredentialUnknown,*' -PassThru
        $problem.Exception.Message | Should -BeLike '*PSCredential*AccessKeyId, SecretAccessKey and SessionToken*'
        ($problem | Out-String) | Should -Not -BeLike '*InTheWrongMember*'
        $sandbox.Calls.Snapshot() | Should -BeNullOrEmpty
    }

    It 'says so where the object cannot be read: <What>' -ForEach @(
        @{ What = 'the key that it gives fails'; Of = { [StandIn.UnreadableCredentials]::new() } }
        @{ What = 'an empty PSCredential'; Of = { [pscredential]::Empty } }
        @{ What = 'a property that fails'; Of = { [pscustomobject]@{ User = 'me' } | Add-Member ScriptProperty AccessKeyId { throw 'sealed' } -PassThru } }
    ) {
        { Get-StaleAccessKey -Credential (& $Of) } | Should -Throw -ErrorId 'CredentialUnknown,*'
    }

    It 'is refused beside another identity' {
        { Get-StaleAccessKey -Credential ([pscredential]::new($key.AccessKeyId, $secret)) -ProfileName other } | Should -Throw -ErrorId 'CredentialsConflict,*'
    }

    It 'is not accepted by AWS: an error that names no secret' {
        $wrong = [pscredential]::new($key.AccessKeyId, (ConvertTo-SecureString 'wrongsecretwrongsecret' -AsPlainText -Force))
        $problem = { Get-StaleAccessKey -Credential $wrong } | Should -Throw -PassThru
        ($problem | Out-String) | Should -Not -BeLike '*wrongsecret*'
    }
}

Describe '-TokenCode' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $key = Add-TestUser $sandbox 'operator' 10
        $null = Add-TestUser $sandbox 'svc'
        $role = $sandbox.Account.AddRole('audit', [KeyRotation.Sandbox.SandboxRoleTrust] @{ RequiresMfa = $true }, [string[]] @())
        $env:AWS_SHARED_CREDENTIALS_FILE = "$TestDrive/credentials"
        $env:AWS_CONFIG_FILE = "$TestDrive/config"
        Set-Content $env:AWS_SHARED_CREDENTIALS_FILE '[work]', "aws_access_key_id = $($key.AccessKeyId)", "aws_secret_access_key = $($key.SecretAccessKey)"
        Set-Content $env:AWS_CONFIG_FILE '[profile audit]', "role_arn = $role", 'source_profile = work', 'mfa_serial = arn:aws:iam::123456789012:mfa/operator'
        Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY -ErrorAction Ignore
        $sandbox.Calls.Clear()
    }
    AfterEach {
        Remove-Item Env:AWS_SHARED_CREDENTIALS_FILE, Env:AWS_CONFIG_FILE -ErrorAction Ignore
        $sandbox.Dispose()
    }

    It 'signs in once for a whole pipeline' {
        $rotated = Get-StaleAccessKey -ProfileName audit -TokenCode 012345 | New-RotatedAccessKey
        $rotated.UserName | Should -Be 'svc'
        $codes = @($sandbox.Calls.Snapshot() | Where-Object Operation -EQ 'AssumeRole')
        $codes | Should -HaveCount 1
    }

    It 'is asked for in a console, once for a whole pipeline' {
        $program, $rest = @(Get-TestEngine) + '-NoProfile' + '-Command'
        $output = '135790' | & $program @rest "Import-Module '$((Get-Module KeyRotation).Path -replace 'psm1$', 'psd1')'; Get-StaleAccessKey -ProfileName audit | Get-AccessKeyRotation | Format-Table UserName"
        "$output" | Should -BeLike '*code*arn:aws:iam::123456789012:mfa/operator*svc*'
        @($sandbox.Calls.Snapshot() | Where-Object Operation -EQ 'AssumeRole') | Should -HaveCount 1
    }

    It 'is an error that names the parameter where no one can answer' {
        $output = Invoke-Engine '-NonInteractive', '-Command', "Import-Module '$((Get-Module KeyRotation).Path -replace 'psm1$', 'psd1')'; try { Get-StaleAccessKey -ProfileName audit } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }"
        "$output" | Should -BeLike 'TokenCodeNeeded,*mfa/operator*-TokenCode*'
        $sandbox.Calls.Snapshot() | Should -BeNullOrEmpty
    }

    It 'ends in the middle of a rotation: the new key is delivered, the error says what to do, and a session with another code finishes it' {
        $stale = Get-StaleAccessKey -ProfileName audit -TokenCode 012345
        $sandbox.Clock.Advance([timespan]::FromMinutes(59))
        $rotated = $stale | New-RotatedAccessKey -Destination SecretsManager -VerifyWith { $sandbox.Clock.Advance([timespan]::FromMinutes(2)) } -ErrorVariable problems -ErrorAction SilentlyContinue

        $problems | Should -HaveCount 1
        "$($problems[0])" | Should -BeLike '*works and was delivered*token*expired*run again with the same -Destination*'
        $sandbox.Account.FindUser('svc').Keys | Should -HaveCount 2
        $sandbox.Account.Secrets('us-east-1').Staged('AWSCURRENT').SecretString | Should -BeLike "*$($sandbox.Account.FindUser('svc').Keys[1].AccessKeyId)*"

        $sandbox.Clock.Advance([timespan]::FromMinutes(20))
        Invoke-AccessKeyRotation -ProfileName audit -TokenCode 678901 -Destination SecretsManager -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems | Should -BeNullOrEmpty
        $stages = @{}
        Get-AccessKeyRotation svc -ProfileName audit -TokenCode 678902 | ForEach-Object { $stages[$_.AccessKeyId] = "$($_.Stage)" }
        $sandbox.Account.FindUser('svc').Keys | ForEach-Object { $stages[$_.AccessKeyId] } | Should -Be 'Superseded', 'Current'
    }

    It 'ends in the middle of a pass: each user that is left is one error, and no key is created for it' {
        2..4 | ForEach-Object { $null = Add-TestUser $sandbox "svc$_" }
        $before = @($sandbox.Account.Users.Keys).Count
        $stale = Get-StaleAccessKey -ProfileName audit -TokenCode 012345
        $sandbox.Clock.Advance([timespan]::FromMinutes(59))
        $null = $stale | New-RotatedAccessKey -Destination SecretsManager -ThrottleLimit 1 -AfterDelivery { $sandbox.Clock.Advance([timespan]::FromMinutes(2)) } -ErrorVariable problems -ErrorAction SilentlyContinue

        $problems | Should -HaveCount 3
        $problems | ForEach-Object { "$_" | Should -BeLike '*session*has ended*new -TokenCode*run again*' }
        $sandbox.Account.Users.Keys | Should -HaveCount ($before + 1)
    }

    It 'is six digits' {
        { Get-StaleAccessKey -ProfileName audit -TokenCode 12345 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}
