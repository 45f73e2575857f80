# What the Pester tests share: the module under test, and a sandbox in this process whose state the tests can see.

Import-Module "$PSScriptRoot/Engine.psm1" -Force -Global

$root = Split-Path (Split-Path $PSScriptRoot)
$sandboxAssembly = Get-ChildItem (Join-Path $root 'src/KeyRotation.Sandbox/bin') -Recurse -Filter KeyRotation.Sandbox.dll |
    Where-Object { $_.FullName -notmatch '[\\/]ref(int)?[\\/]' } |
    Sort-Object LastWriteTime -Descending |
    Select-Object -First 1
if (-not $sandboxAssembly) {
    throw 'The sandbox is not built: run dotnet build first.'
}
Add-Type -LiteralPath $sandboxAssembly.FullName

# The workflow tests the package: there KEYROTATION_MODULE is the unpacked manifest.
$modulePath = if ($env:KEYROTATION_MODULE) { $env:KEYROTATION_MODULE } else { Join-Path $root 'out/KeyRotation/KeyRotation.psd1' }

# The manifest of the module under test.
function Get-TestModulePath { $modulePath }

# Imports the finished module from out/.
function Import-TestModule {
    Import-Module $modulePath -Force -Global
}

# Imports the finished module of places outside AWS, and KeyRotation, which it needs by its name.
function Import-TestIntegrations {
    Import-TestModule
    $modules = Split-Path (Split-Path $modulePath)
    Import-Module (Join-Path $modules 'KeyRotation.Integrations/KeyRotation.Integrations.psd1') -Force -Global
}

# Makes the servers of services outside AWS known, which the xunit tests have: [KeyRotation.Integrations.Tests.GitHub.GitHubServer].
function Import-TestService {
    # In older engines, the tests that need it are skipped.
    if ([Environment]::Version.Major -lt 10) {
        return
    }
    $assembly = Get-ChildItem (Join-Path $root 'tests/KeyRotation.Integrations.Tests/bin') -Recurse -Filter KeyRotation.Integrations.Tests.dll |
        Where-Object { $_.FullName -notmatch '[\\/]ref(int)?[\\/]' } |
        Sort-Object LastWriteTime -Descending |
        Select-Object -First 1
    if (-not $assembly) {
        throw 'The tests of the integrations are not built: run dotnet build first.'
    }
    $null = [Reflection.Assembly]::LoadFrom($assembly.FullName)
}

# Starts a sandbox and points the session's environment at it.
function Start-TestSandbox {
    param([hashtable] $Options = @{})

    $settings = @{ Propagation = [timespan]::Zero; ReportPolls = 0 }
    $Options.GetEnumerator() | ForEach-Object { $settings[$_.Key] = $_.Value }
    $sandbox = [KeyRotation.Sandbox.SandboxServer]::Start([KeyRotation.Sandbox.SandboxOptions] $settings)
    foreach ($name in @(Get-ChildItem Env:AWS_* | ForEach-Object Name)) {
        Remove-Item "Env:$name"
    }
    $env:AWS_EC2_METADATA_DISABLED = 'true'
    $env:AWS_ENDPOINT_URL = $sandbox.Endpoint.GetLeftPart('Authority')
    $env:AWS_ACCESS_KEY_ID = $sandbox.Administrator.AccessKeyId
    $env:AWS_SECRET_ACCESS_KEY = $sandbox.Administrator.SecretAccessKey
    $env:AWS_REGION = 'us-east-1'
    $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path ([IO.Path]::GetTempPath()) 'keyrotation-no-such-file'
    $env:AWS_CONFIG_FILE = $env:AWS_SHARED_CREDENTIALS_FILE
    $sandbox
}

# Starts moto and points the session's environment at it; the process, of which a child may be the server: end it with Kill($true).
function Start-TestMoto {
    param([string] $Folder)

    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()
    $moto = Start-Process -PassThru moto_server -ArgumentList '-H', '127.0.0.1', '-p', $port -RedirectStandardOutput "$Folder/moto.out" -RedirectStandardError "$Folder/moto.err"
    Get-ChildItem Env:AWS_* | ForEach-Object { Remove-Item "Env:$($_.Name)" }
    $env:AWS_EC2_METADATA_DISABLED = 'true'
    $env:AWS_ENDPOINT_URL = "http://127.0.0.1:$port"
    $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = 'test'
    $env:AWS_REGION = $env:AWS_DEFAULT_REGION = 'us-east-1'
    $deadline = [datetime]::UtcNow.AddSeconds(60)
    do {
        $null = $moto.WaitForExit(50)
        $answers = try { $null = [Net.Sockets.TcpClient]::new('127.0.0.1', $port); $true } catch { $false }
    } until ($answers -or [datetime]::UtcNow -gt $deadline)
    $moto
}

