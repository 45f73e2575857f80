# One rotator of moto.ps1: waits for the sign of each round, rotates, and writes what came of it.
param([string] $Module, [string] $Folder, [string] $Name, [int] $Rounds, [int] $ThrottleLimit)

$ErrorActionPreference = 'Stop'
Import-Module $Module
foreach ($round in 1..$Rounds) {
    while (-not (Test-Path "$Folder/go-$round")) { [Threading.Thread]::Sleep(10) }
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $keys = @(Get-StaleAccessKey -Days 90 -ErrorVariable problems -ErrorAction SilentlyContinue -WarningAction SilentlyContinue |
        New-RotatedAccessKey -Destination SecretsManager -ThrottleLimit $ThrottleLimit -ErrorVariable +problems -ErrorAction SilentlyContinue -WarningAction SilentlyContinue)
    $peak = if ($IsLinux) { [long] ((Get-Content /proc/self/status | Select-String '^VmHWM:\s+(\d+)').Matches[0].Groups[1].Value) * 1KB } else { [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 }
    [ordered]@{
        Seconds  = $watch.Elapsed.TotalSeconds
        PeakMB   = [math]::Round($peak / 1MB)
        Rotated  = @($keys | ForEach-Object { [ordered]@{ User = $_.UserName; Id = $_.AccessKeyId } })
        # An error shows in both variables of a pipeline.
        Errors   = @($problems | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Sort-Object { "$_" } -Unique | ForEach-Object { [ordered]@{ Id = ($_.FullyQualifiedErrorId -split ',')[0]; Text = "$_" } })
    } | ConvertTo-Json -Depth 4 | Set-Content "$Folder/$Name-$round.part"
    Move-Item "$Folder/$Name-$round.part" "$Folder/$Name-$round.json"
}
