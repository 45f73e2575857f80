BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
    $ids = '111111111111', '222222222222', '333333333333'
    $worker = @{ RoleName = 'OrganizationAccountAccessRole'; Destination = 'SecretsManager'; IdleTimeout = 1 }

    # An account with a stale key, and a message that hands it out; returns the token of its task.
    function Add-TestAccount {
        param([string] $AccountId)

        $sandbox.Organization.AddAccount($AccountId, "name-$AccountId")
        $account = $sandbox.Organization.FindAccount($AccountId)
        $null = $account.CreateUser('svc', $sandbox.Clock.UtcNow.AddDays(-201))
        $null = $account.AddAccessKey('svc', $sandbox.Clock.UtcNow.AddDays(-200), 'Active')
        $token = $sandbox.Account.BeginTask('us-east-1')
        $null = $sandbox.Account.SendMessage('us-east-1', $queue, (@{ TaskToken = $token; Account = @{ Id = $AccountId } } | ConvertTo-Json -Compress))
        $token
    }
}

Describe 'Start-KeyRotationWorker' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $queue = $sandbox.Account.CreateQueue('us-east-1', 'accounts')
    }

    AfterEach {
        $sandbox.Dispose()
    }

    It 'passes over each account of the queue, answers and ends when the queue is empty' {
        $tokens = $ids | ForEach-Object { Add-TestAccount $_ }
        $done = Start-KeyRotationWorker -QueueUrl $queue @worker
        $done.AccountId | Sort-Object | Should -Be $ids
        ($done.Rotated | Measure-Object -Sum).Sum | Should -Be 3
        $tokens | ForEach-Object { ($sandbox.Account.FindTask('us-east-1', $_).Output | ConvertFrom-Json).Rotated | Should -Be 1 }
        $sandbox.Account.Messages('us-east-1', $queue).Count | Should -Be 0
        $ids | ForEach-Object { $sandbox.Organization.FindAccount($_).Secrets('us-east-1').Name | Should -Be 'iam/access-keys/svc' }
    }

    It 'ends after -MaxAccounts and leaves the others' {
        $null = $ids | ForEach-Object { Add-TestAccount $_ }
        @(Start-KeyRotationWorker $queue @worker -MaxAccounts 2) | Should -HaveCount 2
        $sandbox.Account.Messages('us-east-1', $queue).Count | Should -Be 1
    }

    It 'gives an account that cannot be entered as an error, and the others as done' {
        $tokens = $ids | ForEach-Object { Add-TestAccount $_ }
        $sandbox.Organization.FindAccount($ids[0]).RemoveRole('OrganizationAccountAccessRole')
        $done = Start-KeyRotationWorker $queue @worker -ErrorVariable problems -ErrorAction SilentlyContinue
        $done | Should -HaveCount 2
        $problems.FullyQualifiedErrorId | Should -Be 'AccountNotEntered,KeyRotation.Commands.StartKeyRotationWorkerCommand'
        $sandbox.Account.FindTask('us-east-1', $tokens[0]).Error | Should -Be 'AccountNotEntered'
    }

    It 'needs a destination, a queue that there is and a URL' {
        { Start-KeyRotationWorker $queue -RoleName r } | Should -Throw -ErrorId 'WorkerNeedsDestination,*'
        { Start-KeyRotationWorker ($queue + 'x') @worker } | Should -Throw -ErrorId 'QueueNotFound,*'
        { Start-KeyRotationWorker 'accounts' @worker } | Should -Throw "*'accounts' is not the URL of a queue*"
    }

    It 'takes no message with -WhatIf' {
        $null = Add-TestAccount $ids[0]
        $sandbox.Calls.Clear()
        Start-KeyRotationWorker $queue @worker -WhatIf 6>$null | Should -BeNullOrEmpty
        $sandbox.Calls.Snapshot().Count | Should -Be 0
    }

    It 'gives the account back when it is stopped, and another worker finishes it' {
        $token = Add-TestAccount $ids[0]
        $sandbox.Faults.Order([KeyRotation.Sandbox.Fault] @{ Operation = 'ListAccessKeys'; Kind = 'Delay'; Delay = '00:01:00' })
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$(Get-TestModulePath)'; Start-KeyRotationWorker '$queue' -RoleName OrganizationAccountAccessRole -Destination SecretsManager -AccountThrottleLimit 1")
            $run = $shell.BeginInvoke()
            $deadline = [datetime]::UtcNow.AddSeconds(60)
            while ($sandbox.Calls.Count('GetCredentialReport') -eq 0 -and [datetime]::UtcNow -lt $deadline) { $null = $run.AsyncWaitHandle.WaitOne(5) }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 4
        }
        finally {
            $shell.Dispose()
        }
        $sandbox.Account.Messages('us-east-1', $queue).IsVisible | Should -BeTrue
        $sandbox.Account.FindTask('us-east-1', $token).IsWaiting | Should -BeTrue
        $sandbox.Faults.Clear()
        (Start-KeyRotationWorker $queue @worker).Rotated | Should -Be 1
    }
}
