# Starts further engines of the kind that is running: pwsh, powershell, or `dotnet pwsh.dll` where PowerShell is a .NET tool.

# The command line of the engine: the program, and what comes before its own arguments.
function Get-TestEngine {
    $program = (Get-Process -Id $PID).Path
    $program
    if ([IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { Join-Path $PSHOME 'pwsh.dll' }
}

# Runs an engine to its end and returns the lines that it wrote to either stream; $LASTEXITCODE is its exit code.
function Invoke-Engine {
    param([string[]] $ArgumentList)

    $program, $rest = @(Get-TestEngine) + '-NoProfile' + '-NonInteractive' + $ArgumentList
    & $program @rest 2>&1 | ForEach-Object { "$_" }
}

# Starts an engine and returns its process at once. Its streams go to the files $OutputPath.out and $OutputPath.err.
function Start-Engine {
    param([string[]] $ArgumentList, [string] $OutputPath)

    $program, $rest = @(Get-TestEngine) + '-NoProfile' + '-NonInteractive' + $ArgumentList
    Start-Process -PassThru -FilePath $program -ArgumentList $rest -RedirectStandardOutput "$OutputPath.out" -RedirectStandardError "$OutputPath.err"
}

Export-ModuleMember -Function Get-TestEngine, Invoke-Engine, Start-Engine
