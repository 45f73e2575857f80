# What AWS Tools for PowerShell leave in a session: $StoredAWSCredentials and $StoredAWSRegion. The tools are not here; objects
# of the same shape stand in for theirs, as foreign to the module as those are.
BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule

    if (-not ('StandIn.AWSPSCredentials' -as [type])) {
        Add-Type -TypeDefinition @'
namespace StandIn
{
    using System;

    public class ImmutableCredentials
    {
        public ImmutableCredentials(string accessKey, string secretKey, string token) { AccessKey = accessKey; SecretKey = secretKey; Token = token; }
        public string AccessKey { get; private set; }
        public string SecretKey { get; private set; }
        public string Token { get; private set; }
    }

    public abstract class AWSCredentials
    {
        public abstract ImmutableCredentials GetCredentials();
    }

    public class BasicAWSCredentials : AWSCredentials
    {
        private readonly ImmutableCredentials key;
        public BasicAWSCredentials(string accessKey, string secretKey) { key = new ImmutableCredentials(accessKey, secretKey, null); }
        public override ImmutableCredentials GetCredentials() { return key; }
    }

    public class RenewingCredentials : AWSCredentials
    {
        private readonly ImmutableCredentials first;
        private readonly ImmutableCredentials next;
        public RenewingCredentials(ImmutableCredentials first, ImmutableCredentials next) { this.first = first; this.next = next; }
        public int Asked { get; private set; }
        public override ImmutableCredentials GetCredentials() { return ++Asked > 1 ? next : first; }
    }

    public class FailingCredentials : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() { throw new InvalidOperationException("The token has expired and nobody is signed in."); }
    }

    // Keeps to itself what it holds, as the tools' own does.
    public class AWSPSCredentials
    {
        public AWSPSCredentials(AWSCredentials credentials, string name) { Credentials = credentials; Name = name; }
        internal AWSCredentials Credentials { get; private set; }
        internal string Name { get; private set; }
        public override string ToString() { return Name; }
    }
}
'@
    }

    function New-Held {
        param($Key, [string] $Name = 'Supplied Key Parameters')
        [StandIn.AWSPSCredentials]::new([StandIn.BasicAWSCredentials]::new($Key.AccessKeyId, $Key.SecretAccessKey), $Name)
    }

    # Who signs, and by what: the verbose line of a cmdlet.
    function Get-Signer {
        param([hashtable] $With = @{})
        $said = Get-StaleAccessKey -Live -Verbose @With 4>&1 | Where-Object { "$_" -like 'Account *' }
        if ("$said" -match 'user/(?<who>[^,]+), by (?<source>.+)\.$') { "$($Matches.who) by $($Matches.source)" }
    }
}

