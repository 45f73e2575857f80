#Requires -Version 7.4

$ErrorActionPreference = 'Stop'

# The loader keeps the AWS SDK of this module apart from any other in the session.
Add-Type -LiteralPath ([System.IO.Path]::Combine($PSScriptRoot, 'bin', 'net8.0', 'KeyRotation.Loader.dll'))
$inner = Import-Module -Assembly ([KeyRotation.Loader.ModuleLoadContext]::Module) -PassThru

# A module inside a module is not seen from outside: its cmdlets are passed on one by one.
$addExportedCmdlet = [System.Management.Automation.PSModuleInfo].GetMethod(
    'AddExportedCmdlet',
    [System.Reflection.BindingFlags]'Instance, NonPublic')
foreach ($cmdlet in $inner.ExportedCmdlets.Values) {
    $addExportedCmdlet.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
}
