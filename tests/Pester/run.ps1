# Runs the Pester tests on the module in out/KeyRotation; the exit code is the number of failed tests.
$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.0 -MaximumVersion 5.99.99

$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration

Write-Output "PowerShell $($PSVersionTable.PSVersion), Pester $((Get-Module Pester).Version): $($result.PassedCount) passed, $($result.FailedCount) failed, $($result.SkippedCount) skipped"
if ($result.TotalCount -eq 0 -or $result.Result -ne 'Passed') {
    exit [Math]::Max(1, $result.FailedCount)
}
exit 0
