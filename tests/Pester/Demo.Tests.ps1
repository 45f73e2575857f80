# The demo, as `dotnet run --project src/KeyRotation.Demo` starts it, in engines of the kind that is running.
BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    $demo = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'src/KeyRotation.Demo/demo.ps1'
}

Describe 'The demo' {
    BeforeAll {
        $report = Join-Path $TestDrive 'report.html'
        $output = (Invoke-Engine '-File', $demo, '-Module', (Get-TestModulePath), '-Report', $report) -join "`n"
        $exitCode = $LASTEXITCODE
    }

    It 'ends well' {
        $exitCode | Should -Be 0 -Because $output
    }

    It 'shows each stage of a key''s life, the refusals too, in their order' {
        $stages = @(
            'PS> Get-StaleAccessKey -Days 90', 'Stale'
            'New-RotatedAccessKey -Destination', 'Destinations'
            '-ProfileName app', 'Superseded', 'Current'
            'Disable-OldAccessKey: *is still in use'
            'PS> Disable-OldAccessKey', 'Quarantined'
            'PS> Enable-OldAccessKey', 'Superseded'
            'PS> Disable-OldAccessKey', 'Quarantined'
            'Remove-RetiredAccessKey: *is quarantined since'
            'PS> Remove-RetiredAccessKey', 'Retired'
            'PS> Get-AccessKeyRotation', 'NextStep'
            'PS> Invoke-AccessKeyRotation -Destination SecretsManager -WhatIf', 'What if: '
            'PS> Invoke-AccessKeyRotation -Destination SecretsManager', 'Destinations'
            'PS> Test-AccessKeyCompliance', 'Fail'
            'Export-AccessKeyReport', $report
        )
        $pattern = ($stages | ForEach-Object { [regex]::Escape($_).Replace('\*', '.*') }) -join '[\s\S]+?'
        $output | Should -Match $pattern
        $report | Should -FileContentMatch '<html'
    }

    It 'shows no secret and no escape sequence to a program that reads it' {
        # A secret access key has forty characters. Nothing else here is so long in one piece, but for paths.
        $text = $output.Replace($report, '')
        $text | Should -Not -Match '(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])'
        $text | Should -Not -Match '\x1b'
    }

    It 'fails, and says why, when a command does what is not expected' {
        $run = Invoke-TestEngine "`$null = Start-KeyRotationSandbox; & '$demo' -Module '$(Get-TestModulePath)'"
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match 'Start-KeyRotationSandbox: [\s\S]+The demo ends here: no error was expected\.$'
    }

    It 'leaves a session in which the cmdlets work without parameters' {
        $program, $rest = @(Get-TestEngine) + '-NoLogo', '-NoProfile', '-NoExit', '-File', $demo, '-Module', (Get-TestModulePath), '-Interactive'
        $typed = '"$(@(Get-StaleAccessKey | New-RotatedAccessKey).Count) rotated at $($sandbox.Endpoint -eq $env:AWS_ENDPOINT_URL)"', 'exit 7'
        $output = $typed | & $program @rest 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 7
        $output | Should -Match 'Try: '
        $output | Should -Match '[1-9]\d* rotated at True'
    }
}
