# The sandbox as cmdlets. shared.psm1 loads the sandbox into this process for its own needs, so that what must not be
# loaded is looked for in engines that have nothing but the module.
BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule

    function Get-AwsVariable {
        $variables = [Environment]::GetEnvironmentVariables()
        @($variables.Keys | Where-Object { $_ -like 'AWS_*' } | Sort-Object | ForEach-Object { "$_=$($variables[$_])" })
    }
}

Describe 'The sandbox in a session' {
    BeforeEach { $before = Get-AwsVariable }
    AfterEach {
        Stop-KeyRotationSandbox
        Get-AwsVariable | Should -Be $before
    }

    It 'lets the pipeline of the README run as it is typed' {
        Start-KeyRotationSandbox | Should -BeOfType KeyRotation.KeyRotationSandbox
        $rotated = @(Get-StaleAccessKey -Days 90 | New-RotatedAccessKey -Destination SecretsManager)
        $rotated | Should -Not -BeNullOrEmpty
        $null = Step-KeyRotationSandbox -Days 2
        (Disable-OldAccessKey).AccessKeyId | Sort-Object | Should -Be ($rotated.ReplacedAccessKeyId | Sort-Object)
        $one = $rotated[0].UserName
        (Enable-OldAccessKey -UserName $one).UserName | Should -Be $one
        $null = Step-KeyRotationSandbox -Days 2
        (Disable-OldAccessKey).UserName | Should -Be $one
        $null = Step-KeyRotationSandbox -By 7
        $null = Remove-RetiredAccessKey -QuarantineDays 7 -Confirm:$false
        Get-StaleAccessKey -Days 90 | Should -BeNullOrEmpty
    }

    It 'names the folder for temporary files when it is missing' -Skip:$IsWindows {
        $temporary = $env:TMPDIR
        try {
            $env:TMPDIR = Join-Path $TestDrive 'not-there'
            { Start-KeyRotationSandbox } | Should -Throw '*not-there*TMPDIR*' -ErrorId 'SandboxNotStarted,*'
        }
        finally {
            $env:TMPDIR = $temporary
        }
    }

    It 'shows where, which account, how many users, which seed and when, and no secret' {
        $sandbox = Start-KeyRotationSandbox -Users 3 -Seed 5 -StartTime '2026-11-20T07:00:00Z'
        $text = $sandbox | Out-String
        foreach ($part in $env:AWS_ENDPOINT_URL, '123456789012', '2026-11-20 07:00') {
            $text | Should -BeLike "*$part*"
        }
        $everything = ($sandbox | Format-List * | Out-String) + ($sandbox | ConvertTo-Json -Depth 4 -WarningAction Ignore) + $sandbox + $text
        $everything | Should -Not -BeLike "*$env:AWS_SECRET_ACCESS_KEY*"
        $sandbox.Users, $sandbox.Seed | Should -Be 3, 5
    }

    It 'does not break the table of what comes behind in one line' {
        $text = & { Start-KeyRotationSandbox; Get-StaleAccessKey; Step-KeyRotationSandbox 1; Get-StaleAccessKey } | Out-String -Width 120
        $text | Should -Match 'UserName +AccessKeyId +Age' -Because 'keys are a table'
        $text | Should -Not -Match 'UserName +:' -Because 'no key is a list'
    }

    It 'makes the same account of the same seed' {
        $null = Start-KeyRotationSandbox -Users 8 -Seed 7
        $first = (Get-StaleAccessKey).AccessKeyId
        Stop-KeyRotationSandbox
        $null = Start-KeyRotationSandbox -Users 8 -Seed 7
        (Get-StaleAccessKey).AccessKeyId | Should -Be $first
    }

    It 'puts the environment back, whatever was in it and whatever was changed meanwhile' {
        $settings = @{
            AWS_PROFILE                 = 'production'
            AWS_ENDPOINT_URL_IAM        = 'https://iam.example'
            AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = 'true'
            AWS_SESSION_TOKEN           = 'token'
            AWS_ROLE_ARN                = 'arn:aws:iam::210987654321:role/x'
            AWS_SHARED_CREDENTIALS_FILE = '/home/me/.aws/credentials'
        }
        $kept = @{}
        foreach ($name in $settings.Keys) {
            $kept[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $settings[$name])
        }
        $changed = Get-AwsVariable
        try {
            $null = Start-KeyRotationSandbox -Users 2
            $env:AWS_PROFILE, $env:AWS_SESSION_TOKEN, $env:AWS_ENDPOINT_URL_IAM, $env:AWS_ROLE_ARN | Should -Be $null, $null, $null, $null
            $null = Get-StaleAccessKey
            $env:AWS_SESSION_TOKEN = 'another'
            $env:AWS_NEW_ONE = 'yes'
            Stop-KeyRotationSandbox
            Get-AwsVariable | Should -Be $changed
        }
        finally {
            Stop-KeyRotationSandbox
            foreach ($name in $kept.Keys) {
                if ($null -eq $kept[$name]) { Remove-Item "Env:$name" } else { Set-Item "Env:$name" $kept[$name] }
            }
        }
    }

    It 'rehearses deliveries to a profile in files of its own, and removes them' {
        $null = Start-KeyRotationSandbox -Users 3 -StaleUsers 1
        $null = Get-StaleAccessKey | New-RotatedAccessKey -Destination Profile:rehearsed
        $file = $env:AWS_SHARED_CREDENTIALS_FILE
        $file | Should -FileContentMatch '\[rehearsed\]'
        $file | Should -BeLike "$([IO.Path]::GetTempPath())*"
        Stop-KeyRotationSandbox
        Split-Path $file | Should -Not -Exist
    }

    It 'has a folder for profiles from the start, so that the key of a profile can be rotated with -Self' {
        $null = Start-KeyRotationSandbox -Users 1
        $file = $env:AWS_SHARED_CREDENTIALS_FILE
        $old = $env:AWS_ACCESS_KEY_ID
        Set-Content -Path $file -Value '[me]', "aws_access_key_id = $old", "aws_secret_access_key = $env:AWS_SECRET_ACCESS_KEY"
        $rotated = New-RotatedAccessKey -Self -ProfileName me
        $rotated.UserName, $rotated.ReplacedAccessKeyId | Should -Be 'sandbox-admin', $old
        $file | Should -FileContentMatch $rotated.AccessKeyId
        (Get-AccessKeyRotation -ProfileName me -UserName sandbox-admin).Stage | Should -Contain 'Superseded'
        Stop-KeyRotationSandbox
        Split-Path $file | Should -Not -Exist
    }

    It 'has the ARNs and the region of <Partition>, and a key lives there from audit to deletion' -ForEach @(
        @{ Partition = 'aws'; Region = 'us-east-1' }
        @{ Partition = 'aws-us-gov'; Region = 'us-gov-west-1' }
        @{ Partition = 'aws-cn'; Region = 'cn-north-1' }
    ) {
        (Start-KeyRotationSandbox -Partition $Partition -Users 8 -StaleUsers 2).Partition | Should -Be $Partition
        $env:AWS_REGION, $env:AWS_DEFAULT_REGION | Should -Be $Region, $Region
        $rotated = @(Get-StaleAccessKey | New-RotatedAccessKey -Destination SecretsManager, 'ParameterStore:/keys/{UserName}')
        $rotated | Should -HaveCount 2
        (Test-AccessKeyCompliance).ResourceArn -notlike "arn:${Partition}:iam::123456789012:*" | Should -BeNullOrEmpty
        $state = Invoke-RestMethod "$env:AWS_ENDPOINT_URL/_sandbox/state"
        $state.secrets.arn -like "arn:${Partition}:secretsmanager:${Region}:123456789012:secret:*" | Should -HaveCount 2
        $state.parameters.arn -like "arn:${Partition}:ssm:${Region}:123456789012:parameter/keys/*" | Should -HaveCount 2
        $null = Step-KeyRotationSandbox -Days 2
        Disable-OldAccessKey | Should -HaveCount 2
        $null = Step-KeyRotationSandbox -Days 7
        Remove-RetiredAccessKey -QuarantineDays 7 -Confirm:$false | Should -HaveCount 2
        Get-StaleAccessKey | Should -BeNullOrEmpty
    }

    It 'refuses a second one, and the first runs on' {
        $first = Start-KeyRotationSandbox -Users 3 -StaleUsers 1
        { Start-KeyRotationSandbox } | Should -Throw -ErrorId 'SandboxRunning,*' -ExpectedMessage "*$($first.Endpoint)*Stop-KeyRotationSandbox*"
        Get-StaleAccessKey | Should -HaveCount 1
    }

    It 'says what is missing or out of range, and changes nothing then' {
        { Step-KeyRotationSandbox -Days 1 } | Should -Throw -ErrorId 'NoSandbox,*'
        { Start-KeyRotationSandbox -Users 2 -StaleUsers 3 } | Should -Throw -ErrorId 'SandboxNotStarted,*'
        $taken = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $taken.Start()
        try {
            { Start-KeyRotationSandbox -Port $taken.LocalEndpoint.Port } | Should -Throw -ErrorId 'SandboxNotStarted,*'
        }
        finally {
            $taken.Stop()
        }
        Get-AwsVariable | Should -Be $before
        $null = Start-KeyRotationSandbox
        { Step-KeyRotationSandbox -By ([timespan]::MaxValue) } | Should -Throw -ErrorId 'SandboxTimeOutOfRange,*'
    }

    It 'does nothing with -WhatIf' {
        Start-KeyRotationSandbox -WhatIf | Should -BeNullOrEmpty
        Get-AwsVariable | Should -Be $before
        $sandbox = Start-KeyRotationSandbox -Users 0
        $time = $sandbox.Time
        Step-KeyRotationSandbox -Days 3 -WhatIf | Should -BeNullOrEmpty
        ($sandbox.Time - $time).TotalHours | Should -BeLessThan 1
        Stop-KeyRotationSandbox -WhatIf
        $env:AWS_ENDPOINT_URL | Should -Be $sandbox.Endpoint
    }

    It 'lets calls fail and keys be used on order' {
        $sandbox = Start-KeyRotationSandbox -Users 2 -StaleUsers 1
        $key = Get-StaleAccessKey
        $sandbox.OrderFault('CreateAccessKey', 'CutAfter')
        $rotated = $key | New-RotatedAccessKey -ErrorVariable problems -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $problems.Count + @($rotated).Count | Should -Be 1 -Because 'it is settled, one way or the other'
        $sandbox.ClearFaults()
        if (-not $rotated) { $null = $key | New-RotatedAccessKey }
        $null = Step-KeyRotationSandbox -Hours 47
        $sandbox.RecordUse($key.AccessKeyId, 's3')
        { $key | Disable-OldAccessKey -ErrorAction Stop } | Should -Throw -ErrorId 'OldKeyInUse,*'
        { $sandbox.OrderFault('*', 'Nonsense') } | Should -Throw '*CutAfter*'
    }
}

