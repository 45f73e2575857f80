<#
.SYNOPSIS
    One pass over an AWS account, as a runbook of Azure Automation that signs in with its managed identity.
.DESCRIPTION
    Can be started again at any time, as Azure does with a job that was interrupted. The job fails when anything failed;
    the errors name the keys. What is written goes to the job's output: a line a key, and a line with the counts.
.PARAMETER RoleArn
    The role in AWS that trusts the managed identity.
.PARAMETER Resource
    The application id URI that the identity's token is for, e.g. api://aws-key-rotation.
.PARAMETER Region
    The region of the destination.
.PARAMETER ClientId
    The client id of a user-assigned identity. Default: the Automation account's own.
.PARAMETER Destination
    Where new secrets are delivered. Give the same each time.
.PARAMETER Days
    From which age on a key is rotated, in days.
.PARAMETER QuarantineDays
    How many days a disabled key is kept before it is removed.
.PARAMETER PlanOnly
    Tells what is due and changes nothing.
#>
param(
    [Parameter(Mandatory)] [string] $RoleArn,
    [Parameter(Mandatory)] [string] $Resource,
    [Parameter(Mandatory)] [string] $Region,
    [string] $ClientId,
    [string] $Destination = 'SecretsManager',
    [int] $Days = 90,
    [int] $QuarantineDays = 7,
    [bool] $PlanOnly = $false
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module KeyRotation

$connection = @{ RoleArn = $RoleArn; ManagedIdentityResource = $Resource; Region = $Region }
if ($ClientId) { $connection.ManagedIdentityClientId = $ClientId }
$limits = @{ Days = $Days; QuarantineDays = $QuarantineDays }

if ($PlanOnly) {
    Get-AccessKeyRotation @limits @connection | Where-Object IsDue | ForEach-Object { "due: $($_.NextStep) $_" }
    return
}

# A line for each key, and for what is left for later, comes as information: the job's output shows it, too.
$failed = 0
Invoke-AccessKeyRotation -Destination $Destination @limits @connection -Summary -Confirm:$false -ErrorAction Continue -InformationAction Continue 6>&1 | ForEach-Object {
    if ($_ -is [KeyRotation.RotationSummary]) {
        "KeyRotation: $_"
        $failed = $_.Failures
    }
    else {
        "$_"
    }
}

if ($failed -gt 0) { throw "$failed failed; the job's errors say what and why." }
