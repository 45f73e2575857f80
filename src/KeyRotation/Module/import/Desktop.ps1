# Windows PowerShell. What the module asks for is found in its folder, and nobody else's requests are answered.
$assembly = [System.Reflection.Assembly]::LoadFile("$(Split-Path $PSScriptRoot)\bin\netstandard2.0\KeyRotation.dll")
$assembly.GetType('KeyRotation.Commands.Desktop.OwnAssemblies').GetMethod('Answer').Invoke($null, $null)
$inner = Import-Module -Assembly $assembly -PassThru

# The first import of an assembly passes its cmdlets on. A later one, in this session or in another of the process, leaves them
# inside (PowerShell issue 20710): they are passed on one by one.
$addExportedCmdlet = [System.Management.Automation.PSModuleInfo].GetMethod(
    'AddExportedCmdlet',
    [System.Reflection.BindingFlags]'Instance, NonPublic')
foreach ($cmdlet in $inner.ExportedCmdlets.Values) {
    $addExportedCmdlet.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
}
