BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestIntegrations

    # A mail server of Python's own, which writes what it gets to a file; nothing where Python has none.
    function Start-TestMailServer {
        param([string] $Folder)

        $python = Get-Command python3, python -CommandType Application -ErrorAction Ignore | Select-Object -First 1
        if (-not $python) { return }
        $script = Join-Path $Folder 'server.py'
        @'
import sys, warnings
warnings.simplefilter('ignore')
try:
    import asyncio, aiosmtpd.controller
    class Handler:
        async def handle_RCPT(self, server, session, envelope, address, options):
            if address.startswith('gone'):
                return '550 no such mailbox'
            envelope.rcpt_tos.append(address)
            return '250 OK'
        async def handle_DATA(self, server, session, envelope):
            open(sys.argv[1], 'ab').write(b'TO ' + ' '.join(envelope.rcpt_tos).encode() + b'\n' + envelope.content + b'\n')
            return '250 taken'
    import socket
    free = socket.socket(); free.bind(('127.0.0.1', 0)); port = free.getsockname()[1]; free.close()
    aiosmtpd.controller.Controller(Handler(), hostname='127.0.0.1', port=port).start()
    print(port, flush=True)
    sys.stdin.read()
except ImportError:
    import smtpd, asyncore
    class Channel(smtpd.SMTPChannel):
        def smtp_RCPT(self, arg):
            if 'gone' in arg:
                self.push('550 no such mailbox')
            else:
                super().smtp_RCPT(arg)
    class Server(smtpd.SMTPServer):
        channel_class = Channel
        def process_message(self, peer, mailfrom, rcpttos, data, **rest):
            open(sys.argv[1], 'ab').write(b'TO ' + ' '.join(rcpttos).encode() + b'\n' + data + b'\n')
    server = Server(('127.0.0.1', 0), None)
    print(server.socket.getsockname()[1], flush=True)
    asyncore.loop(timeout=0.2)
'@ | Set-Content $script
        $start = [Diagnostics.ProcessStartInfo]::new($python.Source)
        $script, (Join-Path $Folder 'mails') | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $process = [Diagnostics.Process]::Start($start)
        if ($port = $process.StandardOutput.ReadLine()) { @{ Process = $process; Port = [int] $port } } else { $process.Dispose() }
    }
}

Describe 'New-SmtpReceiver' {
    BeforeEach { $sandbox = Start-TestSandbox }
    AfterEach { $sandbox.Dispose() }

    It 'mails the owners what a pass did, by a server of others, and a recipient that is refused is one error' {
        $folder = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
        $server = Start-TestMailServer $folder
        if (-not $server) {
            Set-ItResult -Skipped -Because 'neither aiosmtpd nor smtpd of Python is here: no mail went to a server that others wrote'
            return
        }
        try {
            foreach ($user in 'red', 'gone', 'blue') {
                $null = Add-TestUser $sandbox "svc-$user"
                $sandbox.Account.SetTag("svc-$user", 'Owner', "$user@example.com")
            }
            $mail = New-SmtpReceiver localhost keys@example.com -Port $server.Port -Security None
            $done = Invoke-AccessKeyRotation -Destination SecretsManager -Notify $mail -ErrorVariable problems -ErrorAction SilentlyContinue
            $done | Should -HaveCount 3
            $problems | Should -HaveCount 1
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'NoticeFailed,*'
            "$problems" | Should -BeLike "*gone@example.com (user svc-gone) was not sent by mail from keys@example.com by localhost:*'550 no such mailbox'*"
            $text = Get-Content (Join-Path $folder 'mails') -Raw
            $text | Should -BeLike '*TO blue@example.com*Subject: AWS access keys of blue@example.com: 1 notice*SecretsManager:iam/access-keys/svc-blue*TO red@example.com*'
            foreach ($key in $done) { $text.Contains($key.GetSecretAccessKeyAsPlainText()) | Should -BeFalse }
        }
        finally {
            $server.Process.Kill()
            $server.Process.Dispose()
        }
    }

    It 'makes no call, and shows no password' {
        $credential = [pscredential]::new('keys', (ConvertTo-SecureString 'correct-horse-battery' -AsPlainText -Force))
        $mail = New-SmtpReceiver smtp.example.com keys@example.com -Credential $credential
        $mail | Should -BeOfType ([KeyRotation.NoticeReceiver])
        "$mail" | Should -Be 'Smtp keys@example.com by smtp.example.com:587'
        ($mail | Format-List * -Force | Out-String) + ($mail | ConvertTo-Json) | Should -Not -BeLike '*horse*'
        "$(New-SmtpReceiver smtp.example.com keys@example.com -Security Tls)" | Should -BeLike '*:465'
    }

    It 'refuses to send a password in the clear to another machine' {
        $credential = [pscredential]::new('keys', (ConvertTo-SecureString 'correct-horse-battery' -AsPlainText -Force))
        { New-SmtpReceiver smtp.example.com keys@example.com -Credential $credential -Security None } | Should -Throw '*in the clear*' -ErrorId 'SmtpNotSecure,*'
        { New-SmtpReceiver smtp.example.com 'the keys' } | Should -Throw -ErrorId 'SmtpAddressInvalid,*'
        New-SmtpReceiver localhost keys@example.com -Credential $credential -Security None | Should -Not -BeNullOrEmpty
    }

    It 'shows with -WhatIf what it would send, without a connection' {
        $null = Add-TestUser $sandbox 'svc'
        $sandbox.Account.SetTag('svc', 'Owner', 'red@example.com')
        { Get-AccessKeyRotation svc | Send-AccessKeyNotice -Receiver (New-SmtpReceiver localhost keys@example.com -Port 1) -WhatIf -ErrorAction Stop } | Should -Not -Throw
    }
}
