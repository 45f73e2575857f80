BeforeDiscovery {
    $hasAws = [bool] (Get-Command aws -CommandType Application -ErrorAction Ignore)
    $hasMoto = $hasAws -and [bool] (Get-Command moto_server -CommandType Application -ErrorAction Ignore)
    $hasPython = [bool] (Get-Command python3 -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule

    # AWS's documented algorithm, once more and by another library.
    function Get-SmtpPassword {
        param([string] $Secret, [string] $Region)

        $env:TEST_SECRET = $Secret
        python3 -c @'
import base64, hashlib, hmac, os, sys
key = ("AWS4" + os.environ["TEST_SECRET"]).encode()
for message in ("11111111", sys.argv[1], "ses", "aws4_request", "SendRawEmail"):
    key = hmac.new(key, message.encode(), hashlib.sha256).digest()
print(base64.b64encode(b"\x04" + key).decode())
'@ $Region
        Remove-Item Env:TEST_SECRET
    }
}

Describe 'A form of a destination' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc'
    }
    AfterEach { $sandbox.Dispose() }

    It 'is a hashtable, kept by the destination beside its other options' {
        $destination = [KeyRotation.Destination]::SecretsManager('app/{UserName}', 'alias/app').WithForm(@{ IdName = 'id'; SecretName = 'secret'; Path = 'aws'; Members = @{ region = 'eu-central-1' } })
        $destination.KeyForm.Path | Should -Be 'aws'
        $destination.KmsKeyId | Should -Be 'alias/app'
        { [KeyRotation.Destination]::SecretsManager('x').WithForm(@{ Nonsense = 1 }) } | Should -Throw
        { [KeyRotation.Destination]::SecretsManager('x').WithForm(@{ SmtpRegion = 'Frankfurt' }) } | Should -Throw '*eu-central-1*'
        { [KeyRotation.Destination]::Profile('x').WithForm(@{ IdName = 'x' }) } | Should -Throw '*form of its own*'
    }

    It 'is read by the AWS CLI from a secret and a parameter' -Skip:(-not $hasAws) {
        $form = @{ IdName = 'aws_access_key_id'; SecretName = 'aws_secret_access_key'; Path = 'app.aws'; Members = [ordered]@{ user = '{UserName}'; region = 'eu-central-1' } }
        $null = $sandbox.Account.CreateSecret('us-east-1', 'app', '{"db":{"host":"h"}}')
        $key = New-RotatedAccessKey svc -Destination ([KeyRotation.Destination]::SecretsManager('app').WithForm($form)), ([KeyRotation.Destination]::ParameterStore('/app').WithForm($form))
        $secret = aws secretsmanager get-secret-value --secret-id app --query SecretString --output text --region us-east-1 | ConvertFrom-Json
        $parameter = aws ssm get-parameter --name /app --with-decryption --query Parameter.Value --output text --region us-east-1 | ConvertFrom-Json
        foreach ($read in $secret, $parameter) {
            $read.app.aws.aws_access_key_id | Should -Be $key.AccessKeyId
            $read.app.aws.aws_secret_access_key | Should -Be $key.GetSecretAccessKeyAsPlainText()
            $read.app.aws.user | Should -Be 'svc'
        }
        $secret.db.host | Should -Be 'h'
    }

    It 'lets the old key be disabled when the same destination holds the new one, and not when another form is read' {
        $destination = [KeyRotation.Destination]::SecretsManager('app').WithForm(@{ IdName = 'id'; SecretName = 'secret' })
        $null = New-RotatedAccessKey svc -Destination $destination
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Disable-OldAccessKey svc -Destination SecretsManager:app -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ReplacementNeverUsed,*'
        Disable-OldAccessKey svc -Destination $destination | Should -HaveCount 1
    }

    It 'is SMTP credentials, beside the key itself, whatever the order' -Skip:(-not $hasPython) {
        $smtp = [KeyRotation.Destination]::ParameterStore('/mail').WithForm([KeyRotation.KeyForm]::SesSmtp('eu-central-1'))
        $key = New-RotatedAccessKey svc -Destination $smtp, 'SecretsManager:app' -WarningVariable warnings
        "$($key.Destinations)" | Should -Be 'SecretsManager:app ParameterStore:/mail' -Because 'a password brings no other destination to an end'
        $mail = $sandbox.Account.Parameters('us-east-1').Value | ConvertFrom-Json
        $mail.SmtpUsername | Should -Be $key.AccessKeyId
        $mail.SmtpPassword | Should -Be (Get-SmtpPassword $key.GetSecretAccessKeyAsPlainText() 'eu-central-1')
        $warnings | Should -BeNullOrEmpty
    }

    It 'is accepted by an SMTP server that derives the password itself, and another region is not' -Skip:(-not $hasPython) {
        $key = New-RotatedAccessKey svc -Destination ([KeyRotation.Destination]::Env("$TestDrive/mail.env").WithForm(@{ SmtpRegion = 'eu-central-1' })) -WarningAction SilentlyContinue
        $env:TEST_SECRET = $key.GetSecretAccessKeyAsPlainText()
        # The server knows the secret access key, as AWS does; the client is Python's own, and reads what was delivered.
        $said = python3 -c @'
import base64, hashlib, hmac, os, smtplib, socketserver, sys, threading
def derived(region):
    key = ("AWS4" + os.environ["TEST_SECRET"]).encode()
    for message in ("11111111", region, "ses", "aws4_request", "SendRawEmail"):
        key = hmac.new(key, message.encode(), hashlib.sha256).digest()
    return base64.b64encode(b"\x04" + key).decode()
class Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 server\r\n")
        for line in self.rfile:
            verb, _, rest = line.decode().strip().partition(" ")
            if verb.upper() == "EHLO": self.wfile.write(b"250-server\r\n250 AUTH PLAIN\r\n")
            elif verb.upper() == "AUTH":
                _, user, password = base64.b64decode(rest.split()[1]).decode().split("\0")
                good = user == sys.argv[2] and hmac.compare_digest(password, derived(self.server.region))
                self.wfile.write(b"235 ok\r\n" if good else b"535 no\r\n")
            elif verb.upper() == "QUIT": self.wfile.write(b"221 bye\r\n"); return
            else: self.wfile.write(b"250 ok\r\n")
held = dict(line.strip().split("=", 1) for line in open(sys.argv[1]))
for region in ("eu-central-1", "us-east-1"):
    with socketserver.TCPServer(("127.0.0.1", 0), Session) as server:
        server.region = region
        threading.Thread(target=server.serve_forever, daemon=True).start()
        client = smtplib.SMTP("127.0.0.1", server.server_address[1], timeout=10)
        try: client.login(held["SMTP_USERNAME"], held["SMTP_PASSWORD"]); print(region, "accepted")
        except smtplib.SMTPAuthenticationError: print(region, "refused")
        client.quit(); server.shutdown()
'@ "$TestDrive/mail.env" $key.AccessKeyId
        Remove-Item Env:TEST_SECRET
        $said | Should -Be 'eu-central-1 accepted', 'us-east-1 refused'
    }

    It 'that is missing for a key of SES is said by -WhatIf already, in no message with a secret' {
        $sandbox.Account.RecordUse($old.AccessKeyId, 'ses', 'eu-central-1')
        $said = Get-StaleAccessKey | New-RotatedAccessKey -Destination SecretsManager -WhatIf -WarningVariable warnings 3>&1
        "$warnings" | Should -BeLike "*$($old.AccessKeyId)*SesSmtp*"
        "$said" | Should -Not -BeLike "*$($old.SecretAccessKey)*"
        Get-StaleAccessKey | New-RotatedAccessKey -Destination ([KeyRotation.Destination]::SecretsManager('mail').WithForm(@{ SmtpRegion = 'eu-central-1' })) -WhatIf -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
    }

    It 'is two parameters or two secrets, read one by one by the AWS CLI' -Skip:(-not $hasAws) {
        $key = New-RotatedAccessKey svc -Destination ([KeyRotation.Destination]::ParameterStore('/app/{UserName}').WithForm(@{ Separate = $true })), ([KeyRotation.Destination]::SecretsManager('app').WithForm(@{ Separate = $true; IdName = 'user'; SecretName = 'pass' }))
        aws ssm get-parameter --name /app/svc/id --with-decryption --query Parameter.Value --output text --region us-east-1 | Should -BeExactly $key.AccessKeyId
        aws ssm get-parameter --name /app/svc/secret --with-decryption --query Parameter.Value --output text --region us-east-1 | Should -BeExactly $key.GetSecretAccessKeyAsPlainText()
        aws secretsmanager get-secret-value --secret-id app/user --query SecretString --output text --region us-east-1 | Should -BeExactly $key.AccessKeyId
        aws secretsmanager get-secret-value --secret-id app/pass --query SecretString --output text --region us-east-1 | Should -BeExactly $key.GetSecretAccessKeyAsPlainText()
        "$($key.Destinations)" | Should -Be 'ParameterStore:/app/svc/id and /app/svc/secret SecretsManager:app/user and app/pass'
    }

    It 'is an env file and a JSON file, read by sh and Python' -Skip:(-not $hasPython -or $IsWindows) {
        "# ours`nB=2" | Set-Content "$TestDrive/svc.env"
        '{ "aws": { "region": "eu-central-1", "AccessKeyId": "", "SecretAccessKey": "" } }' | Set-Content "$TestDrive/svc.json"
        $key = New-RotatedAccessKey svc -Destination "Env:$TestDrive/{UserName}.env", ([KeyRotation.Destination]::Json("$TestDrive/{UserName}.json").WithForm(@{ Path = 'aws' }))
        $expected = "$($key.AccessKeyId) $($key.GetSecretAccessKeyAsPlainText())"
        sh -c '. "$1"; printf "%s %s" "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY"' x "$TestDrive/svc.env" | Should -BeExactly $expected
        python3 -c 'import json, sys; k = json.load(open(sys.argv[1]))["aws"]; print(k["AccessKeyId"], k["SecretAccessKey"])' "$TestDrive/svc.json" | Should -BeExactly $expected
        Get-Content "$TestDrive/svc.env" -First 2 | Should -Be '# ours', 'B=2'
    }

    It 'shows no secret and no password in any stream or error, also where a destination fails' -Skip:(-not $hasPython) {
        $mail = [KeyRotation.Destination]::ParameterStore('/mail').WithForm([KeyRotation.KeyForm]::SesSmtp('eu-central-1'))
        $two = [KeyRotation.Destination]::SecretsManager('two').WithForm(@{ Separate = $true })
        $script:stored = @()
        $Error.Clear()
        $said = & {
            $VerbosePreference = $DebugPreference = 'Continue'
            New-RotatedAccessKey svc -Destination $mail, $two, "Env:$TestDrive/canary.env", "Json:$TestDrive/canary.json", { param($Key) $script:stored += $Key.GetSecretAccessKeyAsPlainText(); throw 'full' } -ErrorAction Continue
            New-RotatedAccessKey svc -Destination $mail, $two, "Env:$TestDrive/canary.env", "Json:$TestDrive/canary.json" -OutVariable global:canaryKey -Verbose
        } *>&1 | Out-String -Width 400
        $said += $Error | ForEach-Object { $_ | Format-List * -Force | Out-String -Width 400; $_.Exception.ToString() } | Out-String
        $stored += ($canaryKey | Where-Object { $_ -is [KeyRotation.RotatedAccessKey] }).GetSecretAccessKeyAsPlainText()
        $stored | Should -HaveCount 2
        foreach ($secret in $stored) {
            Get-LineWith $said $secret | Should -BeNullOrEmpty
            Get-LineWith $said (Get-SmtpPassword $secret 'eu-central-1') | Should -BeNullOrEmpty
        }
        $sandbox.Account.FindSecret('us-east-1', 'two/id').Versions | Should -HaveCount 1 -Because 'what the failed rotation made is gone'
    }
}

