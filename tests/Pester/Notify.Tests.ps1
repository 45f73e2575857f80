BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
    $modulePath = Get-TestModulePath

    # A user with a key of the given age, and an owner.
    function Add-TestOwnedUser {
        param([string] $User, [string] $Owner, [double] $Days = 200, $Account = $sandbox.Account)

        $now = $sandbox.Clock.UtcNow
        $null = $Account.CreateUser($User, $now.AddDays(-$Days - 1))
        $Account.AddAccessKey($User, $now.AddDays(-$Days), 'Active')
        $Account.SetTag($User, 'Owner', $Owner)
    }

    # The calls of a script, each with how often it was made.
    function Get-TestCall {
        param([scriptblock] $Script)

        $sandbox.Calls.Clear()
        $null = & $Script
        $sandbox.Calls.Snapshot().Operation | Group-Object | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Count)" }
    }
}

Describe 'Invoke-AccessKeyRotation -Notify' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $topic = $sandbox.Account.CreateTopic('us-east-1', 'key-notices')
        $script:got = @()
        $keep = { param($notice) $script:got += $notice }
    }
    AfterEach { $sandbox.Dispose() }

    It 'sends each owner one notice of what was done and what failed, and keeps no object and no error back' {
        $null = Add-TestOwnedUser 'a' 'red'
        $null = Add-TestOwnedUser 'b' 'red'
        $null = Add-TestOwnedUser 'twokeys' 'blue'
        $null = $sandbox.Account.AddAccessKey('twokeys', $sandbox.Clock.UtcNow.AddDays(-150), 'Active')
        $null = Add-TestUser $sandbox 'orphan'

        $done = Invoke-AccessKeyRotation -Destination SecretsManager -Notify $topic, $keep -DefaultRecipient ops -ErrorVariable problems -ErrorAction SilentlyContinue -InformationVariable said

        $done.UserName | Sort-Object | Should -Be 'a', 'b', 'orphan'
        $done | Should -BeOfType ([KeyRotation.RotatedAccessKey])
        $problems.FullyQualifiedErrorId | Should -Be 'TwoActiveKeys,KeyRotation.Commands.InvokeAccessKeyRotationCommand'
        $published = $sandbox.Account.Published('us-east-1', $topic)
        $published | ForEach-Object { $_.Attributes['recipient'] } | Sort-Object | Should -Be 'blue', 'ops', 'red'
        ($published | Where-Object { $_.Attributes['recipient'] -eq 'red' }).Message | Should -BeLike '*user a in account*SecretsManager:iam/access-keys/a*user b in account*'
        ($published | Where-Object { $_.Attributes['recipient'] -eq 'blue' }).Message | Should -BeLike '*twokeys in account*TwoActiveKeys: *'
        $script:got.Recipient | Sort-Object | Should -Be 'blue', 'ops', 'red'
        @($said | Where-Object Tags -Contains 'NoticeSent') | Should -HaveCount 6
    }

    It 'makes no call but those that send' {
        $calls = foreach ($notify in @{}, @{ Notify = $topic }) {
            $sandbox.Dispose()
            $sandbox = Start-TestSandbox
            $null = $sandbox.Account.CreateTopic('us-east-1', 'key-notices')
            $null = Add-TestOwnedUser 'a' 'red'
            $null = Add-TestOwnedUser 'twokeys' 'blue'
            $null = $sandbox.Account.AddAccessKey('twokeys', $sandbox.Clock.UtcNow.AddDays(-150), 'Active')
            $null = Add-TestOwnedUser 'unreadable' 'green'
            $sandbox.Account.SetTag('unreadable', 'keyrotation:pending', 'nonsense')
            , @(Get-TestCall { Invoke-AccessKeyRotation -ErrorAction SilentlyContinue @notify })
        }
        $calls[1] | Where-Object { $_ -notlike 'Publish*' } | Should -Be $calls[0]
        $calls[1] | Should -Contain 'Publish 3'
    }

    It 'says what is left for later, to the owner' {
        $null = Add-TestOwnedUser 'svc' 'red'
        $other = $sandbox.Account.AddAccessKey('svc', $sandbox.Clock.UtcNow.AddDays(-300), 'Active')
        $sandbox.Account.UpdateAccessKey('svc', $other.AccessKeyId, 'Inactive')
        $null = Invoke-AccessKeyRotation -Notify $keep
        $script:got.Recipient | Should -Be 'red'
        $script:got.Text | Should -BeLike '*This key is disabled*'
        $script:got.Text | Should -BeLike '*Nothing: a run from then on can do it.*'
    }

    It 'sends with -Summary what the pipeline does not show' {
        $null = Add-TestOwnedUser 'a' 'red'
        $summary = Invoke-AccessKeyRotation -Destination SecretsManager -Summary -Notify $topic
        $summary | Should -BeOfType ([KeyRotation.RotationSummary])
        $sandbox.Account.Published('us-east-1', $topic).Message | Should -BeLike '*This new key replaces*SecretsManager:iam/access-keys/a*'
    }

    It 'says nothing where nothing was done' {
        $null = Add-TestOwnedUser 'young' 'red' 10
        Invoke-AccessKeyRotation -Notify $topic, $keep | Should -BeNullOrEmpty
        $script:got | Should -BeNullOrEmpty
        $sandbox.Calls.Count('Publish') | Should -Be 0
    }

    It 'gives one error for a receiver that fails, and everything else goes on' {
        foreach ($number in 1..4) { $null = Add-TestOwnedUser "u$number" "owner$number" }
        $gone = 'arn:aws:sns:us-east-1:' + $sandbox.Account.AccountId + ':gone'
        $failing = { throw 'no mail today' }

        $done = Invoke-AccessKeyRotation -Destination SecretsManager -Notify $gone, $failing, $keep -ErrorVariable problems -ErrorAction SilentlyContinue

        $done | Should -HaveCount 4
        $script:got | Should -HaveCount 4
        $problems = @($problems | Where-Object FullyQualifiedErrorId -Like 'NoticeFailed,*')
        $problems | Should -HaveCount 2
        "$($problems[0])" | Should -BeLike '*owner1 (user u1), owner2 (user u2)*owner4 (user u4) were not sent by topic*Topic does not exist*'
        "$($problems[1])" | Should -BeLike '*no mail today*'
    }

    It 'refuses before the pass what it cannot send to: <Name>' -ForEach @(
        @{ Name = 'a webhook without https'; Receiver = { 'http://hooks.example.com/s0secret0of0the0hook' }; Message = '*does not use https*' }
        @{ Name = 'a text'; Receiver = { 's0secret0of0the0hook' }; Message = '*the ARN of a topic, or an address that begins with https*' }
        @{ Name = 'a number'; Receiver = { 1 }; Message = '*is not a receiver*' }
        @{ Name = 'a topic of type FIFO'; Receiver = { 'arn:aws:sns:us-east-1:123456789012:key.fifo' }; Message = '*not the ARN of a standard topic*' }
        @{ Name = 'a topic in a region that there is not'; Receiver = { 'arn:aws:sns:xx-nowhere-9:123456789012:keys' }; Message = '*xx-nowhere-9*' }
        @{ Name = 'another module''s that cannot be opened'; Receiver = { [KeyRotation.NoticeReceiver]::Of('Pager', 'duty', { throw 'no such pager' }) }; Message = '*Pager duty: *no such pager*' }
    ) {
        $null = Add-TestOwnedUser 'a' 'red'
        $problem = { Invoke-AccessKeyRotation -Notify (& $Receiver) } | Should -Throw -PassThru
        "$problem" | Should -BeLike $Message
        ($problem | Format-List * -Force | Out-String) -replace 'hooks.example.com/s0secret0of0the0hook' | Should -Not -BeLike '*: *s0secret*'
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'refuses a recipient without a receiver' {
        { Invoke-AccessKeyRotation -DefaultRecipient ops } | Should -Throw -ErrorId 'RecipientWithoutNotify,*'
    }

    It 'still sends when an error ends the pass: what was done before, and the error' {
        $null = Add-TestOwnedUser 'a' 'red'
        $null = Add-TestOwnedUser 'twokeys' 'blue'
        $null = $sandbox.Account.AddAccessKey('twokeys', $sandbox.Clock.UtcNow.AddDays(-150), 'Active')
        { Invoke-AccessKeyRotation -Destination SecretsManager -Notify $topic -ErrorAction Stop -ThrottleLimit 1 } | Should -Throw -ErrorId 'TwoActiveKeys,*'
        $sandbox.Account.Published('us-east-1', $topic) | ForEach-Object { $_.Attributes['recipient'] } | Should -Be 'red', 'blue'
    }

    It 'tells the default recipient why there was no pass at all' {
        $null = Add-TestOwnedUser 'a' 'red'
        Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY
        { Invoke-AccessKeyRotation -Notify $keep, $topic -DefaultRecipient ops } | Should -Throw -ErrorId 'NoCredentials,*'
        $script:got.Recipient | Should -Be 'ops'
        $script:got.Text | Should -BeLike '*NoCredentials: *'
    }

    It 'sends what was done when a command behind has enough, or fails' {
        $null = Add-TestOwnedUser 'a' 'red'
        $null = Add-TestOwnedUser 'b' 'red'
        $taken = Invoke-AccessKeyRotation -Destination SecretsManager -Notify $topic -ThrottleLimit 1 | Select-Object -First 1
        $published = $sandbox.Account.Published('us-east-1', $topic)
        $published.Message | Should -BeLike "*$($taken.AccessKeyId)*"
        $published.Subject | Should -Be 'AWS access keys of red: 1 notice'
        { Invoke-AccessKeyRotation -Destination SecretsManager -Notify $topic | ForEach-Object { throw 'behind' } } | Should -Throw 'behind'
        $sandbox.Account.Published('us-east-1', $topic) | Should -HaveCount 1 -Because 'the second key was taken back'
    }

    It 'shows with -WhatIf what it would send, and sends nothing' {
        $null = Add-TestOwnedUser 'a' 'red'
        $plan = Join-Path $TestDrive 'plan.json'
        $run = Invoke-TestEngine "Invoke-AccessKeyRotation -Destination SecretsManager -Notify '$topic' -WhatIf -PlanPath '$plan'"
        $run.Output | Should -BeLike '*Send the notice for red to topic*AWS access keys of red: 1 notice*This is planned, and not done yet: Create a new access key that replaces*'
        Get-TestChange $sandbox | Should -BeNullOrEmpty
        $sandbox.Calls.Count('Publish') | Should -Be 0

        $other = Add-TestOwnedUser 'b' 'red'
        $done = Invoke-AccessKeyRotation -Destination SecretsManager -Notify $keep -PlanPath $plan
        $done.UserName | Should -Be 'a'
        $script:got.Lines.UserName | Should -Be 'a'
    }

    It 'tells of an account of the plan that was not given' {
        $null = Add-TestOwnedUser 'a' 'red'
        $plan = Join-Path $TestDrive 'other.json'
        $null = Invoke-AccessKeyRotation -Destination SecretsManager -WhatIf -PlanPath $plan
        $sandbox.Organization.AddAccount('300000000001', 'team', $sandbox.Organization.RootId, $null)
        Get-KeyRotationAccount -AccountId 300000000001 | Invoke-AccessKeyRotation -Destination SecretsManager -PlanPath $plan -Notify $keep -DefaultRecipient ops -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems | Should -HaveCount 1
        $script:got.Text | Should -BeLike "*$($problems[0].FullyQualifiedErrorId -replace ',.*'): *"
    }

    It 'sends one notice about many accounts, and enters each once' {
        foreach ($id in '300000000001', '300000000002') {
            $sandbox.Organization.AddAccount($id, "team-$id", $sandbox.Organization.RootId, $null)
            $null = Add-TestOwnedUser 'svc' 'red' -Account $sandbox.Organization.FindAccount($id)
        }
        $accounts = Get-KeyRotationAccount -AccountId 300000000001, 300000000002
        $sandbox.Calls.Clear()
        $done = $accounts | Invoke-AccessKeyRotation -Destination SecretsManager -Notify $topic
        $done | Should -HaveCount 2
        $sandbox.Account.Published('us-east-1', $topic).Message | Should -BeLike '*user svc in account 300000000001*user svc in account 300000000002*'
        $sandbox.Calls.Count('AssumeRole') | Should -Be 2
    }

    It 'says no secret, wherever it is sent' {
        $null = Add-TestOwnedUser 'a' 'red'
        $null = Add-TestOwnedUser 'b' 'blue'
        $texts = @()
        $hook = { param($notice) $script:got += $notice.Text, ($notice | ConvertTo-Json -Depth 6), ($notice | Format-List * | Out-String) }
        $output = Invoke-AccessKeyRotation -Notify $hook, $topic -Verbose *>&1
        $secrets = @($output | Where-Object { $_ -is [KeyRotation.RotatedAccessKey] } | ForEach-Object GetSecretAccessKeyAsPlainText) + $sandbox.Administrator.SecretAccessKey
        $secrets | ForEach-Object Length | Should -Be 40, 40, 40
        $texts = @($output | ForEach-Object { $_ | Out-String }) + $script:got + $sandbox.Account.Published('us-east-1', $topic).Message
        foreach ($secret in $secrets) { ($texts -join "`n").Contains($secret) | Should -BeFalse }
    }

    It 'ends at once when it is stopped while it sends, and begins no other notice' {
        $null = Add-TestOwnedUser 'a' 'red'
        $null = Add-TestOwnedUser 'b' 'blue'
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$modulePath'; Invoke-AccessKeyRotation -Destination SecretsManager -Notify 'http://127.0.0.1:$($listener.LocalEndpoint.Port)/hook', '$topic'")
            $run = $shell.BeginInvoke()
            $deadline = [datetime]::UtcNow.AddSeconds(30)
            while (-not $listener.Pending()) {
                if ($run.IsCompleted -or [datetime]::UtcNow -gt $deadline) { throw "The run did not send: $($shell.Streams.Error)" }
                $null = $run.AsyncWaitHandle.WaitOne(5)
            }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
            $sandbox.Calls.Count('Publish') | Should -Be 0
        }
        finally {
            $shell.Dispose()
            $listener.Stop()
        }
    }
}

