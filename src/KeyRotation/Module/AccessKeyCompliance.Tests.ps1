<#
.SYNOPSIS
    Every control of a benchmark that concerns access keys as a Pester test: its NUnit XML is the evidence.
.DESCRIPTION
    One test a control and resource: passed, failed with reason, evidence and remedy, or skipped where the control does not
    apply. The name of each test holds what the verdict rests on.
.EXAMPLE
    $file = Join-Path (Get-Module KeyRotation).ModuleBase AccessKeyCompliance.Tests.ps1
    $container = New-PesterContainer -Path $file -Data @{ ProfileName = 'audit'; Benchmark = '5.0.0' }
    Invoke-Pester -Configuration @{ Run = @{ Container = $container }; TestResult = @{ Enabled = $true; OutputPath = 'access-keys.xml' } }
#>
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'What discovery finds is used by the -ForEach of the tests.')]
param(
    # The benchmarks, as Test-AccessKeyCompliance takes them. Default: its own.
    [string[]] $Benchmark,
    # From how many days on a key is too old. Default: the benchmark's own limit.
    [int] $Days,
    # From how many days without use on a credential is unused. Default: the benchmark's own limit.
    [int] $UnusedDays,
    # The users to look at; wildcards are allowed. Default: all.
    [string[]] $UserName,
    # Saved credential reports to check instead of an account.
    [string[]] $Path,
    # The connection, as every cmdlet of the module takes it.
    [string] $ProfileName,
    [string] $ProfileLocation,
    [string] $Region,
    [string] $EndpointUrl,
    [string] $RoleArn,
    [string] $ManagedIdentityResource,
    [string] $ManagedIdentityClientId
)

# Only what was given is passed on: a parameter without a value is not the same as one that is not there.
$given = $PSBoundParameters

BeforeDiscovery {
    if (-not (Get-Module KeyRotation)) {
        Import-Module (Join-Path $PSScriptRoot 'KeyRotation.psd1')
    }

    $problems = $null
    $controls = @(
        Test-AccessKeyCompliance @given -ErrorVariable problems -ErrorAction SilentlyContinue |
            Group-Object -Property Benchmark, ControlId |
            ForEach-Object {
                @{
                    Control = $_.Group[0]
                    Results = @($_.Group | ForEach-Object { @{ Result = $_; Shown = $_.Evidence -join ', ' } })
                }
            }
    )
    $audit = @{ Problems = @($problems | ForEach-Object { "$_" }); Count = $controls.Count }
}

Describe 'The audit' {
    It 'could tell of every user' -ForEach $audit {
        $Problems | Should -BeNullOrEmpty -Because 'what could not be checked does not pass'
    }

    It 'looked at something' -ForEach $audit {
        $Count | Should -BeGreaterThan 0
    }
}

Describe '<Control.Benchmark> <Control.ControlId>: <Control.Title>' -ForEach $controls {
    It '<Result.UserName>: <Result.Reason> (<Shown>)' -ForEach $Results {
        if ($Result.Status -eq 'NotApplicable') {
            Set-ItResult -Skipped -Because $Result.Reason
        }

        $because = "$($Result.Reason) Remedy: $($Result.Remedy -join '; '). Also: $($Result.References -join ', ')"
        "$($Result.Status)" | Should -Be 'Pass' -Because $because
    }
}
