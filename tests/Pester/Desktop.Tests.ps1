# The way through the module in any engine, Windows PowerShell 5.1 too: the sandbox is a process of its own here, and this
# file keeps to the syntax of 5.1. In PowerShell 7, the assemblies for 5.1 are run as well as they can be there.
BeforeAll {
    Import-Module "$PSScriptRoot/Engine.psm1" -Force
    $root = Split-Path (Split-Path $PSScriptRoot)
    $modulePath = $env:KEYROTATION_MODULE
    if (-not $modulePath) { $modulePath = Join-Path $root 'out/KeyRotation/KeyRotation.psd1' }

    function Start-SandboxProcess {
        $assembly = Get-ChildItem (Join-Path $root 'src/KeyRotation.Sandbox/bin') -Recurse -Filter KeyRotation.Sandbox.dll |
            Where-Object { Test-Path (Join-Path $_.DirectoryName 'KeyRotation.Sandbox.runtimeconfig.json') } |
            Sort-Object LastWriteTime | Select-Object -Last 1
        $out = Join-Path $TestDrive 'sandbox.txt'
        $process = Start-Process dotnet -PassThru -RedirectStandardOutput $out -RedirectStandardError "$out.err" -ArgumentList @(
            "`"$($assembly.FullName)`"", 'serve', '--users', '8', '--seed', '7', '--propagation', '0')
        $deadline = [datetime]::UtcNow.AddSeconds(60)
        do {
            if ($process.HasExited -or [datetime]::UtcNow -gt $deadline) { throw "The sandbox did not start: $(Get-Content "$out.err")" }
            $null = $process.WaitForExit(50)
            $text = "$(Get-Content $out -Raw -ErrorAction Ignore)"
        } until ($text -match 'Ctrl\+C')
        foreach ($name in @(Get-ChildItem Env: | Where-Object Name -Like 'AWS_*' | ForEach-Object Name)) { Remove-Item "Env:$name" }
        foreach ($line in [regex]::Matches($text, "(?m)^\`$env:(\w+) = '([^']*)'")) {
            Set-Item "Env:$($line.Groups[1].Value)" $line.Groups[2].Value
        }
        $env:AWS_EC2_METADATA_DISABLED = 'true'
        $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'credentials'

        # The key of an earlier sandbox would be somebody else's, and is not written over.
        Remove-Item $env:AWS_SHARED_CREDENTIALS_FILE -ErrorAction Ignore
        $env:AWS_CONFIG_FILE = Join-Path $TestDrive 'config'
        $process
    }

    # The steps that a person takes; what they gave, in one line each.
    $walk = {
        function Step-Clock { param([int] $Days) $null = Invoke-RestMethod -Method Post -Uri "$env:AWS_ENDPOINT_URL/_sandbox/clock" -Body "{`"days`":$Days}" }
        $ErrorActionPreference = 'Stop'
        $stale = @(Get-StaleAccessKey -Days 90)
        $rotated = @($stale | New-RotatedAccessKey -Destination SecretsManager, Profile:new)
        "rotated $($rotated.Count -eq $stale.Count -and $stale.Count -gt 0)"
        "table $([bool] (($rotated | Out-String -Width 200) -match 'Replaces'))"
        "named $([KeyRotation.AccessKey].FullName) $($stale[0] -is [KeyRotation.AccessKey])"
        Step-Clock 2
        "disabled $(@(Disable-OldAccessKey).Count -eq $rotated.Count)"
        "enabled $((Enable-OldAccessKey -UserName $rotated[0].UserName).AccessKeyId -eq $rotated[0].ReplacedAccessKeyId)"
        Step-Clock 2
        "disabled again $(@(Disable-OldAccessKey).Count)"
        Step-Clock 7
        "removed $(@(Remove-RetiredAccessKey -QuarantineDays 7 -Confirm:$false).Count -eq $rotated.Count)"
        "left $(@(Get-StaleAccessKey -Days 90 -IncludeInactive | Where-Object { $rotated.ReplacedAccessKeyId -contains $_.AccessKeyId }).Count)"
    }
    $walked = 'rotated True', 'table True', 'named KeyRotation.AccessKey True', 'disabled True', 'enabled True', 'disabled again 1', 'removed True', 'left 0'
}

Describe 'The life of a key in this engine' {
    BeforeEach { $sandbox = Start-SandboxProcess }
    AfterEach { if ($sandbox) { $sandbox.Kill(); $sandbox.WaitForExit() } }

    It 'is as on every other' {
        Import-Module $modulePath -Force
        & $walk | Should -Be $walked
    }

    It 'is the same with the assemblies for Windows PowerShell, which nobody else finds' -Skip:($PSVersionTable.PSEdition -eq 'Desktop') {
        $file = Join-Path $TestDrive 'desktop.ps1'
        Set-Content $file @"
            `$assembly = [Reflection.Assembly]::LoadFile('$(Split-Path $modulePath)/bin/netstandard2.0/KeyRotation.dll')
            `$assembly.GetType('KeyRotation.Commands.Desktop.OwnAssemblies').GetMethod('Answer').Invoke(`$null, `$null)
            Update-FormatData -AppendPath '$(Split-Path $modulePath)/KeyRotation.Format.ps1xml'
            Import-Module -Assembly `$assembly
            & { $walk }
            try { Start-KeyRotationSandbox } catch { `$_.FullyQualifiedErrorId }
            try { `$null = [Reflection.Assembly]::Load('AWSSDK.Core'); 'found by others' } catch { 'not found by others' }
            @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -match 'KeyRotation|AWSSDK' } | ForEach-Object { Split-Path (Split-Path `$_.Location) -Leaf } | Sort-Object -Unique) -join ' '
"@
        $said = Invoke-Engine '-File', $file
        $said | Should -Be ($walked + 'SandboxUnavailable,KeyRotation.Commands.StartKeyRotationSandboxCommand', 'not found by others', 'netstandard2.0')
    }

    It 'has no sandbox of its own in Windows PowerShell, and says so' -Skip:($PSVersionTable.PSEdition -ne 'Desktop') {
        Import-Module $modulePath -Force
        { Start-KeyRotationSandbox } | Should -Throw -ErrorId 'SandboxUnavailable,KeyRotation.Commands.StartKeyRotationSandboxCommand'
    }
}
