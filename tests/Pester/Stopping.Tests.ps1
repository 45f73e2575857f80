BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
    $modulePath = (Get-Module KeyRotation).Path -replace 'psm1$', 'psd1'

    # Runs a script in a runspace, waits until the sandbox has seen an operation, and stops it as Ctrl+C does.
    function Stop-TestRun {
        param([string] $Script, [scriptblock] $When)

        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$modulePath'; $Script")
            $run = $shell.BeginInvoke()
            $deadline = [datetime]::UtcNow.AddSeconds(30)
            while (-not (& $When)) {
                if ($run.IsCompleted -or [datetime]::UtcNow -gt $deadline) {
                    throw "The run ended before it could be stopped: $($shell.Streams.Error)"
                }
                $null = $run.AsyncWaitHandle.WaitOne(2)
            }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed
        }
        finally {
            $shell.Dispose()
        }
    }

    # Stops a rotation of 40 users and looks for keys that were created and are neither recorded nor deleted.
    function Test-StoppedRun {
        param([int] $Latency, [string] $Destination, [string] $Operation, [int] $After)

        $sandbox = Start-TestSandbox @{ Latency = [timespan]::FromMilliseconds($Latency); Propagation = [timespan]::FromSeconds(1) }
        try {
            $folder = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
            $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $folder 'credentials'
            $olds = (1..40 | ForEach-Object { Add-TestUser $sandbox "svc$_" }).AccessKeyId
            $where = switch ($Destination) {
                'none' { '' }
                'Csv' { "-Destination 'Csv:$folder/{UserName}.csv'" }
                'Profile' { "-Destination 'Profile:{UserName}'" }
                default { "-Destination $Destination" }
            }
            $elapsed = Stop-TestRun "Get-StaleAccessKey | New-RotatedAccessKey $where" { $sandbox.Calls.Count($Operation) -ge $After }

            $homeless = foreach ($user in $sandbox.Account.Users) {
                $recorded = @($sandbox.Account.Tags($user.UserName).Keys)
                $user.Keys | Where-Object { $_.AccessKeyId -notin $olds -and "keyrotation:$($_.AccessKeyId)" -notin $recorded }
            }
            $homeless | Where-Object UserName -NE 'sandbox-admin' | Should -BeNullOrEmpty
            @($sandbox.Account.DeletedKeys | Where-Object StatusAtDeletion -NE 'Inactive') | Should -BeNullOrEmpty
            $elapsed.TotalSeconds | Should -BeLessThan 4
        }
        finally {
            $sandbox.Dispose()
        }
    }
}

Describe 'Ctrl+C ends within a second and leaves nothing half done' {
    It 'while a new key becomes known: it is taken back' {
        $sandbox = Start-TestSandbox @{ Propagation = [timespan]::FromHours(1) }
        try {
            $keys = 1..5 | ForEach-Object { Add-TestUser $sandbox "svc$_" }
            $elapsed = Stop-TestRun 'Get-StaleAccessKey | New-RotatedAccessKey' { $sandbox.Calls.Count('CreateAccessKey') -ge 5 }

            $elapsed.TotalSeconds | Should -BeLessThan 2
            foreach ($key in $keys) {
                $left = $sandbox.Account.FindUser($key.UserName).Keys
                $left.AccessKeyId | Should -Be $key.AccessKeyId
                $left.Status | Should -Be 'Active'
                $sandbox.Account.Tags($key.UserName).Count | Should -Be 0
            }
            $sandbox.Account.DeletedKeys.StatusAtDeletion | Sort-Object -Unique | Should -Be 'Inactive'
        }
        finally {
            $sandbox.Dispose()
        }
    }

    It 'while a server is silent: the wait is visible before that' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $sandbox = Start-TestSandbox
        $shell = [powershell]::Create()
        try {
            $env:AWS_ENDPOINT_URL = "http://127.0.0.1:$($listener.LocalEndpoint.Port)"
            $null = $shell.AddScript("Import-Module '$modulePath'; Get-StaleAccessKey")
            $run = $shell.BeginInvoke()
            $deadline = [datetime]::UtcNow.AddSeconds(30)
            while (-not ($shell.Streams.Progress.StatusDescription -like 'Waiting for AWS to answer (* s)') -and [datetime]::UtcNow -lt $deadline) {
                $null = $run.AsyncWaitHandle.WaitOne(50)
            }
            $shell.Streams.Progress.StatusDescription | Should -Contain 'Waiting for AWS to answer (1 s)'
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
        }
        finally {
            $shell.Dispose()
            $sandbox.Dispose()
            $listener.Stop()
        }
    }

    It 'while AWS makes the credential report' {
        $sandbox = Start-TestSandbox @{ ReportPolls = [int]::MaxValue }
        try {
            $elapsed = Stop-TestRun 'Get-StaleAccessKey' { $sandbox.Calls.Count('GenerateCredentialReport') -ge 1 }
            $elapsed.TotalSeconds | Should -BeLessThan 2
        }
        finally {
            $sandbox.Dispose()
        }
    }

    It 'when a command behind has enough: the keys that it did not take are taken back' {
        $sandbox = Start-TestSandbox
        try {
            $keys = 1..5 | ForEach-Object { Add-TestUser $sandbox "svc$_" }
            $taken = Get-StaleAccessKey | New-RotatedAccessKey | Select-Object -First 1
            $taken | Should -HaveCount 1
            foreach ($key in $keys) {
                $expected = $key.UserName -eq $taken.UserName ? 2 : 1
                $sandbox.Account.FindUser($key.UserName).Keys | Should -HaveCount $expected
            }
        }
        finally {
            $sandbox.Dispose()
        }
    }

    # At 20 and 300 ms a call, and with each destination, with -Slow: see CONTRIBUTING.
    It 'with 40 users under way no new key is without a home: <Latency> ms a call, <Destination>, stopped at <After> calls of <Operation>' -ForEach @(
        @{ Latency = 120; Destination = 'Csv'; Operation = 'CreateAccessKey'; After = 12 }
    ) { Test-StoppedRun @_ }

    It 'with 40 users under way no new key is without a home: <Latency> ms a call, <Destination>, stopped at <After> calls of <Operation>' -Tag Slow -ForEach @(
        foreach ($latency in 20, 120, 300) {
            foreach ($destination in 'none', 'Csv', 'Profile', 'SecretsManager', 'ParameterStore') {
                foreach ($moment in @{ Operation = 'TagUser'; After = 5 }, @{ Operation = 'CreateAccessKey'; After = 1 }, @{ Operation = 'CreateAccessKey'; After = 30 }, @{ Operation = 'GetCallerIdentity'; After = 40 }) {
                    $moment + @{ Latency = $latency; Destination = $destination }
                }
            }
        }
    ) { Test-StoppedRun @_ }
}
