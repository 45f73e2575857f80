<#
.SYNOPSIS
    A thin front to the .NET SDK, for people who have PowerShell.
.EXAMPLE
    ./build.ps1 Build
    Builds the module into out/KeyRotation.
.EXAMPLE
    ./build.ps1 Test
    Runs all tests, Pester's included.
.EXAMPLE
    ./build.ps1 Demo
    Walks through the life of a key, in an engine of its own, on the embedded sandbox.
.EXAMPLE
    ./build.ps1 Pack
    For each module, makes a zip (for Azure Automation) and a nupkg (for the PowerShell Gallery) of a Release build in out/package.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Pack')]
    [string] $Task = 'Build'
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $args failed with exit code $LASTEXITCODE."
    }
}

switch ($Task) {
    'Build' { Invoke-DotNet build (Join-Path $root 'KeyRotation.sln') }
    'Test' { Invoke-DotNet test (Join-Path $root 'KeyRotation.sln') }
    'Demo' { Invoke-DotNet run --project (Join-Path $root 'src/KeyRotation.Demo') }
    'Pack' { & (Join-Path $root 'src/Packaging/pack.ps1') -Root $root }
}
