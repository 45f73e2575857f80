@{
    RootModule           = 'KeyRotation.Integrations.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '8b2f3c52-6a1d-4f6b-9d0e-4a1f0c2f7e11'
    Author               = 'The KeyRotation authors'
    CompanyName          = 'Community'
    Copyright            = '(c) The KeyRotation authors. MIT licence.'
    Description          = 'Places outside AWS for the new secrets of KeyRotation: Azure Key Vault, Kubernetes, GitHub Actions, GitLab CI/CD and Azure DevOps. Checked before a key is created, read back where the place allows it, and put back when something fails. Mail by SMTP for notices.'
    CompatiblePSEditions = @('Core')
    PowerShellVersion    = '7.4'
    RequiredModules      = @(@{ ModuleName = 'KeyRotation'; RequiredVersion = '0.1.0' })
    CmdletsToExport      = @(
        'New-AzureDevOpsDestination'
        'New-GitHubDestination'
        'New-GitLabDestination'
        'New-KeyVaultDestination'
        'New-KubernetesDestination'
        'New-SmtpReceiver'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('AWS', 'IAM', 'AccessKey', 'Rotation', 'Azure', 'KeyVault', 'Kubernetes', 'GitHub', 'GitLab', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/keyrotation/KeyRotation'
            LicenseUri   = 'https://github.com/keyrotation/KeyRotation/blob/main/LICENSE'
            ReleaseNotes = 'https://github.com/keyrotation/KeyRotation/blob/main/CHANGELOG.md'
        }
    }
}
