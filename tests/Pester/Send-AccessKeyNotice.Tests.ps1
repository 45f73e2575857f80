BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule

    function Get-TestNoticeTag { param([string] $User) $sandbox.Account.Tags($User)['keyrotation:noticed'] }

    # A user with a key of the given age, and an owner.
    function Add-TestOwnedUser {
        param([string] $User, [string] $Owner, [double] $Days = 200)

        $key = Add-TestUser $sandbox $User $Days
        $sandbox.Account.SetTag($User, 'Owner', $Owner)
        $key
    }

    # A web server on loopback that answers one request with each of the given statuses, and gives the bodies.
    function Start-TestWebhook {
        param([int[]] $Status)

        $port = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $port.Start()
        $number = $port.LocalEndpoint.Port
        $port.Stop()
        $listener = [System.Net.HttpListener]::new()
        $listener.Prefixes.Add("http://127.0.0.1:$number/")
        $listener.Start()
        $work = [powershell]::Create().AddScript({
                param($listener, $statuses)
                foreach ($status in $statuses) {
                    $context = $listener.GetContext()
                    [System.IO.StreamReader]::new($context.Request.InputStream).ReadToEnd()
                    $context.Response.StatusCode = $status
                    $context.Response.Close()
                }
            }).AddArgument($listener).AddArgument($Status)
        @{ Uri = "http://127.0.0.1:$number/services/s0secret0of0the0hook"; Work = $work; Begun = $work.BeginInvoke(); Listener = $listener }
    }

    function Stop-TestWebhook {
        param($Webhook)

        $Webhook.Work.EndInvoke($Webhook.Begun)
        $Webhook.Listener.Stop()
        $Webhook.Work.Dispose()
    }
}

