<#
.SYNOPSIS
    What importing the module costs: an empty engine, one that imports a module with nothing in it but a manifest, and one that imports this
    module, in turn, so that a busy machine slows all of them. The engine is the one that runs this script: that of the .NET tool takes twice as long for everything,
    because it is not compiled ahead of time, as the one that users install is. Its compiled copy is in out/engine where the build can make one.
.EXAMPLE
    ./tests/KeyRotation.Benchmarks/import.ps1
    Prints the medians of 20 runs of each, in milliseconds; the median of the differences between an engine that imports this module and an empty one;
    and how much of it is this module's own, beyond what any module costs.
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

$nothing = Join-Path ([IO.Path]::GetTempPath()) "keyrotation-nothing-$([guid]::NewGuid().ToString('N'))"
$null = New-Item -ItemType Directory $nothing
Set-Content "$nothing/Nothing.psm1" ''
New-ModuleManifest "$nothing/Nothing.psd1" -RootModule Nothing.psm1 -CmdletsToExport @() -FunctionsToExport @() -AliasesToExport @() -VariablesToExport @()

# The first of each fills the caches of the disk.
$null = Measure-Engine 'exit'
$null = Measure-Engine "Import-Module '$path'"
$pairs = foreach ($run in 1..$Runs) {
    $empty = Measure-Engine 'exit'
    $other = Measure-Engine "Import-Module '$nothing/Nothing.psd1'"
    $import = Measure-Engine "Import-Module '$path'"
    [pscustomobject]@{ Empty = $empty; Nothing = $other; Import = $import; Difference = $import - $empty; Own = $import - $other }
}
Remove-Item $nothing -Recurse
[pscustomobject]@{
    Runs       = $Runs
    Empty      = Get-Median $pairs.Empty
    Import     = Get-Median $pairs.Import
    Nothing    = Get-Median $pairs.Nothing
    Difference = Get-Median $pairs.Difference
    Own        = Get-Median $pairs.Own
}
