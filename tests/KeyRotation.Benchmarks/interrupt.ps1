<#
.SYNOPSIS
    Ctrl+C (SIGINT) to an engine that rotates, at random moments, with each kind of destination that works without a network.
.DESCRIPTION
    Prints a line a destination: how long the engine went on after Ctrl+C, how many keys were finished, taken back and left for the next run,
    and what is not as it should be after it, and after the next run.
.EXAMPLE
    ./tests/KeyRotation.Benchmarks/interrupt.ps1 -Moments 20
    20 moments for each of five destinations.
#>
[CmdletBinding()]
param([int] $Moments = 20, [int] $Users = 12, [int] $Latency = 60, [int] $Seed = 1, [string[]] $Destination = @('Csv', 'Profile', 'SecretsManager', 'ParameterStore', 'ScriptBlock'))

$ErrorActionPreference = 'Stop'
if ($IsWindows) {
    Write-Warning 'Skipped: there is no SIGINT on Windows.'
    return
}
Import-Module "$PSScriptRoot/../Pester/shared.psm1"
Import-Module "$PSScriptRoot/../Pester/Engine.psm1"
$folder = Join-Path ([IO.Path]::GetTempPath()) "keyrotation-interrupt-$([guid]::NewGuid().ToString('N'))"
$null = New-Item $folder -ItemType Directory
$formerDataHome = $env:XDG_DATA_HOME
$env:XDG_DATA_HOME = $folder
$random = [Random]::new($Seed)

# The key that applications read at the destination now, as id and secret; nothing where there is none.
function Read-Destination {
    param($Sandbox, [string] $Kind, [string] $Folder, [string] $UserName)

    switch ($Kind) {
        'Csv' { if (Test-Path "$Folder/$UserName.csv") { $row = Import-Csv "$Folder/$UserName.csv"; "$($row.'Access key ID') $($row.'Secret access key')" } }
        'ScriptBlock' { if (Test-Path "$Folder/$UserName.key") { (Get-Content -Raw "$Folder/$UserName.key").Trim() } }
        'Profile' {
            $text = if (Test-Path "$Folder/credentials") { Get-Content -Raw "$Folder/credentials" }
            if ($text -match "\[$UserName\]\s+aws_access_key_id\s*=\s*(\S+)\s+aws_secret_access_key\s*=\s*(\S+)") { "$($Matches[1]) $($Matches[2])" }
        }
        default {
            $value = if ($Kind -eq 'SecretsManager') { $Sandbox.Account.FindSecret('us-east-1', "iam/access-keys/$UserName")?.Staged('AWSCURRENT')?.SecretString }
            else { $Sandbox.Account.FindParameter('us-east-1', "/iam/access-keys/$UserName")?.Value }
            if ($value) { $stored = $value | ConvertFrom-Json; if ($stored.AccessKeyId) { "$($stored.AccessKeyId) $($stored.SecretAccessKey)" } }
        }
    }
}

function Get-Doubt {
    param($Sandbox, [string] $Kind, [string] $Folder, $Olds, [switch] $IsEnd)

    foreach ($old in $Olds) {
        $user = $Sandbox.Account.FindUser($old.UserName)
        $tags = @($Sandbox.Account.Tags($old.UserName).Keys)
        $new = @($user.Keys | Where-Object AccessKeyId -NE $old.AccessKeyId)
        $stored = Read-Destination $Sandbox $Kind $Folder $old.UserName
        $isPending = $tags -contains 'keyrotation:pending'
        if ((Get-TestKeyStatus $Sandbox $old.AccessKeyId) -ne 'Active') { "$($old.UserName): the old key is not active" }
        # A script block cannot be asked whether the key arrived: a person decides.
        if ($IsEnd -and $Kind -eq 'ScriptBlock' -and $isPending) { continue }
        if ($IsEnd -and ($new.Count -ne 1 -or $isPending)) { "$($old.UserName): $($new.Count) new keys, entry: $isPending" }
        foreach ($key in $new | Where-Object { -not $isPending }) {
            if ("keyrotation:$($key.AccessKeyId)" -notin $tags) { "$($old.UserName): nothing leads to the new key" }
            if ("$($key.Status)" -ne 'Active') { "$($old.UserName): the new key is $($key.Status)" }
            if ($stored -cne "$($key.AccessKeyId) $($key.SecretAccessKey)") { "$($old.UserName): the destination does not hold the new key" }
        }
        if (-not $new -and $stored -and $Kind -ne 'ScriptBlock') { "$($old.UserName): the destination holds a key that is gone" }
    }
    if ($Sandbox.Account.DeletedKeys | Where-Object StatusAtDeletion -NE 'Inactive') { 'an active key was deleted' }
}

