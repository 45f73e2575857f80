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
}
