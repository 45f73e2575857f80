# The cmdlets could not be loaded: in an engine before 7.4, because they are for a newer .NET.
if ($PSVersionTable.PSVersion -lt '7.4') {
    throw "KeyRotation needs PowerShell 7.4 or later, or Windows PowerShell 5.1; this is PowerShell $($PSVersionTable.PSVersion)."
}
throw $_
