# The module beside another version of the AWS SDK in the same session. `dotnet build` puts that version into out/other-sdk.
BeforeDiscovery {
    $otherSdk = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/other-sdk'
    $hasOtherSdk = Test-Path (Join-Path $otherSdk 'AWSSDK.SecurityToken.dll')
    if (-not $hasOtherSdk) {
        Write-Warning "The module was not run beside another AWS SDK: there is none in $otherSdk (dotnet build tests/KeyRotation.Module.Tests)."
    }
    $orders = @(
        @{ Order = 'before the module'; First = 'Use-OtherSdk; Import-Module $modulePath'; Then = '' }
        @{ Order = 'after the import'; First = 'Import-Module $modulePath; Use-OtherSdk'; Then = '' }
        @{ Order = 'after the first call'; First = 'Import-Module $modulePath; $null = Get-StaleAccessKey -ProfileName audit'; Then = 'Use-OtherSdk' }
    )
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
    $modulePath = (Get-Module KeyRotation).Path -replace 'psm1$', 'psd1'
    $otherSdk = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/other-sdk'

    # Every engine begins with this: how to take the other version into use, really calling AWS with it.
    $prologue = @"
        `$ErrorActionPreference = 'Stop'
        `$modulePath = '$modulePath'
        function Use-OtherSdk {
            Add-Type -LiteralPath '$otherSdk/AWSSDK.Core.dll', '$otherSdk/AWSSDK.SecurityToken.dll'
            `$settings = [Amazon.SecurityToken.AmazonSecurityTokenServiceConfig]::new()
            `$settings.ServiceURL = `$env:AWS_ENDPOINT_URL
            `$script:otherClient = [Amazon.SecurityToken.AmazonSecurityTokenServiceClient]::new([Amazon.Runtime.BasicAWSCredentials]::new(`$env:TEST_KEY, `$env:TEST_SECRET), `$settings)
            `$null = `$script:otherClient.GetCallerIdentityAsync([Amazon.SecurityToken.Model.GetCallerIdentityRequest]::new()).GetAwaiter().GetResult()
        }
"@

    function Invoke-Script {
        param([string] $Script)

        $file = Join-Path $TestDrive 'run.ps1'
        Set-Content $file "$prologue`n$Script"
        Invoke-Engine '-File', $file
    }

    # A sandbox that is reached through profiles alone: one with keys, one with a role, one that signs in with SSO.
    function Start-ProfileSandbox {
        $sandbox = Start-TestSandbox
        $env:TEST_KEY, $env:TEST_SECRET = $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY
        $env:TEST_ROLE = $sandbox.Account.AddRole('audit')
        Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY
        $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'credentials'
        $env:AWS_CONFIG_FILE = Join-Path $TestDrive 'config'
        Set-Content $env:AWS_SHARED_CREDENTIALS_FILE "[operator]`naws_access_key_id = $env:TEST_KEY`naws_secret_access_key = $env:TEST_SECRET"
        Set-Content $env:AWS_CONFIG_FILE @"
[profile audit]
role_arn = $env:TEST_ROLE
source_profile = operator
[profile corp]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Audit
[sso-session corp]
sso_region = eu-central-1
sso_start_url = https://corp.awsapps.example/start
sso_registration_scopes = sso:account:access
"@
        $sandbox
    }
}

Describe 'Beside another version of the AWS SDK' -Skip:(-not $hasOtherSdk) {
    BeforeEach { $sandbox = Start-ProfileSandbox }
    AfterEach {
        $sandbox.Dispose()
        Remove-Item Env:TEST_* -ErrorAction Ignore
    }

    It 'every cmdlet works with a role, where the other one was loaded <Order>' -ForEach $orders {
        $null = Add-TestUser $sandbox 'svc'
        $said = Invoke-Script @"
            $First
            `$by = @{ ProfileName = 'audit'; Region = 'eu-central-1' }
            `$rotated = Get-StaleAccessKey @by | New-RotatedAccessKey -Destination SecretsManager, ParameterStore, Profile:new
            $Then
            (Get-AccessKeyRotation svc @by).Stage -join ' '
            (Disable-OldAccessKey svc @by -Force -WarningAction Ignore).Stage
            (Enable-OldAccessKey svc @by).Stage
            (Disable-OldAccessKey svc @by -Force -WarningAction Ignore).Stage
            (Remove-RetiredAccessKey svc @by -QuarantineDays 0 -Confirm:`$false -WarningAction Ignore).Stage
            @(Invoke-AccessKeyRotation @by).Count
            `$rotated -is [KeyRotation.RotatedAccessKey] -and [KeyRotation.AccessKey].FullName -eq 'KeyRotation.AccessKey'
            [Amazon.Runtime.AmazonServiceClient].Assembly.Location
            @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'AWSSDK.Core' }).Count
"@
        $said | Should -Be @(
            'Superseded Current', 'Quarantined', 'Superseded', 'Quarantined', 'Retired', '0', 'True'
            (Join-Path $otherSdk 'AWSSDK.Core.dll'), '2')
        $sandbox.Calls.Count('AssumeRole') | Should -BeGreaterThan 0
    }

    It 'signs in with SSO' {
        if ($IsWindows) {
            Set-ItResult -Skipped -Because 'on Windows the home directory is not an environment variable'
            return
        }
        $null = Add-TestUser $sandbox 'svc'
        $homeBefore = $env:HOME
        $cache = New-Item -ItemType Directory (Join-Path $TestDrive 'home/.aws/sso/cache')
        # What 'aws sso login' leaves behind; the file is named by the hash of the session's name.
        Set-Content (Join-Path $cache 'ee0bfd2552fbd840c02cc48b6e823320543c450f.json') (@{
                accessToken = 'token-of-the-sign-in'; region = 'eu-central-1'; startUrl = 'https://corp.awsapps.example/start'
                expiresAt   = [datetime]::UtcNow.AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")
            } | ConvertTo-Json)
        $env:HOME = Join-Path $TestDrive 'home'
        try {
            $said = Invoke-Script @'
                Use-OtherSdk
                $request = [Amazon.SecurityToken.Model.AssumeRoleRequest] @{ RoleArn = $env:TEST_ROLE; RoleSessionName = 'corp' }
                $role = $otherClient.AssumeRoleAsync($request).GetAwaiter().GetResult().Credentials
                $body = @{ roleCredentials = @{
                        accessKeyId = $role.AccessKeyId; secretAccessKey = $role.SecretAccessKey; sessionToken = $role.SessionToken
                        expiration  = [DateTimeOffset]::UtcNow.AddHours(1).ToUnixTimeMilliseconds() } } | ConvertTo-Json
                $portal = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
                $portal.Start()
                $env:AWS_ENDPOINT_URL_SSO = "http://127.0.0.1:$($portal.LocalEndpoint.Port)"
                $thread = [powershell]::Create().AddScript({
                    param($portal, $body)
                    while ($true) {
                        $client = $portal.AcceptTcpClient()
                        $stream = $client.GetStream()
                        $lines = [IO.StreamReader]::new($stream)
                        $request = @(while ($line = $lines.ReadLine()) { $line })
                        $answer = [Text.Encoding]::UTF8.GetBytes("HTTP/1.1 200 OK`r`nContent-Type: application/json`r`nConnection: close`r`nContent-Length: $([Text.Encoding]::UTF8.GetByteCount($body))`r`n`r`n$body")
                        $stream.Write($answer, 0, $answer.Length)
                        $client.Dispose()
                        $request[0]
                    }
                }).AddArgument($portal).AddArgument($body)
                $requests = [System.Management.Automation.PSDataCollection[psobject]]::new()
                $nothing = [System.Management.Automation.PSDataCollection[psobject]]::new()
                $null = $thread.BeginInvoke($nothing, $requests)
                Import-Module $modulePath
                (Get-StaleAccessKey -ProfileName corp -Region eu-central-1 | New-RotatedAccessKey).UserName
                $requests[0] -replace '\?.*'
                $portal.Stop()
'@
            $said | Should -Be 'svc', 'GET /federation/credentials'
        }
        finally {
            $env:HOME = $homeBefore
        }
    }
}
