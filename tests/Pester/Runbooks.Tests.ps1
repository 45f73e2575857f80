# The scripts of docs/runbooks, each run as its scheduler runs it: in an engine of its own, with nobody to ask.
BeforeDiscovery {
    $hasFlock = [bool] (Get-Command flock -CommandType Application -ErrorAction Ignore)
    if (-not $hasFlock) {
        Write-Warning 'The script for cron was not tested: flock is not installed.'
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
    $root = Split-Path (Split-Path $PSScriptRoot)
    $runbooks = Join-Path $root 'docs/runbooks'
    $runbook = Join-Path $runbooks 'Invoke-KeyRotationRunbook.ps1'
    $resource = 'api://aws-key-rotation'

    # The scripts import the module by its name.
    $modulePathBefore = $env:PSModulePath
    $env:PSModulePath = (Split-Path (Split-Path (Get-Module KeyRotation).Path)) + [IO.Path]::PathSeparator + $env:PSModulePath

    function Invoke-Script {
        param([string] $Path, [string[]] $Arguments = @())
        $output = Invoke-Engine (@('-File', $Path) + $Arguments)
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = $output -join "`n" }
    }

    # The actions that docs/permissions.md gives under a heading.
    function Get-DocumentedAction {
        param([string[]] $Heading)
        foreach ($name in $Heading) {
            $section = (Get-Content "$root/docs/permissions.md") -join "`n" -split '(?m)^## ' | Where-Object { $_ -like "$name`n*" }
            (Get-Policy $section).Statement.Action
        }
    }

    function Get-Policy {
        param([string] $Text)
        [regex]::Matches($Text, '(?s)```json\r?\n(.*?)```') | ForEach-Object { $_.Groups[1].Value | ConvertFrom-Json -ErrorAction Stop }
    }

    # Lets what is started from here on sign as a role that may do the given and nothing else.
    function Use-Role {
        param($Sandbox, [string] $Name, [string[]] $Action)
        Set-Content "$TestDrive/web-identity" 'a.web.identity'
        $env:AWS_WEB_IDENTITY_TOKEN_FILE = "$TestDrive/web-identity"
        $env:AWS_ROLE_ARN = $Sandbox.Account.AddRole($Name, $Action)
        Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY -ErrorAction Ignore
    }

    # A stand-in for the endpoint of Azure Automation: gives a token to who asks as documented.
    function Start-IdentityEndpoint {
        $probe = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $probe.Start()
        $port = $probe.LocalEndpoint.Port
        $probe.Stop()
        $listener = [Net.HttpListener]::new()
        $listener.Prefixes.Add("http://127.0.0.1:$port/")
        $listener.Start()
        $asked = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        $secret = "header-$([guid]::NewGuid().ToString('N'))"
        $claims = @{ iss = 'https://sts.windows.net/tenant/'; aud = $resource; sub = 'object-of-the-account' } | ConvertTo-Json -Compress
        $token = 'eyJhbGciOiJub25lIn0.' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($claims)).TrimEnd('=') + '.signature'
        $shell = [powershell]::Create().AddScript({
                param($listener, $asked, $secret, $token)
                while ($listener.IsListening) {
                    try { $context = $listener.GetContext() } catch { break }
                    $asked.Enqueue($context.Request.RawUrl)
                    $isGood = $context.Request.Headers['X-IDENTITY-HEADER'] -ceq $secret -and $context.Request.Headers['Metadata'] -eq 'True'
                    $context.Response.StatusCode = $isGood ? 200 : 401
                    $body = [Text.Encoding]::UTF8.GetBytes(($isGood ? @{ access_token = $token } : @{ message = 'no' } | ConvertTo-Json))
                    $context.Response.OutputStream.Write($body, 0, $body.Length)
                    $context.Response.Close()
                }
            }).AddArgument($listener).AddArgument($asked).AddArgument($secret).AddArgument($token)
        $null = $shell.BeginInvoke()
        $env:IDENTITY_ENDPOINT = "http://127.0.0.1:$port/msi/token"
        $env:IDENTITY_HEADER = $secret
        [pscustomobject]@{ Listener = $listener; Asked = $asked; Secret = $secret; Token = $token }
    }

    # Starts a script, kills it (SIGKILL on Unix) while the sandbox holds back the answer to a call, and says whether it got there.
    function Stop-ScriptAtCall {
        param($Sandbox, [string[]] $Arguments, [string] $Operation, [int] $After)
        $Sandbox.Calls.Clear()
        $Sandbox.Faults.Order([KeyRotation.Sandbox.Fault] @{ Operation = $Operation; Kind = 'DelayAnswer'; After = $After; Times = 1; Delay = [timespan]::FromSeconds(20) })
        $process = Start-Engine -OutputPath "$TestDrive/script" -ArgumentList (@('-File') + $Arguments)
        $deadline = [datetime]::UtcNow.AddSeconds(40)
        $isReached = { @($Sandbox.Calls.Snapshot() | Where-Object Operation -EQ $Operation).Count -gt $After }
        while (-not (& $isReached) -and -not $process.HasExited -and [datetime]::UtcNow -lt $deadline) {
            $null = $process.WaitForExit(20)
        }
        $reached = & $isReached
        if ($process.HasExited) { Write-Warning "The script ended before it was killed: $(Get-Content "$TestDrive/script.out", "$TestDrive/script.err" -Raw)" }
        $process.Kill()
        $process.WaitForExit()
        $Sandbox.Faults.Clear()
        $reached
    }

    # What may never be in what a runbook writes.
    function Assert-NoSecret {
        param($Sandbox, [string] $Text, [string[]] $More = @())
        $secrets = @($Sandbox.Account.Users.Keys.SecretAccessKey) + $More
        $secrets.Count | Should -BeGreaterThan 5
        foreach ($secret in $secrets) {
            $Text.Contains($secret) | Should -BeFalse
        }
    }
}

