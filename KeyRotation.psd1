@{
    RootModule           = 'KeyRotation.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d9f5e0b-7d5c-4f0e-9c52-0f6a3d1f8b27'
    Author               = 'The KeyRotation authors'
    CompanyName          = 'Community'
    Copyright            = '(c) The KeyRotation authors. MIT licence.'
    Description          = 'Finds stale AWS IAM access keys and replaces them without an outage and without losing a secret: audit, rotate, verify, disable, remove, and a way back at every step.'
    CompatiblePSEditions = @('Core', 'Desktop')

    # Windows PowerShell and its .NET Framework. Of PowerShell 7 it is 7.4, which the root module sees to.
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'

    FormatsToProcess     = @('KeyRotation.Format.ps1xml')
    TypesToProcess       = @('KeyRotation.Types.ps1xml')
    CmdletsToExport      = @(
        'Disable-OldAccessKey'
        'Enable-OldAccessKey'
        'Export-AccessKeyReport'
        'Find-LeakedAccessKey'
        'Get-AccessKeyActivity'
        'Get-AccessKeyAlternative'
        'Get-AccessKeyConfigRule'
        'Get-AccessKeyRotation'
        'Get-CompromisedAccessKey'
        'Get-KeyRotationAccount'
        'Get-StaleAccessKey'
        'Invoke-AccessKeyRotation'
        'New-AccessKeyGuardrail'
        'New-RotatedAccessKey'
        'Publish-AccessKeyFinding'
        'Remove-RetiredAccessKey'
        'Send-AccessKeyNotice'
        'Set-AccessKeyConfigRule'
        'Start-KeyRotationSandbox'
        'Start-KeyRotationWorker'
        'Step-KeyRotationSandbox'
        'Stop-KeyRotationSandbox'
        'Test-AccessKeyCompliance'
        'Test-AccessKeyGuardrail'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('AWS', 'IAM', 'AccessKey', 'Rotation', 'Security', 'CIS', 'Compliance', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/keyrotation/KeyRotation'
            LicenseUri   = 'https://github.com/keyrotation/KeyRotation/blob/main/LICENSE'
            ReleaseNotes = 'https://github.com/keyrotation/KeyRotation/blob/main/CHANGELOG.md'
        }
    }
}
