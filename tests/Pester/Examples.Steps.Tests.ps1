BeforeDiscovery {
    . "$PSScriptRoot/Examples.ps1"
    $examples = Get-CmdletExample -Step
}

BeforeAll { . "$PSScriptRoot/Examples.ps1" }

Describe 'An example' {
    It 'of <Cmdlet> works: <Title>' -ForEach $examples { Test-Example $Cmdlet $Code }
}