AfterAll { $env:PSModulePath = $modulePathBefore }

Describe 'Invoke-KeyRotationRunbook.ps1' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        1..3 | ForEach-Object { $null = Add-TestUser $sandbox "svc-$_" }
    }
    AfterEach { $sandbox.Dispose() }

    It 'takes keys through their lives, one pass at a time, and counts' {
        $run = Invoke-Script $runbook
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output | Should -BeLike '*KeyRotation: account 123456789012: rotated 3, disabled 0, removed 0, settled 0, quarantines begun 0, left for later 0, failed 0'
        $run.Output | Should -Match 'rotated: key AKIA\w+ of user svc-1 in account 123456789012'
        Assert-NoSecret $sandbox $run.Output

        $sandbox.Clock.Advance([timespan]::FromDays(2))
        (Invoke-Script $runbook).Output | Should -BeLike '*rotated 0, disabled 3, removed 0, settled 0, quarantines begun 0, left for later 0, failed 0'
        $sandbox.Clock.Advance([timespan]::FromDays(8))
        (Invoke-Script $runbook).Output | Should -BeLike '*rotated 0, disabled 0, removed 3, settled 0, quarantines begun 0, left for later 0, failed 0'
        $sandbox.Calls.Clear()
        $again = Invoke-Script $runbook
        $again.Output | Should -BeExactly 'KeyRotation: account 123456789012: rotated 0, disabled 0, removed 0, settled 0, quarantines begun 0, left for later 0, failed 0'
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'goes on for the others when one fails, says who, and ends with 1' {
        $null = $sandbox.Account.AddAccessKey('svc-2', $sandbox.Clock.UtcNow.AddDays(-10), 'Active')
        $run = Invoke-Script $runbook
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match '(?s)svc-2.*rotated 2, disabled 0, removed 0, settled 0, quarantines begun 0, left for later 0, failed 1$'
    }

    It 'ends with 2 when it cannot write its log, and begins nothing' {
        $run = Invoke-Script $runbook '-LogPath', "$TestDrive"
        $run.ExitCode | Should -Be 2 -Because $run.Output
        $sandbox.Calls.Snapshot() | Should -BeNullOrEmpty
    }

    It 'ends with 2 when it cannot go on' {
        $env:AWS_ACCESS_KEY_ID = 'AKIANOBODYKNOWSTHIS1'
        $run = Invoke-Script $runbook
        $run.ExitCode | Should -Be 2
        $run.Output | Should -BeLike '*credentials*'
    }

    It 'tells the plan with -WhatIf, changes nothing, and writes a log all the same' {
        $log = "$TestDrive/plan.log"
        $run = Invoke-Script $runbook '-WhatIf', '-LogPath', $log
        $run.ExitCode | Should -Be 0 -Because $run.Output
        Get-TestChange $sandbox | Should -BeNullOrEmpty
        foreach ($text in $run.Output, (Get-Content $log -Raw)) {
            $text | Should -BeLike '*What if*Create a new access key that replaces*svc-3*'
            $text | Should -BeLike '*KeyRotation: account 123456789012: rotated 0,*'
        }
    }
}