Describe 'A session with a sandbox' {
    It 'has nothing of it before it is asked for' {
        $run = Invoke-TestEngine @'
            function Names { ([AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match 'AWSSDK|KeyRotation' | Sort-Object) -join ',' }
            $null = Start-KeyRotationSandbox -WhatIf
            Names
            $null = Start-KeyRotationSandbox
            Names
            $null = Get-StaleAccessKey
            Names
'@
        $run.Output -split "`n" -notlike 'What if*' | Should -Be @(
            'KeyRotation,KeyRotation.Core,KeyRotation.Loader'
            'KeyRotation,KeyRotation.Core,KeyRotation.Loader,KeyRotation.Sandbox'
            'AWSSDK.Core,KeyRotation,KeyRotation.Aws,KeyRotation.Core,KeyRotation.Loader,KeyRotation.Sandbox')
    }

    It 'reaches it past a proxy, and has its exceptions back afterwards' {
        $run = Invoke-TestEngine @'
            $env:HTTP_PROXY = $env:http_proxy = 'http://127.0.0.1:9'
            Remove-Item Env:no_proxy -ErrorAction Ignore
            $env:NO_PROXY = 'intranet.example'
            $null = Start-KeyRotationSandbox -Users 2 -StaleUsers 1
            @(Get-StaleAccessKey).Count
            $env:NO_PROXY
            Stop-KeyRotationSandbox
            $env:NO_PROXY
'@
        $run.Output -split "`n" | Should -Be '1', 'intranet.example,127.0.0.1', 'intranet.example'
    }

    It 'ends it when the module is removed' {
        $run = Invoke-TestEngine @'
            Get-ChildItem Env:AWS_* | Remove-Item
            $env:AWS_PROFILE = 'mine'
            $sandbox = Start-KeyRotationSandbox
            $port = ([uri] $sandbox.Endpoint).Port
            Remove-Module KeyRotation
            "profile $env:AWS_PROFILE, endpoint $env:AWS_ENDPOINT_URL"
            try { $null = [Net.Sockets.TcpClient]::new('127.0.0.1', $port); 'answers' } catch { 'gone' }
'@
        $run.Output -split "`n" | Should -Be 'profile mine, endpoint ', 'gone'
    }

    It 'is one of a process: another runspace steps and stops it, and does not start a second' {
        $run = Invoke-TestEngine @'
            $sandbox = Start-KeyRotationSandbox -Users 3 -StaleUsers 1
            $path = (Get-Module KeyRotation).Path -replace 'psm1$', 'psd1'
            $other = [powershell]::Create().AddScript("
                Import-Module '$path'
                (Step-KeyRotationSandbox -Days 1).Endpoint
                (Get-StaleAccessKey).Count
                try { Start-KeyRotationSandbox } catch { `$_.FullyQualifiedErrorId }")
            ($other.Invoke() -join ' ').Replace($sandbox.Endpoint, 'the same')
            $other.Runspace.Close()
            (Get-StaleAccessKey).Count
'@
        $run.Output -split "`n" | Should -Be 'the same 1 SandboxRunning,KeyRotation.Commands.StartKeyRotationSandboxCommand', '1'
    }

    It 'does not disturb another one on the machine' {
        $command = "`$null = Start-KeyRotationSandbox -Users 4 -StaleUsers 2; `$env:AWS_ENDPOINT_URL; @(Get-StaleAccessKey | New-RotatedAccessKey).Count"
        $path = (Get-Module KeyRotation).Path -replace 'psm1$', 'psd1'
        $engines = 1..2 | ForEach-Object {
            Start-Engine -OutputPath "$TestDrive/$_" -ArgumentList @(
                '-EncodedCommand', [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("Import-Module '$path'; $command")))
        }
        $engines | ForEach-Object { $_.WaitForExit() }
        $said = 1..2 | ForEach-Object { , @(Get-Content "$TestDrive/$_.out") }
        $said[0][0] | Should -Not -Be $said[1][0]
        $said[0][1], $said[1][1] | Should -Be '2', '2'
    }
}
