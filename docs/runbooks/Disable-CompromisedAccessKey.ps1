<#
.SYNOPSIS
    Disables the access keys of IAM users that are reported as compromised, as a runbook of Azure Automation or from any scheduler.
.DESCRIPTION
    Started by a webhook, it takes the event of EventBridge that the webhook received. Started by a schedule, it asks AWS for the
    keys that are compromised. Each key is disabled at once and recorded; a key that is disabled already is left as it is, so the
    runbook can be started again at any time. The job fails when anything failed; the errors name the keys.
.PARAMETER WebhookData
    What Azure Automation gives to a runbook that a webhook starts: its RequestBody is the event. Left out: AWS is asked.
.PARAMETER RoleArn
    The role in AWS that trusts the managed identity. Left out: the credentials of the session.
.PARAMETER Resource
    The application id URI that the identity's token is for, e.g. api://aws-key-rotation.
.PARAMETER Region
    The region whose findings are asked for.
.PARAMETER ClientId
    The client id of a user-assigned identity. Default: the Automation account's own.
#>
param(
    [object] $WebhookData,
    [string] $RoleArn,
    [string] $Resource,
    [string] $Region,
    [string] $ClientId
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module KeyRotation

$connection = @{}
if ($RoleArn) { $connection.RoleArn = $RoleArn }
if ($Resource) { $connection.ManagedIdentityResource = $Resource }
if ($ClientId) { $connection.ManagedIdentityClientId = $ClientId }
if ($Region) { $connection.Region = $Region }

$search = @{}
if ($WebhookData) {
    # Some versions of PowerShell in Azure Automation give the whole as text.
    if ($WebhookData -is [string]) { $WebhookData = ConvertFrom-Json -InputObject $WebhookData }
    $search.InputObject = ConvertFrom-Json -InputObject $WebhookData.RequestBody
}

$problems = @()
$compromised = @(Get-CompromisedAccessKey @search @connection -ErrorAction Continue -ErrorVariable +problems)
$compromised | Disable-OldAccessKey -Compromised -Confirm:$false -ErrorAction Continue -ErrorVariable +problems |
    ForEach-Object { "disabled: $_, $($_.Reason)" }

if ($compromised.Count -eq 0) { 'No active access key of an IAM user is reported as compromised.' }
if ($problems.Count -gt 0) { throw "$($problems.Count) failed; the job's errors say what and why." }
