#Requires -RunAsAdministrator
<#
.SYNOPSIS
    Registers a daily pass over an account as a scheduled task of Windows, under a group managed service account.
.DESCRIPTION
    The task runs Invoke-KeyRotationRunbook.ps1, which has to lie in a folder that only administrators can write to: what lies
    there runs with the account's rights. A task of the same name is replaced.
.PARAMETER Account
    The group managed service account, e.g. CONTOSO\key-rotation$. This machine has to be allowed to retrieve its password.
.PARAMETER ProfileName
    The profile of that account to sign with.
.PARAMETER Region
    The region of the destination.
.PARAMETER Folder
    Where Invoke-KeyRotationRunbook.ps1 lies.
.PARAMETER LogPath
    The log; its folder has to be writable for the account.
.PARAMETER Destination
    Where new secrets are delivered.
.PARAMETER At
    The time of day.
.PARAMETER TaskName
    The task's name.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [ValidatePattern('\$$')] [string] $Account,
    [Parameter(Mandatory)] [string] $ProfileName,
    [Parameter(Mandatory)] [string] $Region,
    [string] $Folder = "$env:ProgramFiles\KeyRotation",
    [string] $LogPath = "$env:ProgramData\KeyRotation\key-rotation.log",
    [string] $Destination = 'SecretsManager',
    [datetime] $At = '03:17',
    [string] $TaskName = 'KeyRotation'
)

$ErrorActionPreference = 'Stop'
$script = Join-Path $Folder 'Invoke-KeyRotationRunbook.ps1'
if (-not (Test-Path -LiteralPath $script)) { throw "There is no $script." }

$arguments = "-NoProfile -NonInteractive -File `"$script`" -Destination `"$Destination`" -ProfileName `"$ProfileName`" -Region `"$Region`" -LogPath `"$LogPath`""
$task = @{
    Action    = New-ScheduledTaskAction -Execute (Get-Command pwsh).Source -Argument $arguments
    Trigger   = New-ScheduledTaskTrigger -Daily -At $At
    # A group managed service account has a password that Windows looks up: none is given.
    Principal = New-ScheduledTaskPrincipal -UserId $Account -LogonType Password
    # Never two passes at once; one that was missed is made up for.
    Settings  = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -StartWhenAvailable -ExecutionTimeLimit (New-TimeSpan -Hours 6)
}
if ($PSCmdlet.ShouldProcess($TaskName, 'Register a scheduled task')) {
    Register-ScheduledTask -TaskName $TaskName -Force @task
}
