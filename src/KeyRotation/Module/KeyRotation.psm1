#Requires -Version 5.1

$ErrorActionPreference = 'Stop'

if ($PSEdition -eq 'Desktop') {
    # What the module asks for is found in its folder, and nobody else's requests are answered.
    $assembly = [System.Reflection.Assembly]::LoadFile([System.IO.Path]::Combine($PSScriptRoot, 'bin', 'netstandard2.0', 'KeyRotation.dll'))
    $assembly.GetType('KeyRotation.Commands.Desktop.OwnAssemblies').GetMethod('Answer').Invoke($null, $null)
}
elseif ($PSVersionTable.PSVersion -lt [version] '7.4') {
    throw "KeyRotation needs PowerShell 7.4 or later, or Windows PowerShell 5.1; this is PowerShell $($PSVersionTable.PSVersion)."
}
else {
    # The loader keeps the AWS SDK of this module apart from any other in the session.
    Add-Type -LiteralPath ([System.IO.Path]::Combine($PSScriptRoot, 'bin', 'net8.0', 'KeyRotation.Loader.dll'))
    $assembly = [KeyRotation.Loader.ModuleLoadContext]::Module
}
$inner = Import-Module -Assembly $assembly -PassThru

# A module inside a module is not seen from outside: its cmdlets are passed on one by one.
$addExportedCmdlet = [System.Management.Automation.PSModuleInfo].GetMethod(
    'AddExportedCmdlet',
    [System.Reflection.BindingFlags]'Instance, NonPublic')
foreach ($cmdlet in $inner.ExportedCmdlets.Values) {
    $addExportedCmdlet.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
}
