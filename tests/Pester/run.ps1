<#
.SYNOPSIS
    Runs the Pester tests; the exit code is the number of failed tests. In Windows PowerShell, those that can run there.
.PARAMETER Package
    A zip from ./build.ps1 Pack to test. Default: the module in out/KeyRotation.
.PARAMETER Slow
    Also runs what takes minutes.
#>
[CmdletBinding()]
param([string] $Package, [switch] $Slow)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.0 -MaximumVersion 5.99.99

if ($Package) {
    $unpacked = Join-Path ([IO.Path]::GetTempPath()) "keyrotation-package-$([guid]::NewGuid().ToString('N'))"
    Expand-Archive $Package $unpacked
    $env:KEYROTATION_MODULE = Join-Path $unpacked 'KeyRotation/KeyRotation.psd1'
}

$configuration = New-PesterConfiguration
# The other files speak the language of PowerShell 7 and have the sandbox in their own process.
$configuration.Run.Path = if ($PSVersionTable.PSEdition -eq 'Desktop') { Join-Path $PSScriptRoot 'Desktop.Tests.ps1' } else { $PSScriptRoot }
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
if (-not $Slow) { $configuration.Filter.ExcludeTag = 'Slow' }
$result = Invoke-Pester -Configuration $configuration

Write-Output "PowerShell $($PSVersionTable.PSVersion), Pester $((Get-Module Pester).Version): $($result.PassedCount) passed, $($result.FailedCount) failed, $($result.SkippedCount) skipped"
if ($result.TotalCount -eq 0 -or $result.Result -ne 'Passed') {
    exit [Math]::Max(1, $result.FailedCount)
}
exit 0
