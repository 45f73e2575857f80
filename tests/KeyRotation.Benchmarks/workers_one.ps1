# One worker of workers.ps1: writes a line when an account is begun and one when it has ended, as they come.
param([string] $Module, [string] $QueueUrl, [string] $Log, [int] $AccountsAtOnce)

$ErrorActionPreference = 'Stop'
Import-Module $Module
$VerbosePreference = 'Continue'
$writer = [IO.StreamWriter]::new($Log)
$writer.AutoFlush = $true
function Write-Line($What, $Account, $Text) {
    $writer.WriteLine((@{ What = $What; Account = $Account; At = [datetime]::UtcNow; Text = "$Text" } | ConvertTo-Json -Compress))
}

# Redirected as they come: the first call to an account is its beginning, its summary the end.
Start-KeyRotationWorker -QueueUrl $QueueUrl -RoleName KeyRotation -Destination SecretsManager -AccountThrottleLimit $AccountsAtOnce -VisibilityTimeout 9 -IdleTimeout 15 -ErrorAction Continue *>&1 |
    ForEach-Object {
        if ($_ -is [Management.Automation.VerboseRecord]) {
            if ($_.Message -match '^(\d{12}): sts:AssumeRole') { Write-Line begin $Matches[1] }
        }
        elseif ($_ -is [Management.Automation.ErrorRecord]) { Write-Line error '' "$($_.FullyQualifiedErrorId) $_" }
        elseif ($_ -is [Management.Automation.WarningRecord] -and $_.Message -notlike '*credential report*') { Write-Line warning '' $_ }
        elseif ($_ -is [KeyRotation.RotationSummary]) { Write-Line end $_.AccountId $_ }
    }
$writer.Dispose()
