<#
.SYNOPSIS
    Workers in processes of their own on the accounts that a state machine hands out, on a moto server; one of them is killed in the middle.
.DESCRIPTION
    Prints what moto has at the end: the execution, the queue, the keys of each account; and what is not as it should be: an account without
    exactly two keys that was not left for later, a secret that is not that of the new key, an entry that is left, an account that two workers had at the same time.
    moto listens on port 5000, which must be free: its state machines call that port.
.EXAMPLE
    ./tests/KeyRotation.Benchmarks/workers.ps1
#>
[CmdletBinding()]
param(
    [int] $Accounts = 60,
    [int] $Workers = 3,
    [int] $AccountsAtOnce = 2,
    [switch] $NoKill,
    [string] $Module = "$PSScriptRoot/../../out/KeyRotation/KeyRotation.psd1"
)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../Pester/Engine.psm1"
if (-not (Get-Command python3 -ErrorAction Ignore) -or $(python3 -c 'import moto.server' 2>&1; $LASTEXITCODE -ne 0)) {
    Write-Warning 'Skipped: python3 with moto[server] is not installed.'
    return
}

$folder = Join-Path ([IO.Path]::GetTempPath()) "keyrotation-workers-$([guid]::NewGuid().ToString('N'))"
$null = New-Item $folder -ItemType Directory
Get-ChildItem Env:AWS_* | ForEach-Object { Remove-Item "Env:$($_.Name)" }
$env:AWS_EC2_METADATA_DISABLED = 'true'
$env:AWS_ENDPOINT_URL = 'http://127.0.0.1:5000'
$env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = 'test'
$env:AWS_REGION = 'us-east-1'
$env:XDG_DATA_HOME = $folder
$control = 'http://127.0.0.1:5000/control'

function Get-Doubt {
    param($State, $Turns, $Left)

    foreach ($account in $State.accounts) {
        # Of a worker that died between its entry and CreateAccessKey, a key may still appear: for 15 minutes the pass leaves that for later.
        if ($account.id -in $Left) { continue }
        $new = @($account.keys | Where-Object id -NE $account.old)
        if (@($account.keys).Count -ne 2 -or $new.Count -ne 1) { "$($account.id): $(@($account.keys).Count) keys, $($new.Count) of them new" }
        elseif ($account.stored.AccessKeyId -cne $new[0].id -or $account.stored.SecretAccessKey -cne $new[0].secret) { "$($account.id): the secret is not that of the new key" }
        if ($account.tags.PSObject.Properties.Name -contains 'keyrotation:pending') { "$($account.id): an entry is left" }
        if ($account.id -notin ($Turns | Where-Object Finished).Account) { "$($account.id): no worker has finished it" }
    }
    foreach ($group in $Turns | Group-Object Account | Where-Object Count -GT 1) {
        $ordered = @($group.Group | Sort-Object Begun)
        foreach ($next in 1..($ordered.Count - 1)) {
            if ($ordered[$next].Begun -lt $ordered[$next - 1].Ended) { "$($group.Name): two workers had it at the same time" }
        }
    }
}

# A turn for each time that a worker had an account. Where it did not finish, it had it until it was killed.
function Get-Turn {
    foreach ($file in Get-ChildItem "$folder/worker*.log") {
        $lines = @(Get-Content $file | ConvertFrom-Json)
        foreach ($begin in $lines | Where-Object What -EQ 'begin') {
            $end = $lines | Where-Object { $_.What -eq 'end' -and $_.Account -eq $begin.Account -and $_.At -ge $begin.At } | Select-Object -First 1
            [pscustomobject]@{ Worker = $file.BaseName; Account = $begin.Account; Begun = $begin.At; Ended = $end ? $end.At : $killedAt; Finished = [bool] $end }
        }
    }
}