Describe 'The session of AWS Tools for PowerShell' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $held, $named = (Add-TestUser $sandbox 'held' 10), (Add-TestUser $sandbox 'named' 10)
        $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'credentials'
        Set-Content $env:AWS_SHARED_CREDENTIALS_FILE "[named]`naws_access_key_id = $($named.AccessKeyId)`naws_secret_access_key = $($named.SecretAccessKey)"
    }
    AfterEach {
        Remove-Variable StoredAWSCredentials, StoredAWSRegion -Scope Global -ErrorAction Ignore
        $sandbox.Dispose()
    }

    It 'signs for whom Set-AWSCredential was called, before the environment and AWS_PROFILE' {
        Get-Signer | Should -Be 'sandbox-admin by the environment'
        $global:StoredAWSCredentials = New-Held $held
        $env:AWS_PROFILE = 'named'
        Get-Signer | Should -Be 'held by $StoredAWSCredentials (Supplied Key Parameters)'
    }

    It 'signs for whom it was called in the scope of the caller' {
        function Invoke-InScope {
            $StoredAWSCredentials = New-Held $held 'local'
            $null = $StoredAWSCredentials
            Get-Signer
        }
        Invoke-InScope | Should -Be 'held by $StoredAWSCredentials (local)'
        Get-Signer | Should -Be 'sandbox-admin by the environment'
    }

    It 'lets a given profile and a given key go before it' {
        $global:StoredAWSCredentials = New-Held $held
        Get-Signer @{ ProfileName = 'named' } | Should -Be "named by the profile 'named'"
        Get-Signer @{ AccessKey = $named.AccessKeyId; SecretKey = $named.SecretAccessKey } | Should -Be 'named by -AccessKey and -SecretKey'
    }

    It 'is forgotten after Clear-AWSCredential, which sets it to nothing' {
        $global:StoredAWSCredentials = $null
        Get-Signer | Should -Be 'sandbox-admin by the environment'
    }

    It 'is asked anew for each call, so that who holds it can renew it' {
        $renewing = [StandIn.RenewingCredentials]::new(
            [StandIn.ImmutableCredentials]::new($named.AccessKeyId, $named.SecretAccessKey, $null),
            [StandIn.ImmutableCredentials]::new($held.AccessKeyId, $held.SecretAccessKey, ''))
        $global:StoredAWSCredentials = [StandIn.AWSPSCredentials]::new($renewing, 'corp')
        Get-Signer | Should -Be 'held by $StoredAWSCredentials (corp)'
        $renewing.Asked | Should -BeGreaterThan 2
    }

    It 'stays with the keys that were seen through it' {
        $null = Add-TestUser $sandbox 'svc' 200
        $global:StoredAWSCredentials = New-Held $held
        $stale = Get-StaleAccessKey
        $global:StoredAWSCredentials = $null
        $sandbox.Calls.Clear()
        $stale | New-RotatedAccessKey -WarningAction SilentlyContinue | Should -Not -BeNullOrEmpty
        $sandbox.Calls.Snapshot()[0].AccessKeyId | Should -Be $held.AccessKeyId
    }

    It 'is refused aloud when it holds <Name>, and never passed by' -ForEach @(
        @{ Name = 'a text'; Value = { 's3cr3t' } }
        @{ Name = 'credentials without their holder'; Value = { [StandIn.BasicAWSCredentials]::new('AKIA', 's3cr3t') } }
        @{ Name = 'a holder of nothing'; Value = { [StandIn.AWSPSCredentials]::new($null, 'empty') } }
        @{ Name = 'a key without a secret'; Value = { [StandIn.AWSPSCredentials]::new([StandIn.BasicAWSCredentials]::new('AKIA', ''), 'half') } }
    ) {
        $global:StoredAWSCredentials = & $Value
        $problem = { Get-StaleAccessKey } | Should -Throw -ErrorId 'SessionCredentialsUnknown,KeyRotation.Commands.GetStaleAccessKeyCommand' -PassThru
        $problem.Exception.Message | Should -BeLike '*$StoredAWSCredentials*Clear-AWSCredential*'
        "$($problem.Exception)" | Should -Not -BeLike '*s3cr3t*'
        $sandbox.Calls.Snapshot() | Should -BeNullOrEmpty
        Get-Signer @{ ProfileName = 'named' } | Should -Be "named by the profile 'named'" -Because 'it is not needed then'
    }

    It 'says why its credentials cannot be had' {
        $global:StoredAWSCredentials = [StandIn.AWSPSCredentials]::new([StandIn.FailingCredentials]::new(), 'corp')
        $problem = { Get-StaleAccessKey } | Should -Throw -ErrorId 'CredentialsFailed,*' -PassThru
        $problem.Exception.Message | Should -BeLike '*$StoredAWSCredentials (corp)*nobody is signed in*'
    }

    It 'takes the region of Set-DefaultAWSRegion before that of the environment, and -Region before it' {
        $null = Add-TestUser $sandbox 'svc' 200
        $global:StoredAWSRegion = 'eu-central-1'
        $null = New-RotatedAccessKey svc -Destination SecretsManager
        @($sandbox.Account.Secrets('eu-central-1')) | Should -HaveCount 1
        $null = Add-TestUser $sandbox 'other' 200
        $null = New-RotatedAccessKey other -Destination SecretsManager -Region eu-west-1
        @($sandbox.Account.Secrets('eu-west-1')) | Should -HaveCount 1
    }

    It 'does not lead out of a sandbox' {
        $sandbox.Dispose()
        $global:StoredAWSCredentials = New-Held $held
        $global:StoredAWSRegion = 'cn-north-1'
        $null = Start-KeyRotationSandbox -Users 1
        try {
            Get-Signer | Should -BeLike '*by the environment'
        }
        finally {
            Stop-KeyRotationSandbox
        }
    }

    It 'is who TAB asks for, and is not asked where it may have to ask somebody' {
        $null = Add-TestUser $sandbox 'svc-billing' 200
        $line = 'Get-StaleAccessKey -UserName svc'
        $global:StoredAWSCredentials = New-Held $held
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'svc-billing'
        $sandbox.Calls.Snapshot()[0].AccessKeyId | Should -Be $held.AccessKeyId

        $sandbox.Calls.Clear()
        $renewing = [StandIn.RenewingCredentials]::new([StandIn.ImmutableCredentials]::new('AKIA', 's', $null), $null)
        $global:StoredAWSCredentials = [StandIn.AWSPSCredentials]::new($renewing, 'corp')
        (TabExpansion2 $line $line.Length).CompletionMatches | Where-Object ResultType -EQ 'ParameterValue' | Should -BeNullOrEmpty
        $renewing.Asked | Should -Be 0
        $sandbox.Calls.Snapshot() | Should -BeNullOrEmpty
    }
}
