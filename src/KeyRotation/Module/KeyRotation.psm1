#Requires -Version 5.1

# An import takes as long as what is written here: each operator and each new call is compiled, a type in brackets is searched
# in all assemblies, and Add-Type loads a module of its own. Few, plain calls are the fastest.
$ErrorActionPreference = 'Stop'

# Windows PowerShell names no platform.
if ($PSVersionTable['Platform']) {
    try {
        # The loader keeps the AWS SDK of this module apart from any other in the session.
        $context = [System.Reflection.Assembly]::LoadFrom("$PSScriptRoot/bin/net8.0/KeyRotation.Loader.dll").GetType('KeyRotation.Loader.ModuleLoadContext')
        $isLoaded = $context.GetProperty('IsLoaded').GetValue($null)
        $assembly = $context.GetProperty('Module').GetValue($null)
    }
    catch {
        if ($PSVersionTable.PSVersion -lt '7.4') {
            throw "KeyRotation needs PowerShell 7.4 or later, or Windows PowerShell 5.1; this is PowerShell $($PSVersionTable.PSVersion)."
        }
        throw
    }
}
else {
    # What the module asks for is found in its folder, and nobody else's requests are answered.
    $assembly = [System.Reflection.Assembly]::LoadFile("$PSScriptRoot\bin\netstandard2.0\KeyRotation.dll")
    $assembly.GetType('KeyRotation.Commands.Desktop.OwnAssemblies').GetMethod('Answer').Invoke($null, $null)
    $isLoaded = $true
}
$inner = Import-Module -Assembly $assembly -PassThru

# The first import of an assembly passes its cmdlets on. A later one, in this session or in another of the process, leaves them
# inside (PowerShell issue 20710): they are passed on one by one.
if ($isLoaded) {
    $addExportedCmdlet = [System.Management.Automation.PSModuleInfo].GetMethod(
        'AddExportedCmdlet',
        [System.Reflection.BindingFlags]'Instance, NonPublic')
    foreach ($cmdlet in $inner.ExportedCmdlets.Values) {
        $addExportedCmdlet.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
    }
}
