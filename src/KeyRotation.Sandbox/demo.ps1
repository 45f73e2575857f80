<#
.SYNOPSIS
    Walks through the life of a key in this session, with the cmdlets, against the module's sandbox.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Module)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $Module 'KeyRotation.psd1') -Force

function Show-Step {
    param([string] $Command, [string] $Meanwhile)
    if ($Meanwhile) {
        Write-Information "`n... $Meanwhile." -InformationAction Continue
    }
    Write-Information "`nPS> $Command" -InformationAction Continue
    & ([scriptblock]::Create($Command)) | Out-Host
}

try {
    Show-Step 'Start-KeyRotationSandbox -Users 12'
    Show-Step 'Get-StaleAccessKey -Days 90'
    Show-Step 'Get-StaleAccessKey -Days 90 | New-RotatedAccessKey'
    Show-Step 'Step-KeyRotationSandbox -Days 2' 'The applications get their new keys'
    Show-Step 'Disable-OldAccessKey'
    $userName = (Get-AccessKeyRotation | Where-Object Stage -EQ 'Quarantined' | Select-Object -First 1).UserName
    Show-Step "Enable-OldAccessKey -UserName $userName" 'One of them had the old key after all: the way back'
    Show-Step 'Step-KeyRotationSandbox -Days 2' 'Now all is quiet'
    Show-Step 'Disable-OldAccessKey'
    Show-Step 'Step-KeyRotationSandbox -Days 7' 'The quarantine passes'
    Show-Step 'Remove-RetiredAccessKey -QuarantineDays 7 -Confirm:$false'
    Show-Step 'Get-StaleAccessKey -Days 90'
}
finally {
    Stop-KeyRotationSandbox
}