Describe 'Send-AccessKeyNotice -Receiver' {
    BeforeEach { $sandbox = Start-TestSandbox }
    AfterEach { $sandbox.Dispose() }

    It 'takes what -Notify takes, and sends to each' {
        $null = Add-TestOwnedUser 'a' 'red@example.com'
        $topic = $sandbox.Account.CreateTopic('us-east-1', 'key-notices')
        $sandbox.Account.VerifyMailIdentity('us-east-1', 'example.com')
        $sent = Get-AccessKeyRotation a | Send-AccessKeyNotice -Receiver $topic, ([KeyRotation.NoticeReceiver]::Mail('keys@example.com')), {}
        $sent.Receiver | Should -Be "topic $topic", 'mail from keys@example.com', 'the script block'
        $sandbox.Account.Mails('us-east-1').To | Should -Be 'red@example.com'
        $sandbox.Account.Published('us-east-1', $topic) | Should -HaveCount 1
    }

    It 'shows no address of a webhook' {
        $hook = [KeyRotation.NoticeReceiver]::Webhook('https://hooks.slack.com/services/s0secret', 'Slack')
        "$hook" | Should -Be 'Slack webhook on hooks.slack.com'
        ($hook | Format-List * -Force | Out-String) + ($hook | ConvertTo-Json) | Should -Not -BeLike '*s0secret*'
    }
}
