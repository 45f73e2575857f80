<#
.SYNOPSIS
    One pass over an account, for a scheduler: a line a key, a line with the counts, and an exit code.
.DESCRIPTION
    Asks nothing, and can be started again at any time. With -WhatIf it shows the plan and changes nothing.
    Exit codes: 0, all went well; 1, the pass came to its end and something failed; 2, it could not go on.
.PARAMETER Destination
    Where new secrets are delivered. Give the same each time: an interrupted rotation is settled by asking it.
.PARAMETER Days
    From which age on a key is rotated, in days.
.PARAMETER UnusedForDays
    How many days a superseded key must have been quiet before it is disabled.
.PARAMETER QuarantineDays
    How many days a disabled key is kept before it is removed.
.PARAMETER ProfileName
    The profile to sign with. Default: where the AWS SDKs look.
.PARAMETER Region
    The region of the destination. Default: AWS_REGION, or the profile's.
.PARAMETER LogPath
    A file to append everything to that is written.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File Invoke-KeyRotationRunbook.ps1 -Destination SecretsManager -Region eu-central-1 -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string[]] $Destination = 'SecretsManager',
    [ValidateRange(1, 36500)] [int] $Days = 90,
    [ValidateRange(0, 3650)] [double] $UnusedForDays = 1,
    [ValidateRange(0, 3650)] [int] $QuarantineDays = 7,
    [string] $ProfileName,
    [string] $Region,
    [string] $LogPath
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$exitCode = 2
$transcript = $null
try {
    if ($LogPath) { $transcript = Start-Transcript -Path $LogPath -Append -WhatIf:$false }
    Import-Module KeyRotation
    $connection = @{}
    if ($ProfileName) { $connection.ProfileName = $ProfileName }
    if ($Region) { $connection.Region = $Region }
    $pass = @{
        Destination       = $Destination
        Days              = $Days
        UnusedFor         = [timespan]::FromDays($UnusedForDays)
        QuarantineDays    = $QuarantineDays
        WhatIf            = $WhatIfPreference
        Confirm           = $false
        ErrorAction       = 'Continue'
        # A line for each key, and for what is left for later, comes as information.
        InformationAction = 'Continue'
        Summary           = $true
    }
    Invoke-AccessKeyRotation @pass @connection 6>&1 | ForEach-Object {
        if ($_ -is [KeyRotation.RotationSummary]) {
            "KeyRotation: $_"
            $exitCode = [int] ($_.Failures -gt 0)
        }
        else {
            "$_"
        }
    }
}
catch {
    Write-Error $_ -ErrorAction Continue
}
finally {
    if ($transcript) { $null = Stop-Transcript }
}
exit $exitCode
