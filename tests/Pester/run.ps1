<#
.SYNOPSIS
    Runs the Pester tests; the exit code is the number of failed tests. In Windows PowerShell, those that can run there.
.DESCRIPTION
    `dotnet test` runs them too. This script is for one file, for a package, and for other engines and versions of Pester.
.PARAMETER Path
    The test files to run. Default: all.
.PARAMETER Package
    A zip from ./build.ps1 Pack to test. Default: the module in out/KeyRotation.
.PARAMETER PesterVersion
    The version of Pester, 5.7 or later. Default: the newest of those that are installed and those in out/pester, which the build fetches.
.PARAMETER Slow
    Also runs what takes minutes.
.EXAMPLE
    dotnet pwsh tests/Pester/run.ps1 tests/Pester/Views.Tests.ps1
    Runs the tests of one file.
#>
[CmdletBinding()]
param([string[]] $Path, [string] $Package, [string] $PesterVersion, [switch] $Slow)

$ErrorActionPreference = 'Stop'
# By name, and for the engines that the tests start too.
$env:PSModulePath = (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/pester') + [IO.Path]::PathSeparator + $env:PSModulePath
$version = if ($PesterVersion) { @{ RequiredVersion = $PesterVersion } } else { @{ MinimumVersion = '5.7' } }
Import-Module Pester @version

if ($Package) {
    $unpacked = Join-Path ([IO.Path]::GetTempPath()) "keyrotation-package-$([guid]::NewGuid().ToString('N'))"
    Expand-Archive $Package $unpacked
    $companion = Join-Path (Split-Path $Package) 'KeyRotation.Integrations.zip'
    if (Test-Path $companion) { Expand-Archive $companion $unpacked }
    $env:KEYROTATION_MODULE = Join-Path $unpacked 'KeyRotation/KeyRotation.psd1'
}

$configuration = New-PesterConfiguration
# The other files need PowerShell 7 and a sandbox in their own process.
$configuration.Run.Path = if ($Path) { $Path } elseif ($PSVersionTable.PSEdition -eq 'Desktop') { Join-Path $PSScriptRoot 'Desktop.Tests.ps1' } else { $PSScriptRoot }
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
if (-not $Slow) { $configuration.Filter.ExcludeTag = 'Slow' }
$result = Invoke-Pester -Configuration $configuration

Write-Output "PowerShell $($PSVersionTable.PSVersion), Pester $((Get-Module Pester).Version): $($result.PassedCount) passed, $($result.FailedCount) failed, $($result.SkippedCount) skipped"
if ($result.TotalCount -eq 0 -or $result.Result -ne 'Passed') {
    exit [Math]::Max(1, $result.FailedCount)
}
exit 0
