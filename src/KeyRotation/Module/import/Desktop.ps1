# Windows PowerShell. What the module asks for is found in its folder, and nobody else's requests are answered.
$assembly = [System.Reflection.Assembly]::LoadFile("$(Split-Path $PSScriptRoot)\bin\netstandard2.0\KeyRotation.dll")
$assembly.GetType('KeyRotation.Commands.Desktop.OwnAssemblies').GetMethod('Answer').Invoke($null, $null)
$isLoaded = $true