Describe 'A form on a server that nobody here wrote (moto)' -Skip:(-not $hasMoto) {
    BeforeAll {
        $moto = Start-TestMoto $TestDrive
        $null = aws iam create-user --user-name svc
        $null = aws iam create-access-key --user-name svc
    }
    AfterAll {
        # The wrapper of moto_server may have started a child: both end.
        if ($moto) { $moto.Kill($true) }
    }

    It 'is read back by the AWS CLI, and taken back whole where a destination behind fails' {
        $formed = [KeyRotation.Destination]::SecretsManager('app').WithForm(@{ IdName = 'id'; SecretName = 'secret'; Path = 'aws' })
        $two = [KeyRotation.Destination]::ParameterStore('/app').WithForm(@{ Separate = $true })
        $null = aws secretsmanager create-secret --name app --secret-string '{"db":"h"}'
        New-RotatedAccessKey svc -Destination $formed, $two, { throw 'full' } -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationFailed,*'
        # Without the stage, moto gives the newest version and not the current one.
        aws secretsmanager get-secret-value --secret-id app --version-stage AWSCURRENT --query SecretString --output text | Should -BeExactly '{"db":"h"}'
        (aws ssm describe-parameters | ConvertFrom-Json).Parameters | Should -BeNullOrEmpty

        # Another secret: moto takes AWSCURRENT from the version that was put last, and not from the one that it was moved to.
        $null = aws secretsmanager create-secret --name next --secret-string '{"db":"h"}'
        $key = New-RotatedAccessKey svc -Destination ([KeyRotation.Destination]::SecretsManager('next').WithForm($formed.KeyForm)), $two
        (aws secretsmanager get-secret-value --secret-id next --query SecretString --output text | ConvertFrom-Json).aws.id | Should -BeExactly $key.AccessKeyId
        aws ssm get-parameter --name /app/secret --with-decryption --query Parameter.Value --output text | Should -BeExactly $key.GetSecretAccessKeyAsPlainText()
    }
}
