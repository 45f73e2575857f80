<#
.SYNOPSIS
    Rotations on a moto server whose answers are partly throttling, by one engine or by two at the same time.
.DESCRIPTION
    Prints a line a round, and what is not as it should be: a user without exactly two active keys, a secret that is not that of the
    new key, an old key that is gone, more than two creations for a user, an error that is none of two rotations that met.
.EXAMPLE
    ./tests/KeyRotation.Benchmarks/moto.ps1 -Users 5000 -Due 200 -ThrottledPercent 30
    One rotator on a large account.
.EXAMPLE
    ./tests/KeyRotation.Benchmarks/moto.ps1 -Rotators 2 -Users 40 -Due 40 -Rounds 20
    Two rotators at the same time.
#>
[CmdletBinding()]
param(
    [int] $Rotators = 1,
    [int] $Users = 5000,
    [int] $Due = 200,
    [int] $ThrottledPercent = 0,
    [int] $Rounds = 1,
    [int] $ThrottleLimit = 8,
    [string] $Module = "$PSScriptRoot/../../out/KeyRotation/KeyRotation.psd1"
)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../Pester/Engine.psm1"
if (-not (Get-Command python3 -ErrorAction Ignore) -or $(python3 -c 'import moto.server' 2>&1; $LASTEXITCODE -ne 0)) {
    Write-Warning 'Skipped: python3 with moto[server] is not installed.'
    return
}

$folder = Join-Path ([IO.Path]::GetTempPath()) "keyrotation-moto-$([guid]::NewGuid().ToString('N'))"
$null = New-Item $folder -ItemType Directory
$listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
$listener.Start()
$port = $listener.LocalEndpoint.Port
$listener.Stop()
Get-ChildItem Env:AWS_* | ForEach-Object { Remove-Item "Env:$($_.Name)" }
$env:AWS_EC2_METADATA_DISABLED = 'true'
$env:AWS_ENDPOINT_URL = "http://127.0.0.1:$port"
$env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = 'test'
$env:AWS_REGION = 'us-east-1'
$env:XDG_DATA_HOME = $folder

# How a rotation of one user may end that meets another one. The quota of IAM is the last guard between two that begin in the same moment.
$meetings = 'RotationInProgress', 'KeysChanged', 'TwoActiveKeys', 'QuotaReached'

function Get-Doubt {
    param($State, $Results)

    $failed = @($Results.Errors.Text)
    foreach ($user in $State.users | Select-Object -First $Due) {
        $active = @($user.keys | Where-Object active)
        $new = @($active | Where-Object id -NE $user.old)
        if ($user.old -notin $active.id) { "$($user.name): the old key is not active" }
        if ($user.created -gt 2) { "$($user.name): $($user.created) creations" }
        if ($user.tags.PSObject.Properties.Name -contains 'keyrotation:pending') { "$($user.name): an entry is left" }
        if (@($user.keys).Count -ne 2 -or $new.Count -ne 1) {
            "$($user.name): $(@($user.keys).Count) keys, $($new.Count) of them new; $(@($failed -match $user.name) -join ' | ')"
        }
        elseif ($user.stored.AccessKeyId -cne $new[0].id -or $user.stored.SecretAccessKey -cne $new[0].secret) {
            "$($user.name): the secret in the destination is not that of the new key"
        }
    }
    foreach ($user in $State.users | Select-Object -Skip $Due | Where-Object { @($_.keys).Count -ne 1 }) { "$($user.name): was not due, and has $(@($user.keys).Count) keys" }
    foreach ($problem in @($Results.Errors) | Where-Object { $_ -and ($Rotators -eq 1 -or $_.Id -notin $meetings) }) { "$($problem.Id): $($problem.Text)" }
}

$server = Start-Process -PassThru python3 -ArgumentList "$PSScriptRoot/moto_account.py", $port -RedirectStandardOutput "$folder/moto.out" -RedirectStandardError "$folder/moto.err"
$engines = @()
try {
    $deadline = [datetime]::UtcNow.AddSeconds(60)
    do {
        $null = $server.WaitForExit(50)
        $answers = try { $null = [Net.Sockets.TcpClient]::new('127.0.0.1', $port); $true } catch { $false }
    } until ($answers -or [datetime]::UtcNow -gt $deadline)

    $engines = @(foreach ($number in 1..$Rotators) {
            Start-Engine -OutputPath "$folder/rotator$number" -ArgumentList @(
                '-File', "$PSScriptRoot/moto_rotator.ps1", '-Module', (Resolve-Path $Module).ProviderPath, '-Folder', $folder, '-Name', "rotator$number", '-Rounds', $Rounds, '-ThrottleLimit', $ThrottleLimit)
        })
    foreach ($round in 1..$Rounds) {
        $null = Invoke-RestMethod -NoProxy "http://127.0.0.1:$port/control/fill?users=$Users&due=$Due&throttled=$ThrottledPercent&seed=$round" -Method Post
        $null = New-Item "$folder/go-$round"
        $files = 1..$Rotators | ForEach-Object { "$folder/rotator$_-$round.json" }
        while ($files | Where-Object { -not (Test-Path $_) }) {
            if (0..($Rotators - 1) | Where-Object { $engines[$_].HasExited -and -not (Test-Path $files[$_]) }) { throw "A rotator ended: $(Get-Content "$folder/rotator*.err", "$folder/rotator*.out")" }
            $null = $server.WaitForExit(100)
        }
        $results = @($files | ForEach-Object { Get-Content -Raw $_ | ConvertFrom-Json })
        $state = Invoke-RestMethod -NoProxy "http://127.0.0.1:$port/control/state"
        $doubts = @(Get-Doubt $state $results)
        [pscustomobject]@{
            Round     = $round
            Seconds   = [math]::Round(($results.Seconds | Measure-Object -Maximum).Maximum, 1)
            PeakMB    = ($results.PeakMB | Measure-Object -Maximum).Maximum
            Rotated   = ($results | ForEach-Object { @($_.Rotated).Count }) -join '+'
            Errors    = ($results.Errors | Group-Object Id | ForEach-Object { "$($_.Name) $($_.Count)" }) -join ', '
            Created   = ($state.users.created | Measure-Object -Sum).Sum
            TakenBack = ($state.users.deleted | Measure-Object -Sum).Sum
            Calls     = ($state.calls.PSObject.Properties | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Value)" }) -join ', '
            Repeated  = $state.repeats
            Throttled = ($state.throttled.PSObject.Properties | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Value)" }) -join ', '
            Doubts    = $doubts
        }
    }
}
finally {
    @($engines) + $server | Where-Object { $_ -and -not $_.HasExited } | ForEach-Object { $_.Kill($true) }
    Remove-Item $folder -Recurse -Force
}
