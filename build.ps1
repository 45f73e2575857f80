<#
.SYNOPSIS
    A thin front to the .NET SDK, for people who have PowerShell.
.EXAMPLE
    ./build.ps1 Build
    Builds the module into out/KeyRotation.
.EXAMPLE
    ./build.ps1 Test
    Runs the .NET tests, and the Pester tests where Pester 5 is installed.
.EXAMPLE
    ./build.ps1 Demo
    Walks through the life of a key in this session, against the embedded sandbox.
.EXAMPLE
    ./build.ps1 Pack
    Makes a zip (for Azure Automation) and a nupkg (for the PowerShell Gallery) of a Release build in out/package.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Pack')]
    [string] $Task = 'Build'
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$module = Join-Path $root 'out/KeyRotation'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $args failed with exit code $LASTEXITCODE."
    }
}

function Build { Invoke-DotNet build (Join-Path $root 'KeyRotation.sln') }

switch ($Task) {
    'Build' { Build }
    'Test' {
        Invoke-DotNet test (Join-Path $root 'KeyRotation.sln')
        if (Get-Module -ListAvailable Pester | Where-Object { $_.Version.Major -eq 5 }) {
            & (Join-Path $root 'tests/Pester/run.ps1')
        }
        else {
            Write-Warning 'The Pester tests were not run: Pester 5 is not installed (Install-Module Pester).'
        }
    }
    'Demo' {
        Build
        & (Join-Path $root 'src/KeyRotation.Sandbox/demo.ps1') -Module $module
    }
    'Pack' { & (Join-Path $root 'src/Packaging/pack.ps1') -Root $root }
}