# The commands of Windows that it calls are stood in for; the rest of it is run.
Describe 'Register-KeyRotationTask.ps1' {
    It 'registers a command line that makes a pass with the profile, and keeps a log' {
        function New-ScheduledTaskAction { param($Execute, $Argument) [pscustomobject]@{ Execute = $Execute; Argument = $Argument } }
        function New-ScheduledTaskTrigger { param([switch] $Daily, $At) "$At" }
        function New-ScheduledTaskPrincipal { param($UserId, $LogonType) "$UserId $LogonType" }
        function New-ScheduledTaskSettingsSet { param($MultipleInstances, [switch] $StartWhenAvailable, $ExecutionTimeLimit) "$MultipleInstances" }
        function Register-ScheduledTask { param($TaskName, $Action, $Trigger, $Principal, $Settings, [switch] $Force) [pscustomobject] $PSBoundParameters }

        $sandbox = Start-TestSandbox
        try {
            $null = Add-TestUser $sandbox 'svc'
            $folder = New-Item -ItemType Directory "$TestDrive/Program Files"
            Copy-Item $runbook $folder
            Set-Content "$TestDrive/profiles" '[night rotator]', "aws_access_key_id = $env:AWS_ACCESS_KEY_ID", "aws_secret_access_key = $env:AWS_SECRET_ACCESS_KEY"
            Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY, Env:AWS_REGION
            $env:AWS_SHARED_CREDENTIALS_FILE = "$TestDrive/profiles"
            $settings = @{ Account = 'CONTOSO\key-rotation$'; ProfileName = 'night rotator'; Region = 'eu-central-1'; Folder = "$folder"; LogPath = "$TestDrive/Program Files/key rotation.log" }
            & "$runbooks/Register-KeyRotationTask.ps1" @settings -WhatIf | Should -BeNullOrEmpty

            $task = & "$runbooks/Register-KeyRotationTask.ps1" @settings
            $task.Principal, $task.Settings | Should -Be 'CONTOSO\key-rotation$ Password', 'IgnoreNew'
            $process = Start-Process -PassThru -Wait -FilePath $task.Action.Execute -ArgumentList $task.Action.Argument -RedirectStandardOutput "$TestDrive/task"
            $process.ExitCode | Should -Be 0
            Get-Content $settings.LogPath -Raw | Should -BeLike '*rotated: key*KeyRotation: account 123456789012: rotated 1, disabled 0, removed 0, settled 0, quarantines begun 0, left for later 0, failed 0*'
            @($sandbox.Account.Secrets('eu-central-1')) | Should -HaveCount 1
        }
        finally { $sandbox.Dispose() }
    }
}

