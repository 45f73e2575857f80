<#
.SYNOPSIS
    What importing the module costs: an empty engine beside one that imports it, in turn, so that a busy machine slows both.
.EXAMPLE
    ./tests/KeyRotation.Benchmarks/import.ps1
    Prints the medians of 20 runs of each, and the median of their differences, in milliseconds.
#>
[CmdletBinding()]
param(
    [int] $Runs = 20,
    [string] $Module = "$PSScriptRoot/../../out/KeyRotation/KeyRotation.psd1"
)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../Pester/Engine.psm1"
$program, $rest = @(Get-TestEngine) + '-NoProfile' + '-Command'
$path = (Resolve-Path $Module).ProviderPath

function Measure-Engine {
    param([string] $Command)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    & $program @rest $Command
    $watch.Elapsed.TotalMilliseconds
}

function Get-Median {
    param([double[]] $Values)
    $sorted = @($Values | Sort-Object)
    [math]::Round(($sorted[[math]::Floor(($sorted.Count - 1) / 2)] + $sorted[[math]::Floor($sorted.Count / 2)]) / 2)
}

# The first of each fills the caches of the disk.
$null = Measure-Engine 'exit'
$null = Measure-Engine "Import-Module '$path'"
$pairs = foreach ($run in 1..$Runs) {
    $empty = Measure-Engine 'exit'
    $import = Measure-Engine "Import-Module '$path'"
    [pscustomobject]@{ Empty = $empty; Import = $import; Difference = $import - $empty }
}
[pscustomobject]@{
    Runs       = $Runs
    Empty      = Get-Median $pairs.Empty
    Import     = Get-Median $pairs.Import
    Difference = Get-Median $pairs.Difference
}
