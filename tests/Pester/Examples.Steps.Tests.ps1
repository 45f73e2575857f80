BeforeDiscovery {
    . "$PSScriptRoot/Examples.ps1"
    $examples = Get-CmdletExample -Step
}

BeforeAll { . "$PSScriptRoot/Examples.ps1" }

Describe 'An example' {
    BeforeEach {
        $sandbox = Start-ExampleSandbox
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        Push-Location $folder
    }
    AfterEach {
        Pop-Location
        $sandbox.Dispose()
    }

    It 'of <Cmdlet> works: <Title>' -ForEach $examples { Test-Example $sandbox $folder $Cmdlet $Code }
}
