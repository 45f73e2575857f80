@{
    RootModule           = 'KeyRotation.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d9f5e0b-7d5c-4f0e-9c52-0f6a3d1f8b27'
    Author               = 'The KeyRotation authors'
    CompanyName          = 'Community'
    Copyright            = '(c) The KeyRotation authors. MIT licence.'
    Description          = 'Finds stale AWS IAM access keys and replaces them without an outage and without losing a secret: audit, rotate, verify, disable, remove, and a way back at every step.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('KeyRotation.Format.ps1xml')
    TypesToProcess       = @('KeyRotation.Types.ps1xml')
    CmdletsToExport      = @(
        'Disable-OldAccessKey'
        'Enable-OldAccessKey'
        'Get-AccessKeyRotation'
        'Get-StaleAccessKey'
        'Invoke-AccessKeyRotation'
        'New-RotatedAccessKey'
        'Remove-RetiredAccessKey'
        'Test-AccessKeyCompliance'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('AWS', 'IAM', 'AccessKey', 'Rotation', 'Security', 'CIS', 'Compliance', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