Describe 'Send-AccessKeyNotice' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $topic = $sandbox.Account.CreateTopic('us-east-1', 'key-notices')
        $queue = $sandbox.Account.CreateQueue('us-east-1', 'inbox')
        $sandbox.Account.Subscribe('us-east-1', $topic, $queue)
    }
    AfterEach { $sandbox.Dispose() }

    It 'publishes one notice for each owner, with what a pass did and what it refused' {
        $null = Add-TestOwnedUser 'a' 'red'
        $null = Add-TestOwnedUser 'b' 'red'
        $null = Add-TestOwnedUser 'twokeys' 'blue'
        $null = $sandbox.Account.AddAccessKey('twokeys', $sandbox.Clock.UtcNow.AddDays(-150), 'Active')

        $sent = Invoke-AccessKeyRotation -Destination SecretsManager -ErrorAction Continue 2>&1 | Send-AccessKeyNotice -TopicArn $topic

        $sent | Should -BeOfType ([KeyRotation.Notice])
        $sent.Recipient | Sort-Object | Should -Be 'blue', 'red'
        $published = $sandbox.Account.Published('us-east-1', $topic)
        $red = $published | Where-Object { $_.Attributes['recipient'] -eq 'red' }
        $red.Subject | Should -Be 'AWS access keys of red: 2 notices'
        $red.Message | Should -BeLike '*user a in account*SecretsManager:iam/access-keys/a*user b in account*SecretsManager:iam/access-keys/b*'
        ($published | Where-Object { $_.Attributes['recipient'] -eq 'blue' }).Message | Should -BeLike '*user twokeys in account*TwoActiveKeys: *'
        ($sandbox.Account.Messages('us-east-1', $queue)[0].Body | ConvertFrom-Json).Type | Should -Be 'Notification'
    }

    It 'says no secret, whatever is piped' {
        $null = Add-TestOwnedUser 'a' 'red'
        $null = Add-TestOwnedUser 'b' 'red'
        $rotated = @(Get-StaleAccessKey | New-RotatedAccessKey)
        $secrets = @($rotated.GetSecretAccessKeyAsPlainText()) + $sandbox.Administrator.SecretAccessKey
        $secrets | ForEach-Object Length | Should -Be 40, 40, 40
        $script:texts = @()
        $output = & {
            $rotated
            Get-AccessKeyRotation -All
            Get-StaleAccessKey -Days 1
            Test-AccessKeyCompliance
            Disable-OldAccessKey -UserName a -ErrorAction Continue
            Disable-OldAccessKey -UserName b -AccessKeyId ($rotated | Where-Object UserName -EQ b).ReplacedAccessKeyId -Force
            Invoke-AccessKeyRotation -Summary -Destination SecretsManager
        } *>&1 | Where-Object { $_ -isnot [System.Management.Automation.InformationalRecord] -and $_ -isnot [System.Management.Automation.InformationRecord] } |
            Send-AccessKeyNotice -DefaultRecipient ops -Verbose -ScriptBlock { param($notice) $script:texts += $notice.Text, ($notice | ConvertTo-Json -Depth 6) } *>&1 | ForEach-Object { $_ | Out-String; $_ | Format-List * | Out-String }
        $script:texts.Count | Should -BeGreaterOrEqual 4
        foreach ($secret in $secrets) {
            ($output + $script:texts -join "`n").Contains($secret) | Should -BeFalse
        }
    }

    It 'warns ahead once at each number of days, and shows with -WhatIf what it would send' {
        $null = Add-TestOwnedUser 'near' 'red' 80
        Get-AccessKeyRotation -All | Send-AccessKeyNotice -TopicArn $topic -DaysAhead 14, 7 -WhatIf | Should -BeNullOrEmpty
        Get-TestNoticeTag near | Should -BeNullOrEmpty
        $sandbox.Account.Published('us-east-1', $topic).Count | Should -Be 0

        (Get-AccessKeyRotation -All | Send-AccessKeyNotice -TopicArn $topic -DaysAhead 14, 7).Lines.UserName | Should -Be 'near'
        Get-TestNoticeTag near | Should -BeLike '*/rotate/*=14'
        Get-AccessKeyRotation -All | Send-AccessKeyNotice -TopicArn $topic -DaysAhead 14, 7 | Should -BeNullOrEmpty
        $sandbox.Clock.Advance([timespan]::FromDays(4))
        (Get-AccessKeyRotation near | Send-AccessKeyNotice -TopicArn $topic -DaysAhead 14, 7).Recipient | Should -Be 'red'
    }

    It 'reads each owner in the account of the key, and tells of many accounts in one notice' {
        foreach ($id in '300000000001', '300000000002') {
            $sandbox.Organization.AddAccount($id, "team-$id", $sandbox.Organization.RootId, $null)
            $account = $sandbox.Organization.FindAccount($id)
            $null = $account.CreateUser('svc', $sandbox.Clock.UtcNow.AddDays(-201))
            $null = $account.AddAccessKey('svc', $sandbox.Clock.UtcNow.AddDays(-200), 'Active')
            $account.SetTag('svc', 'team', 'red')
        }
        $sent = Get-KeyRotationAccount -AccountId 300000000001, 300000000002 | Invoke-AccessKeyRotation -Destination SecretsManager | Send-AccessKeyNotice -TopicArn $topic
        $sent.Recipient | Should -Be 'red'
        $sent.Lines.AccountId | Should -Be '300000000001', '300000000002'
        $sent.Lines.UserName | Should -Be 'svc', 'svc'
        $sent.AccountId | Should -Be '300000000001, 300000000002'
    }

    It 'mails the owners' {
        $null = Add-TestOwnedUser 'a' 'red@example.com'
        $sandbox.Account.VerifyMailIdentity('us-east-1', 'keys@example.com')
        $null = Get-StaleAccessKey | Send-AccessKeyNotice -From keys@example.com
        $sandbox.Account.Mails('us-east-1').To | Should -Be 'red@example.com'
    }

    It 'posts to a webhook, again after 503, and shows the host alone' {
        $null = Add-TestOwnedUser 'a' 'red'
        $webhook = Start-TestWebhook 503, 200
        $sent = Get-AccessKeyRotation a | Send-AccessKeyNotice -WebhookUri $webhook.Uri -WebhookFormat Slack
        $bodies = Stop-TestWebhook $webhook
        $bodies.Count | Should -Be 2
        ($bodies[1] | ConvertFrom-Json).blocks[0].text.text | Should -Be 'AWS access keys of red: 1 notice'
        ($sent | Format-List * | Out-String) | Should -Not -BeLike '*s0secret*'
        $sent.Receiver | Should -BeLike 'Slack webhook on 127.0.0.1:*'
    }

    It 'gives one error for a notice that fails, and sends the others' {
        $null = Add-TestOwnedUser 'a' 'red'
        $null = Add-TestOwnedUser 'b' 'blue'
        $sent = Get-AccessKeyRotation | Send-AccessKeyNotice -ScriptBlock { param($notice) if ($notice.Recipient -eq 'red') { throw 'no mail today' } } -ErrorVariable problems -ErrorAction SilentlyContinue
        $sent.Recipient | Should -Be 'blue'
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'NoticeFailed,KeyRotation.Commands.SendAccessKeyNoticeCommand'
        "$($problems[0])" | Should -BeLike '*red (user a)*no mail today*'
    }

    It 'takes an error that the script block writes for a failure' {
        $null = Add-TestOwnedUser 'a' 'red'
        Get-AccessKeyRotation a | Send-AccessKeyNotice -ScriptBlock { Write-Error 'the queue is full' } -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        "$($problems | Where-Object FullyQualifiedErrorId -Like 'NoticeFailed,*')" | Should -BeLike '*the queue is full*'
    }

    It 'takes other words from a text or a script block, and an error where there are none' {
        $null = Add-TestOwnedUser 'a' 'red'
        $status = Get-AccessKeyRotation a
        ($status | Send-AccessKeyNotice -ScriptBlock {} -Template '{Recipient}: {Count} {other}').Text | Should -Be 'red: 1 {other}'
        ($status | Send-AccessKeyNotice -ScriptBlock {} -Template { param($notice) 'Hello'; $notice.Lines[0].UserName }).Text | Should -Be "Hello`na"
        $status | Send-AccessKeyNotice -ScriptBlock {} -Template {} -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'NoticeFailed,*'
        { $status | Send-AccessKeyNotice -ScriptBlock {} -Template 1 } | Should -Throw -ErrorId 'NoticeTemplateInvalid,*'
    }

    It 'names whoever has no owner, passes errors of others on, and refuses what is none of its objects' {
        $null = Add-TestUser $sandbox 'orphan'
        $sent = & { Get-AccessKeyRotation orphan; Write-Error 'of another command' -ErrorAction Continue; 'text' } 2>&1 | Send-AccessKeyNotice -TopicArn $topic -ErrorVariable problems -ErrorAction SilentlyContinue
        $sent | Should -BeNullOrEmpty
        $ids = $problems.FullyQualifiedErrorId -replace ',.*'
        $ids | Should -Contain 'NoticeOwnerUnknown'
        $ids | Should -Contain 'NotNoticeable'
        "$problems" | Should -BeLike '*of another command*user orphan*'
    }

    It 'refuses before the pass what it could not send to' {
        $null = Add-TestOwnedUser 'a' 'red'
        { Invoke-AccessKeyRotation | Send-AccessKeyNotice -WebhookUri 'http://hooks.example.com/s0secret' } | Should -Throw -ErrorId 'WebhookNotSecure,*'
        { Invoke-AccessKeyRotation | Send-AccessKeyNotice -TopicArn 'key-notices' } | Should -Throw "*'key-notices' is not the ARN of a standard topic*"
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'calls nothing where nothing was piped, and no AWS service where objects say all' {
        $null = Add-TestOwnedUser 'a' 'red'
        $status = Get-AccessKeyRotation a
        $sandbox.Calls.Clear()
        @() | Send-AccessKeyNotice -TopicArn $topic
        $null = $status | Send-AccessKeyNotice -ScriptBlock {}
        $sandbox.Calls.Snapshot().Count | Should -Be 0
    }

    It 'warns of a new key whose secret is in its object alone' {
        $null = Add-TestOwnedUser 'a' 'red'
        $null = New-RotatedAccessKey a | Send-AccessKeyNotice -TopicArn $topic -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*lost with the object*'
    }
}