$server = Start-Process -PassThru python3 -ArgumentList "$PSScriptRoot/workers_moto.py", "$PSScriptRoot/../../docs/runbooks/step-functions.asl.json", $Accounts, 40, ($Workers * $AccountsAtOnce) -RedirectStandardOutput "$folder/moto.out" -RedirectStandardError "$folder/moto.err"
$engines = @()
try {
    while (-not ((Get-Content "$folder/moto.out" -ErrorAction Ignore) -contains 'ready')) {
        if ($server.WaitForExit(100)) { throw "moto ended: $(Get-Content "$folder/moto.err" | Select-Object -Last 5)" }
    }
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $null = Invoke-RestMethod -NoProxy "$control/start" -Method Post
    $queue = (Invoke-RestMethod -NoProxy "$control/state").queue
    $engines = @(foreach ($number in 1..$Workers) {
            Start-Engine -OutputPath "$folder/out$number" -ArgumentList @(
                '-File', "$PSScriptRoot/workers_one.ps1", '-Module', (Resolve-Path $Module).ProviderPath, '-QueueUrl', $queue, '-Log', "$folder/worker$number.log", '-AccountsAtOnce', $AccountsAtOnce)
        })
    $killedAfter = $null
    do {
        $null = $server.WaitForExit(200)
        $state = Invoke-RestMethod -NoProxy "$control/state"
        $rotated = @($state.accounts | Where-Object stored).Count
        if (-not $NoKill -and $null -eq $killedAfter -and $rotated -ge $Accounts / 3) {
            # It is killed while it has an account that it has not finished.
            $lines = @(Get-Content "$folder/worker1.log" -ErrorAction Ignore | ConvertFrom-Json)
            $open = @($lines | Where-Object What -EQ 'begin' | Where-Object { $_.Account -notin ($lines | Where-Object What -EQ 'end').Account })
            if ($open) {
                $engines[0].Kill($true)
                $killedAfter = $rotated
                $killedAt = [datetime]::UtcNow
            }
        }
    } while ($state.status -eq 'RUNNING' -and $watch.Elapsed.TotalMinutes -lt 10)
    $seconds = [math]::Round($watch.Elapsed.TotalSeconds, 1)
    $deadline = $watch.Elapsed.TotalSeconds + 30
    while (@($engines | Where-Object { -not $_.HasExited }) -and $watch.Elapsed.TotalSeconds -lt $deadline) { $null = $server.WaitForExit(200) }
    $state = Invoke-RestMethod -NoProxy "$control/state"
    $turns = @(Get-Turn)
    $lines = @(Get-ChildItem "$folder/worker*.log" | Get-Content | ConvertFrom-Json)
    $left = @(($lines | Where-Object { $_.What -eq 'end' -and $_.Text -match 'left for later 1' }).Account | Where-Object { $_ })
    [pscustomobject]@{
        Execution    = $state.status
        Seconds      = $seconds
        KilledAfter  = $killedAfter
        Open         = $open.Account -join ', '
        Results      = @($state.output | ConvertFrom-Json).Count
        Rotated      = @($state.accounts | Where-Object { @($_.keys).Count -eq 2 }).Count
        LeftForLater = $left -join ', '
        ByWorker     = ($turns | Where-Object Finished | Group-Object Worker | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Count)" }) -join ', '
        TakenTwice   = @($turns | Group-Object Account | Where-Object Count -GT 1).Count
        QueueLeft    = "$($state.left.queue.ApproximateNumberOfMessages)+$($state.left.queue.ApproximateNumberOfMessagesNotVisible)"
        DeadLetters  = $state.left.dead.ApproximateNumberOfMessages
        Calls        = ($state.calls.PSObject.Properties | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Value)" }) -join ', '
        Said         = @($lines | Where-Object What -In 'error', 'warning' | ForEach-Object { "$($_.What): $($_.Text)" })
        Doubts       = @(Get-Doubt $state $turns $left)
    }
}
finally {
    @($engines) + $server | Where-Object { $_ -and -not $_.HasExited } | ForEach-Object { $_.Kill($true) }
    Remove-Item $folder -Recurse -Force
}
