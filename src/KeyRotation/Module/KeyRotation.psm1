#Requires -Version 5.1

# An import takes as long as what is written here, run or not: each operator and each new call is compiled, a type in brackets is
# searched in all assemblies, and Add-Type loads a module of its own. Few, plain calls are the fastest; what is seldom run is in the folder import.
$ErrorActionPreference = 'Stop'

# Windows PowerShell names no platform.
if ($PSVersionTable['Platform']) {
    try {
        # The loader keeps the AWS SDK of this module apart from any other in the session.
        $assembly, $isLoaded = [System.Reflection.Assembly]::LoadFrom("$PSScriptRoot/bin/net8.0/KeyRotation.Loader.dll").GetType('KeyRotation.Loader.ModuleLoadContext').GetMethod('Load').Invoke($null, $null)
    }
    catch { . "$PSScriptRoot/import/Failed.ps1" }
}
else { . "$PSScriptRoot/import/Desktop.ps1" }
$inner = Import-Module -Assembly $assembly -PassThru
if ($isLoaded) { . "$PSScriptRoot/import/Again.ps1" }
