<#
.SYNOPSIS
    Looks at every access key of an account and leaves a page for people, the same as data, and verdicts for a build server.
.DESCRIPTION
    Changes nothing. Exit codes: 0, the report is whole; 1, some users could not be looked at; 2, there is no report.
.PARAMETER Folder
    Where to put report.html, report.json and controls.xml; files of these names are replaced.
.PARAMETER Days
    From which age on a key is due for rotation, in days.
#>
[CmdletBinding()]
param(
    [string] $Folder = 'key-rotation-report',
    [ValidateRange(1, 36500)] [int] $Days = 90
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$exitCode = 2
try {
    Import-Module KeyRotation
    $null = New-Item -ItemType Directory -Force $Folder
    $keys = @(Get-AccessKeyRotation -All -Days $Days -ErrorAction Continue -ErrorVariable problems)
    $controls = @(Test-AccessKeyCompliance -Days $Days -ErrorAction Continue -ErrorVariable +problems)
    foreach ($name in 'report.html', 'report.json') {
        $keys + $controls | Export-AccessKeyReport (Join-Path $Folder $name) -Days $Days -Force
    }
    $controls | Export-AccessKeyReport (Join-Path $Folder 'controls.xml') -Force
    "KeyRotation: keys $($keys.Count), due $(@($keys | Where-Object IsDue).Count), controls failed $(@($controls | Where-Object Status -EQ 'Fail').Count), not looked at $(@($problems).Count)"
    $exitCode = [int] ($problems.Count -gt 0)
}
catch {
    Write-Error $_ -ErrorAction Continue
}
exit $exitCode