Describe 'AzureAutomation.ps1' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        1..4 | ForEach-Object { $null = Add-TestUser $sandbox "svc-$_" }
        # A sandbox of Azure has no key of AWS, and the role may do what the documents say and nothing else.
        Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY, Env:AWS_REGION
        $role = $sandbox.Account.AddRole('rotator', [string[]] (Get-DocumentedAction 'Invoke-AccessKeyRotation', '-Destination SecretsManager'))
        $azure = Start-IdentityEndpoint
        $job = @("$runbooks/AzureAutomation.ps1", '-RoleArn', $role, '-Resource', $resource, '-Region', 'eu-central-1')
    }
    AfterEach {
        $azure.Listener.Stop()
        Remove-Item Env:IDENTITY_ENDPOINT, Env:IDENTITY_HEADER
        $sandbox.Dispose()
    }

    It 'signs in with the managed identity and needs no key and no other permission' {
        $run = Invoke-Script $job[0] $job[1..6]
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output | Should -BeLike '*KeyRotation: account 123456789012: rotated 4, disabled 0, removed 0, settled 0, quarantines begun 0, left for later 0, failed 0'
        $azure.Asked | Should -Contain "/msi/token?resource=$([uri]::EscapeDataString($resource))&api-version=2019-08-01"
        @($sandbox.Account.Secrets('eu-central-1')) | Should -HaveCount 4
        Assert-NoSecret $sandbox $run.Output $azure.Secret, $azure.Token
        @($sandbox.Calls.Snapshot() | Where-Object AccessKeyId -EQ $sandbox.Administrator.AccessKeyId) | Should -BeNullOrEmpty
    }

    It 'killed half-way and started again, it ends as it should' {
        Stop-ScriptAtCall $sandbox $job 'CreateSecret' 1 | Should -BeTrue
        1..4 | ForEach-Object { @($sandbox.Account.FindUser("svc-$_").Keys | Where-Object { "$($_.Status)" -eq 'Active' }).Count | Should -BeGreaterOrEqual 1 }

        # Azure starts the job again at once.
        $again = Invoke-Script $job[0] $job[1..6]
        $again.ExitCode | Should -Be 0 -Because $again.Output
        $again.Output | Should -Match 'left for later [1-4], failed 0$'

        $sandbox.Clock.Advance([timespan]::FromMinutes(16))
        $next = Invoke-Script $job[0] $job[1..6]
        $next.Output | Should -Match 'left for later 0, failed 0$'
        foreach ($name in 1..4 | ForEach-Object { "svc-$_" }) {
            $keys = @($sandbox.Account.FindUser($name).Keys)
            $keys.Status | Should -Be 'Active', 'Active'
            # Where the kill came after the record, the entry of the beginning may be left: the next rotation of the user removes it.
            foreach ($key in $keys) { $sandbox.Account.Tags($name).Keys | Should -Contain "keyrotation:$($key.AccessKeyId)" }
            $new = $keys | Sort-Object CreateDate | Select-Object -Last 1
            $stored = ($sandbox.Account.Secrets('eu-central-1') | Where-Object Name -Like "*$name").Versions | Where-Object { $_.Stages -contains 'AWSCURRENT' }
            $stored.SecretString | Should -BeLike "*$($new.AccessKeyId)*"
        }
        $sandbox.Account.DeletedKeys | ForEach-Object { $_.StatusAtDeletion | Should -Be 'Inactive' }
        (Invoke-Script $job[0] $job[1..6]).Output | Should -BeExactly 'KeyRotation: account 123456789012: rotated 0, disabled 0, removed 0, settled 0, quarantines begun 0, left for later 0, failed 0'
    }

    It 'is one way in for all commands: defaults of a session count, and a pipeline stays with it' {
        $PSDefaultParameterValues = @{ 'Get-*AccessKey*:RoleArn' = $role; 'Get-*AccessKey*:ManagedIdentityResource' = $resource }
        $rotated = @(Get-StaleAccessKey | New-RotatedAccessKey)
        $rotated | Should -HaveCount 4
        $rotated[0].GetConnection().ToString() | Should -BeExactly "managed identity as $role"
        { New-RotatedAccessKey svc-1 } | Should -Throw -ErrorId 'NoCredentials,*' -Because 'nothing is left in the session'
        { Get-StaleAccessKey -RoleArn arn:aws:iam::123456789012:role/another } | Should -Throw -ErrorId 'IdentityTokenRefused,*' -ExpectedMessage "*subject 'object-of-the-account'*"
    }

    It 'fails as a job when one user fails, with the others done' {
        $null = $sandbox.Account.AddAccessKey('svc-2', $sandbox.Clock.UtcNow.AddDays(-10), 'Active')
        $run = Invoke-Script $job[0] $job[1..6]
        $run.ExitCode | Should -Not -Be 0
        $run.Output | Should -Match '(?s)rotated 3, .*failed 1.*1 failed'
    }

    It 'tells what is due and changes nothing with -PlanOnly' {
        $run = Invoke-Script $job[0] ($job[1..6] + '-PlanOnly:$true')
        $run.ExitCode | Should -Be 0 -Because $run.Output
        @($run.Output -split "`n") | Should -HaveCount 4
        $run.Output | Should -Match '^due: New-RotatedAccessKey key AKIA\w+ of user svc-'
        Get-TestChange $sandbox | Where-Object { $_ -notlike 'AssumeRole*' } | Should -BeNullOrEmpty
    }
}

