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

    It 'that is missing for a key of SES is said by -WhatIf already, in no message with a secret' {
        $sandbox.Account.RecordUse($old.AccessKeyId, 'ses', 'eu-central-1')
        $said = Get-StaleAccessKey | New-RotatedAccessKey -Destination SecretsManager -WhatIf -WarningVariable warnings 3>&1
        "$warnings" | Should -BeLike "*$($old.AccessKeyId)*SesSmtp*"
        "$said" | Should -Not -BeLike "*$($old.SecretAccessKey)*"
        Get-StaleAccessKey | New-RotatedAccessKey -Destination ([KeyRotation.Destination]::SecretsManager('mail').WithForm(@{ SmtpRegion = 'eu-central-1' })) -WhatIf -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
    }
}
