<#
.SYNOPSIS
    Runs Pester files one after another, as the test project asks for them over a named pipe: a path comes in, results go out as JSON.
#>
param([string] $PipeName, [string] $ModulePath, [string] $PesterVersion)

$ErrorActionPreference = 'Stop'
# By name, and for the engines that the tests start too.
$env:PSModulePath = $ModulePath + [IO.Path]::PathSeparator + $env:PSModulePath
Import-Module Pester -RequiredVersion $PesterVersion

function Get-Outcome {
    param($Item, [string] $Name)
    @{
        Name    = $Name
        Outcome = "$($Item.Result)"
        Message = @($Item.ErrorRecord | ForEach-Object { "$($_.Exception.Message)`n$($_.ScriptStackTrace)" }) -join "`n"
    }
}

$pipe = [IO.Pipes.NamedPipeClientStream]::new('.', $PipeName)
$pipe.Connect(30000)
$reader = [IO.StreamReader]::new($pipe)
$writer = [IO.StreamWriter]::new($pipe)
$writer.AutoFlush = $true
while ($path = $reader.ReadLine()) {
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $path
    $configuration.Run.PassThru = $true
    $configuration.Filter.ExcludeTag = 'Slow'
    $run = Invoke-Pester -Configuration $configuration -WarningVariable warnings
    $outcomes = @(
        $run.Tests | Where-Object ShouldRun | ForEach-Object { Get-Outcome $_ $_.ExpandedPath }
        # What fails around the tests, such as a BeforeAll or an AfterAll.
        $run.FailedBlocks | ForEach-Object { Get-Outcome $_ "$($_.ExpandedPath): a block around the tests" }
        $run.FailedContainers | ForEach-Object { Get-Outcome $_ 'The file' }
    )
    $writer.WriteLine((@{ Outcomes = $outcomes; Warnings = @($warnings | ForEach-Object { "$_" }) } | ConvertTo-Json -Depth 5 -Compress))
}
