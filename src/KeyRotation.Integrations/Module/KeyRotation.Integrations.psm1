#Requires -Version 7.4

$ErrorActionPreference = 'Stop'

# The loader of KeyRotation keeps the libraries of this module apart from those of the Az modules in the session.
$name = 'KeyRotation.Integrations'
$assembly = [KeyRotation.Loader.ModuleLoadContext]::FindCompanion($name)
$isLoaded = $null -ne $assembly
if (-not $isLoaded) {
    $assembly = [KeyRotation.Loader.ModuleLoadContext]::LoadCompanion((Join-Path $PSScriptRoot 'bin'), $name)
}
$inner = Import-Module -Assembly $assembly -PassThru

# A later import of an assembly, in this session or in another of the process, does not pass its cmdlets on (PowerShell issue 20710).
if ($isLoaded) {
    $addExportedCmdlet = [System.Management.Automation.PSModuleInfo].GetMethod(
        'AddExportedCmdlet',
        [System.Reflection.BindingFlags]'Instance, NonPublic')
    foreach ($cmdlet in $inner.ExportedCmdlets.Values) {
        $addExportedCmdlet.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
    }
}
