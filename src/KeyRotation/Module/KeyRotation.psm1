#Requires -Version 5.1

# An import takes as long as what is written here, run or not: each operator and each call of .NET is compiled, and a type in brackets is
# searched in all assemblies. What is seldom run is in the folder import.
$ErrorActionPreference = 'Stop'

# Windows PowerShell names no platform.
if ($PSVersionTable['Platform']) {
    try { Import-Module "$PSScriptRoot/bin/net8.0/KeyRotation.dll" }
    catch { . "$PSScriptRoot/import/Failed.ps1" }
}
else { . "$PSScriptRoot/import/Desktop.ps1" }