Describe 'Disable-CompromisedAccessKey.ps1' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $leaked = Add-TestUser $sandbox 'svc-leaked' 20
        $healthy = Add-TestUser $sandbox 'svc-healthy' 20

        $requestBody = @{
            source = 'aws.guardduty'
            'detail-type' = 'GuardDuty Finding'
            detail = @{ id = '1ab92989eaf0e742df4a014d5c0a8841'; type = 'UnauthorizedAccess:IAMUser/MaliciousIPCaller'; accountId = '123456789012'; resource = @{ resourceType = 'AccessKey'; accessKeyDetails = @{ accessKeyId = $leaked.AccessKeyId; userName = 'svc-leaked'; userType = 'IAMUser' } } }
        } | ConvertTo-Json -Depth 6 -Compress
        $webhook = @{ WebhookName = 'compromised'; RequestBody = $requestBody; RequestHeader = @{ 'Content-Type' = 'application/json' } }
    }
    AfterEach { $sandbox.Dispose() }

    It 'disables the key of an event that a webhook received' {
        $run = Invoke-TestEngine "`$data = '$($webhook | ConvertTo-Json -Depth 6 -Compress)' | ConvertFrom-Json; & '$runbooks/Disable-CompromisedAccessKey.ps1' -WebhookData `$data"
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output | Should -BeLike "*disabled: key $($leaked.AccessKeyId) of user svc-leaked*compromised: finding 1ab92989eaf0e742df4a014d5c0a8841*"
        Get-TestKeyStatus $sandbox $leaked.AccessKeyId | Should -Be 'Inactive'
        Get-TestKeyStatus $sandbox $healthy.AccessKeyId | Should -Be 'Active'
        $sandbox.Account.Tags('svc-leaked')["keyrotation:$($leaked.AccessKeyId)"] | Should -BeLike 'quarantined since=* cause=compromised finding=1ab92989eaf0e742df4a014d5c0a8841'
    }

    It 'takes the webhook as text, and changes nothing the second time' {
        $text = $webhook | ConvertTo-Json -Depth 6 -Compress
        $null = & "$runbooks/Disable-CompromisedAccessKey.ps1" -WebhookData $text 3>&1
        Get-TestKeyStatus $sandbox $leaked.AccessKeyId | Should -Be 'Inactive'
        $sandbox.Calls.Clear()
        & "$runbooks/Disable-CompromisedAccessKey.ps1" -WebhookData $text | Should -BeExactly 'No active access key of an IAM user is reported as compromised.'
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'asks without an event, and leaves the replacement alone while AWS restricts the user' {
        $null = $sandbox.Account.AddFinding('us-east-1', [KeyRotation.Sandbox.SandboxFinding]::new($leaked.AccessKeyId, 'svc-leaked'), $null)
        $sandbox.Account.AttachAwsPolicy('svc-leaked', 'AWSCompromisedKeyQuarantineV2')
        & "$runbooks/Disable-CompromisedAccessKey.ps1" 3>$null | Should -BeLike "disabled: key $($leaked.AccessKeyId)*compromised: finding*"

        $replacement = New-RotatedAccessKey svc-leaked 3>$null
        $said = & "$runbooks/Disable-CompromisedAccessKey.ps1" 3>&1
        $said | Should -BeLike "*$($replacement.AccessKeyId)*is left as it is*$($leaked.AccessKeyId) was disabled as compromised already*"
        Get-TestKeyStatus $sandbox $replacement.AccessKeyId | Should -Be 'Active'
        Get-TestKeyStatus $sandbox $healthy.AccessKeyId | Should -Be 'Active'
    }

    It 'says that there is nothing to disable' {
        & "$runbooks/Disable-CompromisedAccessKey.ps1" | Should -BeExactly 'No active access key of an IAM user is reported as compromised.'
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'fails as a job when a key cannot be disabled' {
        $null = $sandbox.Account.AddFinding('us-east-1', [KeyRotation.Sandbox.SandboxFinding]::new($leaked.AccessKeyId, 'svc-leaked'), $null)
        $sandbox.Faults.Order([KeyRotation.Sandbox.Fault] @{ Operation = 'UpdateAccessKey'; Kind = 'Error'; ErrorCode = 'AccessDenied'; HttpStatus = 403; Times = 9 })
        { & "$runbooks/Disable-CompromisedAccessKey.ps1" 2>$null } | Should -Throw '1 failed*'
        Get-TestKeyStatus $sandbox $leaked.AccessKeyId | Should -Be 'Active'
    }
}

Describe 'key-rotation-cron.sh' -Skip:(-not $hasFlock) {
    BeforeAll {
        # The script finds pwsh on the PATH.
        $null = New-Item -ItemType Directory -Force "$TestDrive/bin"
        Set-Content "$TestDrive/bin/pwsh" "#!/bin/sh`nexec $((Get-TestEngine | ForEach-Object { "'$_'" }) -join ' ') `"`$@`""
        & chmod +x "$TestDrive/bin/pwsh"
    }
    BeforeEach {
        $sandbox = Start-TestSandbox
        $null = Add-TestUser $sandbox 'svc'
        $env:KEYROTATION_LOG = "$TestDrive/$([guid]::NewGuid().ToString('N')).log"
        $pathBefore = $env:PATH
        $env:PATH = "$TestDrive/bin:$env:PATH"
    }
    AfterEach {
        $env:PATH = $pathBefore
        Remove-Item Env:KEYROTATION_LOG
        $sandbox.Dispose()
    }

    It 'is silent when all went well, and keeps a log' {
        & sh "$runbooks/key-rotation-cron.sh" -Destination SecretsManager 2>&1 | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
        Get-Content $env:KEYROTATION_LOG -Raw | Should -BeLike '=== 2*rotated 1, disabled 0, removed 0, settled 0, quarantines begun 0, left for later 0, failed 0*'
    }

    It 'says what this pass said when something failed' {
        Set-Content $env:KEYROTATION_LOG 'of yesterday'
        $null = $sandbox.Account.AddAccessKey('svc', $sandbox.Clock.UtcNow.AddDays(-10), 'Active')
        $mail = & sh "$runbooks/key-rotation-cron.sh" 2>&1
        $LASTEXITCODE | Should -Be 1
        "$mail" | Should -BeLike '*svc*failed 1*'
        "$mail" | Should -Not -BeLike '*of yesterday*'
    }

    It 'keeps another pass out as long as the engine runs, though the shell was killed, and the next one goes on' {
        $sandbox.Faults.Order([KeyRotation.Sandbox.Fault] @{ Operation = 'CreateSecret'; Kind = 'DelayAnswer'; Delay = [timespan]::FromSeconds(20) })
        $shell = Start-Process -PassThru -FilePath sh -ArgumentList "$runbooks/key-rotation-cron.sh" -RedirectStandardOutput "$TestDrive/shell"
        $deadline = [datetime]::UtcNow.AddSeconds(40)
        while (@($sandbox.Account.Secrets('us-east-1')).Count -eq 0 -and -not $shell.HasExited -and [datetime]::UtcNow -lt $deadline) { $null = $shell.WaitForExit(20) }
        $pass = Get-Process | Where-Object { $_.Parent.Id -eq $shell.Id }
        $pass | Should -HaveCount 1
        $shell.Kill()
        $null = & sh "$runbooks/key-rotation-cron.sh" 2>&1
        $LASTEXITCODE | Should -Be 75

        $pass.Kill()
        $pass.WaitForExit()
        $sandbox.Faults.Clear()
        $sandbox.Clock.Advance([timespan]::FromMinutes(16))
        & sh "$runbooks/key-rotation-cron.sh" 2>&1 | Should -BeNullOrEmpty
        $sandbox.Account.Tags('svc').Keys | Should -Not -Contain 'keyrotation:pending'
        $sandbox.Account.FindUser('svc').Keys.Status | Should -Be 'Active', 'Active'
    }

    It 'does not begin while another pass runs' {
        $mail = & flock "$env:KEYROTATION_LOG.lock" sh "$runbooks/key-rotation-cron.sh" 2>&1
        $LASTEXITCODE | Should -Be 75
        "$mail" | Should -BeLike '*still running*'
        $sandbox.Calls.Snapshot() | Should -BeNullOrEmpty
    }
}

Describe 'key-rotation.yml' {
    BeforeAll {
        $lines = @(Get-Content "$runbooks/key-rotation.yml")
        $steps = @($lines | Where-Object { $_ -match '^\s+run: (?<line>\./key-rotation/.*)$' } | ForEach-Object { $_ -replace '^\s+run: ' })

        # As GitHub runs a step with shell: pwsh.
        function Invoke-Step {
            param([string] $Line)
            Set-Content "$TestDrive/step.ps1" "`$ErrorActionPreference = 'stop'`n$Line`nif ((Test-Path -LiteralPath variable:\LASTEXITCODE)) { exit `$LASTEXITCODE }"
            Push-Location $TestDrive
            try {
                $output = Invoke-Engine '-command', ". '$TestDrive/step.ps1'"
                [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = $output -join "`n" }
            }
            finally { Pop-Location }
        }
    }
    BeforeEach {
        $sandbox = Start-TestSandbox
        1..2 | ForEach-Object { $null = Add-TestUser $sandbox "svc-$_" }
        $null = New-Item -ItemType Directory -Force "$TestDrive/key-rotation"
        Copy-Item "$runbooks/*.ps1" "$TestDrive/key-rotation"
    }
    AfterEach { $sandbox.Dispose() }

    It 'audits and plans with a role that reads, and rotates with one that may do what the documents say' {
        $steps | Should -HaveCount 3
        Use-Role $sandbox 'audit' (Get-Policy (Get-Content "$runbooks/github-actions.md" -Raw) | Where-Object { $_.Statement.Action -is [array] }).Statement.Action
        $audit = Invoke-Step $steps[0]
        $audit.ExitCode | Should -Be 0 -Because $audit.Output
        $audit.Output | Should -Match '^KeyRotation: keys 3, due 2, controls failed \d+, not looked at 0$'
        Get-ChildItem "$TestDrive/report" | ForEach-Object Name | Sort-Object | Should -Be 'controls.xml', 'report.html', 'report.json'
        $plan = Invoke-Step $steps[1]
        $plan.ExitCode | Should -Be 0 -Because $plan.Output
        $plan.Output | Should -BeLike '*What if*svc-1*'
        Get-TestChange $sandbox | Where-Object { $_ -notlike 'AssumeRole*' } | Should -BeNullOrEmpty

        Use-Role $sandbox 'rotate' (Get-DocumentedAction 'Invoke-AccessKeyRotation', '-Destination SecretsManager')
        $rotation = Invoke-Step $steps[2]
        $rotation.ExitCode | Should -Be 0 -Because $rotation.Output
        $rotation.Output | Should -BeLike '*rotated 2, disabled 0, removed 0, settled 0, quarantines begun 0, left for later 0, failed 0'
    }

    It 'rotates in the job alone that waits for the environment''s reviewers' {
        $audit, $rotate = ($lines -join "`n") -split "`n  rotate:"
        $audit | Should -Not -BeLike '*environment:*'
        $steps | Where-Object { $audit.Contains($_ + "`n") } | Should -Be $steps[0, 1]
        $steps[1] | Should -BeExactly ($steps[2] + ' -WhatIf')
        $rotate | Should -BeLike "*environment: key-rotation*$($steps[2])*"
    }

    It 'fails its step when something failed' {
        $null = $sandbox.Account.AddAccessKey('svc-2', $sandbox.Clock.UtcNow.AddDays(-10), 'Active')
        (Invoke-Step $steps[2]).ExitCode | Should -Not -Be 0
        $env:AWS_ACCESS_KEY_ID = 'AKIANOBODYKNOWSTHIS1'
        (Invoke-Step $steps[0]).ExitCode | Should -Not -Be 0
    }
}

Describe 'The pages' {
    It 'have policies that are JSON, and trust nobody without an audience and a subject' {
        $policies = @(Get-ChildItem $runbooks -Filter *.md | ForEach-Object { Get-Policy (Get-Content $_ -Raw) })
        $trusts = @($policies | Where-Object { $_.Statement.Principal })
        $trusts | Should -HaveCount 2
        foreach ($statement in $trusts.Statement) {
            $provider = $statement.Principal.Federated -replace '^.*:oidc-provider/'
            @($statement.Condition.StringEquals.PSObject.Properties.Name | Sort-Object) | Should -Be "${provider}:aud", "${provider}:sub"
        }
    }

    It 'name every script, and no other' {
        $named = [regex]::Matches((Get-Content "$runbooks/README.md" -Raw), '\]\(([\w.-]+\.(ps1|sh|yml|yaml|json))\)') | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique
        $named | Should -Be (Get-ChildItem $runbooks -Exclude *.md | ForEach-Object Name | Sort-Object)
    }
}