try {
    foreach ($kind in $Destination) {
        $seconds, $calls, $finished, $takenBack, $left, $toPerson, $doubts = @(), @(), 0, 0, 0, 0, @()
        foreach ($moment in 1..$Moments) {
            $place = (New-Item "$folder/$kind-$moment" -ItemType Directory).FullName
            $sandbox = Start-TestSandbox @{ Latency = [timespan]::FromMilliseconds($Latency); Propagation = [timespan]::FromSeconds(1) }
            try {
                $env:AWS_SHARED_CREDENTIALS_FILE = "$place/credentials"
                $olds = @(1..$Users | ForEach-Object { Add-TestUser $sandbox "svc$_" })
                $to = switch ($kind) {
                    'Csv' { "'Csv:$place/{UserName}.csv'" }
                    'Profile' { "'Profile:{UserName}'" }
                    'ScriptBlock' { "{ param(`$Key) Set-Content ""$place/`$(`$Key.UserName).key"" ""`$(`$Key.AccessKeyId) `$(`$Key.GetSecretAccessKeyAsPlainText())"" } -UndoDestination { param(`$Key) Remove-Item ""$place/`$(`$Key.UserName).key"" -ErrorAction Ignore }" }
                    default { "'$kind'" }
                }
                "Import-Module '$(Get-TestModulePath)'; Get-StaleAccessKey | New-RotatedAccessKey -Destination $to -ErrorVariable problems -ErrorAction SilentlyContinue -WarningAction SilentlyContinue | Out-Null; `$problems" | Set-Content "$place/run.ps1"
                # About 17 calls a user, and 5 for the report.
                $after = $random.Next(3, 17 * $Users)
                $engine = Start-Engine -OutputPath "$place/engine" -ArgumentList '-File', "$place/run.ps1"
                while ($sandbox.Calls.Snapshot().Count -lt $after -and -not $engine.HasExited) { $null = $engine.WaitForExit(1) }
                $calls += $sandbox.Calls.Snapshot().Count
                Write-Verbose "$kind, moment $moment after $($calls[-1]) calls"
                $watch = [Diagnostics.Stopwatch]::StartNew()
                if (-not $engine.HasExited) {
                    & kill -INT $engine.Id
                    if (-not $engine.WaitForExit(20000)) { $engine.Kill($true); $doubts += "moment $moment`: the engine did not end" }
                }
                Write-Verbose "ended after $($watch.Elapsed.TotalSeconds) s with exit code $($engine.ExitCode)"
                $seconds += $watch.Elapsed.TotalSeconds
                $state = @($sandbox.Account.Users | Where-Object UserName -NE 'sandbox-admin')
                $finished += @($state | Where-Object { @($_.Keys).Count -eq 2 -and 'keyrotation:pending' -notin $_.Tags.Keys }).Count
                $left += @($state | Where-Object { 'keyrotation:pending' -in $_.Tags.Keys }).Count
                $takenBack += $sandbox.Account.DeletedKeys.Count
                $doubts += @(Get-Doubt $sandbox $kind $place $olds | ForEach-Object { "moment $moment after $after calls: $_" })

                $sandbox.Clock.Advance([timespan]::FromMinutes(16))
                $output = . "$place/run.ps1"
                $toPerson += @($sandbox.Account.Users | Where-Object { 'keyrotation:pending' -in $_.Tags.Keys }).Count
                $doubts += @(Get-Doubt $sandbox $kind $place $olds -IsEnd | ForEach-Object { "moment $moment, next run: $_ $output" })
            }
            finally {
                $sandbox.Dispose()
            }
        }
        [pscustomobject]@{
            Destination    = $kind
            Moments        = $Moments
            Calls          = "$(($calls | Measure-Object -Minimum).Minimum) to $(($calls | Measure-Object -Maximum).Maximum)"
            MedianSeconds  = [math]::Round(($seconds | Sort-Object)[[math]::Floor($seconds.Count / 2)], 2)
            LongestSeconds = [math]::Round(($seconds | Measure-Object -Maximum).Maximum, 2)
            Finished       = $finished
            TakenBack      = $takenBack
            LeftForNextRun = $left
            LeftToPerson   = $toPerson
            Doubts         = $doubts
        }
    }
}
finally {
    $env:XDG_DATA_HOME = $formerDataHome
    Remove-Item $folder -Recurse -Force
}
