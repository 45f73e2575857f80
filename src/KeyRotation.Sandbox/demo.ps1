<#
.SYNOPSIS
    Walks through the life of a key in this session, with the cmdlets, against a sandbox in this process.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Module)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $Module 'KeyRotation.psd1') -Force
Add-Type -LiteralPath (Get-ChildItem (Join-Path $PSScriptRoot 'bin') -Recurse -Filter KeyRotation.Sandbox.dll | Sort-Object LastWriteTime | Select-Object -Last 1).FullName

function Show-Step {
    param([string] $Command)
    Write-Host "`nPS> $Command" -ForegroundColor Cyan
    Invoke-Expression $Command | Out-Host
}

function Step-Clock {
    param([int] $Days, [string] $Meanwhile)
    Write-Host "`n... $Days days pass: $Meanwhile." -ForegroundColor DarkGray
    $sandbox.Clock.Advance([timespan]::FromDays($Days))
}

$sandbox = [KeyRotation.Sandbox.SandboxServer]::Start([KeyRotation.Sandbox.SandboxOptions] @{ Users = 12; Propagation = [timespan]::FromSeconds(2) })
$saved = @{}
try {
    foreach ($setting in @{
            AWS_ENDPOINT_URL      = $sandbox.Endpoint.GetLeftPart('Authority')
            AWS_ACCESS_KEY_ID     = $sandbox.Administrator.AccessKeyId
            AWS_SECRET_ACCESS_KEY = $sandbox.Administrator.SecretAccessKey
            AWS_SESSION_TOKEN     = $null
        }.GetEnumerator()) {
        $saved[$setting.Key] = [Environment]::GetEnvironmentVariable($setting.Key)
        [Environment]::SetEnvironmentVariable($setting.Key, $setting.Value)
    }

    Show-Step 'Get-StaleAccessKey -Days 90'
    Show-Step 'Get-StaleAccessKey -Days 90 | New-RotatedAccessKey'
    Step-Clock 2 'the applications have their new keys'
    Show-Step 'Disable-OldAccessKey'
    $userName = (Get-StaleAccessKey -Days 90 -IncludeInactive | Select-Object -First 1).UserName
    Show-Step "Enable-OldAccessKey -UserName $userName"
    Step-Clock 2 'all is quiet'
    Show-Step 'Disable-OldAccessKey'
    Step-Clock 7 'the quarantine is over'
    Show-Step 'Remove-RetiredAccessKey -QuarantineDays 7 -Confirm:$false'
    Show-Step 'Get-StaleAccessKey -Days 90'
}
finally {
    $saved.GetEnumerator() | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Key, $_.Value) }
    $sandbox.Dispose()
}
