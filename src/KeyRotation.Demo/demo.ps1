<#
.SYNOPSIS
    Walks through the life of an access key with the module's cmdlets, on the embedded sandbox. No AWS account is needed.
.DESCRIPTION
    Shows each command as it is typed, and its output as a console shows it. The exit code is 1 when a command does anything
    but what the walk expects of it.
.PARAMETER Module
    The manifest of the module.
.PARAMETER Report
    Where the HTML report goes. Default: report.html beside the module's folder.
.PARAMETER Interactive
    No walk: leaves the session with the module imported and the sandbox running. For an engine that is started with -NoExit.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Module,
    [string] $Report = (Join-Path (Split-Path (Split-Path $Module)) 'report.html'),
    [switch] $Interactive
)

Import-Module $Module -ErrorAction Stop

function Show-Line {
    param([string] $Text, [string] $Style = '')

    Write-Information "$Style$Text$(if ($Style) { $PSStyle.Reset })" -InformationAction Continue
}

# Errors go where the rest goes: in a log, each has to be where it belongs.
filter Select-Shown {
    if ($_ -is [Management.Automation.ErrorRecord]) { Show-Line ($_ | Out-String).Trim() $PSStyle.Formatting.Error } else { $_ }
}

# Says what is not as the step expects it; nothing when all is.
function Get-Surprise {
    param([hashtable] $Step, [object[]] $Shown)

    $problems = @($Shown | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
    $results = @($Shown | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] })
    if ($Step.Refuses) {
        if ($problems.Count -ne 1 -or $problems[0].FullyQualifiedErrorId -notlike "$($Step.Refuses),*") { "the error $($Step.Refuses) was expected." }
    }
    elseif ($problems) { 'no error was expected.' }
    elseif ($Step.Gives -and -not $results) { "output of type $($Step.Gives) was expected." }
    elseif ($results | Where-Object { -not ($_.PSTypeNames | Where-Object { $_ -in $Step.Gives }) }) { 'other output was expected.' }
}

if ($Interactive) {
    function prompt { 'PS> ' }
    Set-Variable sandbox (Start-KeyRotationSandbox)
    Show-Line 'The AWS of this session is a made-up account. Try: Get-StaleAccessKey | New-RotatedAccessKey'
    Show-Line 'Then: Step-KeyRotationSandbox -Days 2; Disable-OldAccessKey. For more: Get-Command -Module KeyRotation; exit ends it.'
    return
}

$ProgressPreference = 'SilentlyContinue'
if ([Console]::IsOutputRedirected) { $PSStyle.OutputRendering = 'PlainText' }
$shown = @()
foreach ($step in & "$PSScriptRoot/walk.ps1") {
    if ($step.Says) {
        # A table ends with an empty line of its own.
        if (-not ($shown | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] })) { Show-Line '' }
        Show-Line "# $($step.Says)" $PSStyle.Foreground.Green
    }
    Show-Line "PS> $($step.Types)"
    $shown = @()
    . ([scriptblock]::Create($step.Types)) 2>&1 | Tee-Object -Variable shown | Select-Shown | Out-Host
    $surprise = Get-Surprise $step $shown
    if ($surprise) {
        Show-Line "The demo ends here: $surprise" $PSStyle.Foreground.Red
        exit 1
    }
}

Show-Line "`nThe report: $Report"
Show-Line 'To try it yourself: dotnet run --project src/KeyRotation.Demo -- -Interactive'
exit 0