# A user with one active key of the given age; returns the key with its id and secret.
function Add-TestUser {
    param($Sandbox, [string] $UserName, [double] $Days = 200)

    $now = $Sandbox.Clock.UtcNow
    $null = $Sandbox.Account.CreateUser($UserName, $now.AddDays(-$Days - 1))
    $Sandbox.Account.AddAccessKey($UserName, $now.AddDays(-$Days), 'Active')
}

# An account of an organization, below a policy that New-AccessKeyGuardrail wrote; returns the policy's id.
function Add-TestGuardrail {
    param($Sandbox, [string] $Policy = (New-AccessKeyGuardrail -ExceptRoleArn arn:aws:iam::*:role/KeyRotation))

    $organization = $Sandbox.Organization
    $organization.AddAccount('111111111111', 'payments', $organization.RootId, $null)
    $id = $organization.AddServiceControlPolicy('NoAccessKeys', $Policy)
    $organization.AttachPolicy($id, '111111111111')
    $id
}

# Applications use the keys that replaced others: without that, an old key is not disabled.
function Use-TestReplacement {
    param($Sandbox)

    foreach ($user in $Sandbox.Account.Users) {
        foreach ($tag in $Sandbox.Account.Tags($user.UserName).GetEnumerator() | Where-Object Value -Like 'current*replaces=*') {
            $Sandbox.Account.RecordUse(($tag.Key -replace '^keyrotation:'), 's3', 'us-east-1')
        }
    }
}

# The lines of a text that have a secret, without it: for the message of a test that must find none.
function Get-LineWith {
    param([string] $Text, [string] $Secret)

    $Text -split "`n" | Where-Object { $_.Contains($Secret) } | ForEach-Object { $_.Replace($Secret, '(the secret)').Trim() }
}

function Get-TestKeyStatus {
    param($Sandbox, [string] $AccessKeyId)

    $key = $Sandbox.Account.FindKey($AccessKeyId)
    if ($key) { "$($key.Status)" } else { 'Deleted' }
}

# The calls that change something, GenerateCredentialReport aside: it makes a report and changes no key.
function Get-TestChange {
    param($Sandbox)

    $Sandbox.Calls.Snapshot() | Where-Object { $_.Changes -and $_.Operation -ne 'GenerateCredentialReport' } | ForEach-Object Operation
}

# Runs a command in an engine of its own and returns its exit code and what it wrote to either stream.
function Invoke-TestEngine {
    param([string] $Command, [string[]] $Arguments = @())

    $output = Invoke-Engine ($Arguments + '-Command', "Import-Module '$modulePath'; $Command")
    [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = $output -join "`n" }
}

# A stand-in for Microsoft.PowerShell.SecretManagement, with a vault in memory.
function Import-TestVault {
    param([switch] $Full)

    New-Module -Name TestVault -ArgumentList $Full.IsPresent {
        param($full)
        $script:secrets = @{}
        $script:full = $full
        function Get-SecretVault { [pscustomobject]@{ Name = 'memory'; IsDefault = $true } }
        function Get-SecretInfo { param($Name, $Vault) if ($script:secrets.ContainsKey($Name)) { [pscustomobject]@{ Name = $Name } } }
        function Get-Secret { param($Name, $Vault) $script:secrets[$Name] }
        function Set-Secret { param($Name, $Secret, $Vault) if ($script:full) { throw 'the vault is full' }; $script:secrets[$Name] = $Secret }
        function Remove-Secret { param($Name, [Parameter(Mandatory)] $Vault) $script:secrets.Remove($Name) }
    } | Import-Module -Global
}

Export-ModuleMember -Function Import-TestVault, Get-TestModulePath, Import-TestModule, Import-TestIntegrations, Import-TestService, Start-TestSandbox, Start-TestMoto, Add-TestUser, Use-TestReplacement, Get-TestKeyStatus, Get-LineWith, Get-TestChange, Invoke-TestEngine, Add-TestGuardrail
