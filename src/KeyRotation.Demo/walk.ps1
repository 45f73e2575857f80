# The steps of the walk. Says: what is going on. Types: the command. Gives: the type of its output; none is expected without it.
# Refuses: the id of the error that is expected.
@(
    @{
        Says  = 'From here on, the AWS of this session is a made-up account'
        Types = '($sandbox = Start-KeyRotationSandbox -Users 12)'
        Gives = 'KeyRotation.KeyRotationSandbox'
    }
    @{
        Says  = 'Audit: which active keys are older than 90 days?'
        Types = 'Get-StaleAccessKey -Days 90'
        Gives = 'KeyRotation.AccessKey'
    }
    @{
        Says  = 'Rotation: a new key beside the old one, its secret in two destinations'
        Types = '$old = Get-StaleAccessKey -Days 90 | Select-Object -First 1'
    }
    @{
        Types = '$old | New-RotatedAccessKey -Destination SecretsManager, Profile:app'
        Gives = 'KeyRotation.RotatedAccessKey'
    }
    @{
        Says  = 'An application reads the profile: this call is signed with the new secret'
        Types = 'Get-AccessKeyRotation -UserName $old.UserName -ProfileName app'
        Gives = 'KeyRotation.KeyStatus'
    }
    @{
        Says  = 'Two days later, another application still signs with the old key'
        Types = '$null = Step-KeyRotationSandbox -Days 2; $sandbox.RecordUse($old.AccessKeyId)'
    }
    @{
        Types   = '$old | Disable-OldAccessKey'
        Refuses = 'OldKeyInUse'
    }
    @{
        Says  = 'Two quiet days later: every old key that is no longer used is disabled'
        Types = '$null = Step-KeyRotationSandbox -Days 2'
    }
    @{
        Types = 'Disable-OldAccessKey'
        Gives = 'KeyRotation.AccessKey'
    }
    @{
        Says  = 'Something broke: the way back'
        Types = 'Enable-OldAccessKey -UserName $old.UserName'
        Gives = 'KeyRotation.AccessKey'
    }
    @{
        Says  = 'It is repaired: the old key is disabled again, for a quarantine of 7 days'
        Types = '$null = Step-KeyRotationSandbox -Days 2'
    }
    @{
        Types = 'Disable-OldAccessKey'
        Gives = 'KeyRotation.AccessKey'
    }
    @{
        Types   = '$old | Remove-RetiredAccessKey -QuarantineDays 7 -Confirm:$false'
        Refuses = 'QuarantineNotOver'
    }
    @{
        Says  = 'The quarantine is over: the old key is removed'
        Types = '$null = Step-KeyRotationSandbox -Days 7'
    }
    @{
        Types = 'Remove-RetiredAccessKey -QuarantineDays 7 -Confirm:$false'
        Gives = 'KeyRotation.AccessKey'
    }
    @{
        Says  = 'Status: which keys need something, what and when?'
        Types = 'Get-AccessKeyRotation'
        Gives = 'KeyRotation.KeyStatus'
    }
    @{
        Says  = 'In a runbook, one command a day does all of this. The plan, then the pass'
        Types = 'Invoke-AccessKeyRotation -Destination SecretsManager -WhatIf'
    }
    @{
        Types = 'Invoke-AccessKeyRotation -Destination SecretsManager'
        Gives = 'KeyRotation.RotatedAccessKey', 'KeyRotation.AccessKey'
    }
    @{
        Says  = 'Compliance: what fails in the CIS AWS Foundations benchmark?'
        Types = 'Test-AccessKeyCompliance | Where-Object Status -EQ Fail'
        Gives = 'KeyRotation.ControlResult'
    }
    @{
        Says  = 'A report for people'
        Types = '(Get-AccessKeyRotation -All), (Test-AccessKeyCompliance) | Write-Output | Export-AccessKeyReport $Report -Force'
    }
    @{
        Types = 'Stop-KeyRotationSandbox'
    }
)
