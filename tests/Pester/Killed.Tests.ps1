BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule

    # Marks of running rotations go here, and not to the user's own folder.
    $formerDataHome = $env:XDG_DATA_HOME
    $env:XDG_DATA_HOME = $TestDrive

    # Runs a rotation in an engine of its own and kills that (SIGKILL on Unix) while the sandbox holds up the given call:
    # before its work is done (Delay), or when it is done and not answered (DelayAnswer).
    function Stop-RotationAtCall {
        param($Sandbox, [int] $Call, [string] $Kind, [string] $Options = '')

        $Sandbox.Calls.Clear()
        $Sandbox.Faults.Order([KeyRotation.Sandbox.Fault] @{ Operation = '*'; Kind = $Kind; After = $Call - 1; Times = 1; Delay = [timespan]::FromSeconds(20) })
        $engine = Start-Engine -OutputPath "$TestDrive/killed" -ArgumentList @(
            '-Command',
            "Import-Module '$((Get-Module KeyRotation).Path -replace 'psm1$', 'psd1')'; New-RotatedAccessKey svc -VerifyTimeout 60 $Options | Out-Null")
        $deadline = [datetime]::UtcNow.AddSeconds(30)
        $isReached = $Kind -eq 'Delay' ? { $Sandbox.Faults.Pending -eq 0 } : { $Sandbox.Calls.Snapshot().Count -ge $Call }
        while (-not (& $isReached) -and -not $engine.HasExited -and [datetime]::UtcNow -lt $deadline) {
            $null = $engine.WaitForExit(10)
        }
        $reached = & $isReached
        $engine.Kill()
        $engine.WaitForExit()
        $Sandbox.Faults.Clear()
        $reached
    }

    # Two files and two secrets: what was written of them when the process ended is finished by the next run, or taken back.
    function Test-KilledDelivery {
        param([int] $Call, [string] $Kind)

        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item -ItemType Directory $folder
        Set-Content "$folder/app.env" '# kept', 'LEVEL=info', 'export AWS_ACCESS_KEY_ID="PLACE"', 'AWS_SECRET_ACCESS_KEY=former'
        $sandbox = Start-TestSandbox
        try {
            $old = Add-TestUser $sandbox 'svc'
            (Get-Content "$folder/app.env" -Raw).Replace('PLACE', $old.AccessKeyId) | Set-Content "$folder/app.env" -NoNewline
            Set-Content "$folder/app.json" "{ `"level`": 3, `"aws`": { `"AccessKeyId`": `"$($old.AccessKeyId)`", `"SecretAccessKey`": `"former`" } }"
            $options = "-Destination Env:$folder/app.env, ([KeyRotation.Destination]::Json('$folder/app.json').WithForm(@{ Path = 'aws' })), ([KeyRotation.Destination]::SecretsManager('app').WithForm(@{ Separate = `$true }))"
            Stop-RotationAtCall $sandbox $Call $Kind $options | Should -BeTrue -Because 'the call is reached'
            Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Active'

            $sandbox.Clock.Advance([timespan]::FromMinutes(16))
            & ([scriptblock]::Create("New-RotatedAccessKey svc $($old.AccessKeyId) $options")) -ErrorVariable problems -WarningAction SilentlyContinue -ErrorAction SilentlyContinue | Out-Null
            $problems | Should -BeNullOrEmpty

            $new = @($sandbox.Account.FindUser('svc').Keys | Where-Object AccessKeyId -NE $old.AccessKeyId)
            $new | Should -HaveCount 1
            $sandbox.Account.Tags('svc').Keys | Should -Not -Contain 'keyrotation:pending'
            Get-Content "$folder/app.env" | Should -BeExactly '# kept', 'LEVEL=info', "export AWS_ACCESS_KEY_ID=`"$($new.AccessKeyId)`"", "AWS_SECRET_ACCESS_KEY=$($new.SecretAccessKey)"
            $json = Get-Content "$folder/app.json" -Raw | ConvertFrom-Json
            $json.level, $json.aws.AccessKeyId, $json.aws.SecretAccessKey | Should -BeExactly 3, $new.AccessKeyId, $new.SecretAccessKey
            $sandbox.Account.Secrets('us-east-1') | Sort-Object Name | ForEach-Object { $_.Staged('AWSCURRENT').SecretString } | Should -BeExactly $new.AccessKeyId, $new.SecretAccessKey
            (Get-ChildItem $folder -Force).Name | Sort-Object | Should -Be 'app.env', 'app.json'
        }
        finally {
            $sandbox.Dispose()
        }
    }

    function Test-KilledRotation {
        param([int] $Call, [string] $Kind)

        $sandbox = Start-TestSandbox
        try {
            $old = Add-TestUser $sandbox 'svc'
            Stop-RotationAtCall $sandbox $Call $Kind | Should -BeTrue -Because 'the call is reached'

            Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Active'
            $left = @($sandbox.Account.FindUser('svc').Keys | Where-Object AccessKeyId -NE $old.AccessKeyId)
            foreach ($key in $left) {
                # A rotation records a key after it handed over its secret: what is not recorded is led to by the entry.
                $tags = @($sandbox.Account.Tags('svc').Keys)
                ($tags -contains 'keyrotation:pending') -or ($tags -contains "keyrotation:$($key.AccessKeyId)") | Should -BeTrue
            }

            $sandbox.Clock.Advance([timespan]::FromMinutes(16))
            $rotated = New-RotatedAccessKey svc $old.AccessKeyId -ErrorVariable problems -WarningAction SilentlyContinue
            $problems | Should -BeNullOrEmpty
            $keys = @($sandbox.Account.FindUser('svc').Keys)
            $keys | Should -HaveCount 2
            $keys.Status | Sort-Object -Unique | Should -Be 'Active'
            $sandbox.Account.Tags('svc').Keys | Should -Not -Contain 'keyrotation:pending'
            if ($rotated) {
                $rotated.GetSecretAccessKeyAsPlainText() | Should -BeExactly $sandbox.Account.FindKey($rotated.AccessKeyId).SecretAccessKey
            }
            $sandbox.Account.DeletedKeys | ForEach-Object { $_.StatusAtDeletion | Should -Be 'Inactive' }
        }
        finally {
            $sandbox.Dispose()
        }
    }
}

AfterAll { $env:XDG_DATA_HOME = $formerDataHome }

Describe 'A rotation that is killed at any call loses nothing, and the next one ends it' {
    # Calls 4, 7, 8, 13 and 14 change something; 11 is the last that proves the new key.
    It 'killed at call <_>, done and not answered' -ForEach 2, 4, 7, 8, 11, 13, 14 {
        Test-KilledRotation $_ DelayAnswer
    }

    It 'killed at call <_>, which changes nothing' -ForEach 3, 5, 6, 9, 10, 12 -Tag Slow {
        Test-KilledRotation $_ DelayAnswer
    }

    It 'killed at call <_> of a delivery to files and secrets, done and not answered' -ForEach 15, 18, 21 {
        Test-KilledDelivery $_ 'DelayAnswer'
    }

    It 'killed at call <_> of a delivery to files and secrets, before or after it is done' -ForEach (3..21) -Tag Slow {
        Test-KilledDelivery $_ 'DelayAnswer'
        Test-KilledDelivery $_ 'Delay'
    }

    It 'killed before the second call is done' {
        Test-KilledRotation 2 Delay
    }

    It 'is settled by the next run at once, on the same machine' -Skip:(-not $IsLinux) {
        $sandbox = Start-TestSandbox
        try {
            $null = Add-TestUser $sandbox 'first'
            $null = New-RotatedAccessKey first
            $old = Add-TestUser $sandbox 'svc'
            $afterCreation = 2 + [array]::IndexOf(@($sandbox.Calls.Snapshot().Operation), 'CreateAccessKey')
            Stop-RotationAtCall $sandbox $afterCreation DelayAnswer | Should -BeTrue
            $left = $sandbox.Account.FindUser('svc').Keys | Where-Object AccessKeyId -NE $old.AccessKeyId

            $rotated = New-RotatedAccessKey svc $old.AccessKeyId -WarningAction SilentlyContinue
            $rotated.ReplacedAccessKeyId | Should -Be $old.AccessKeyId
            Get-TestKeyStatus $sandbox $left.AccessKeyId | Should -Be 'Deleted'
        }
        finally {
            $sandbox.Dispose()
        }
    }

    It 'is left alone while it runs, also where files are not locked' -Skip:(-not $IsLinux) {
        $sandbox = Start-TestSandbox @{ Propagation = [timespan]::FromHours(1) }
        try {
            $old = Add-TestUser $sandbox 'svc'
            $env:DOTNET_SYSTEM_IO_DISABLEFILELOCKING = '1'
            $engine = Start-Engine -OutputPath "$TestDrive/unlocked" -ArgumentList @(
                '-Command',
                "Import-Module '$((Get-Module KeyRotation).Path -replace 'psm1$', 'psd1')'; New-RotatedAccessKey svc -VerifyTimeout 60 | Out-Null")
            $env:DOTNET_SYSTEM_IO_DISABLEFILELOCKING = $null
            try {
                $deadline = [datetime]::UtcNow.AddSeconds(30)
                while (-not ($sandbox.Account.Tags('svc').Values -like '* new=*') -and -not $engine.HasExited -and [datetime]::UtcNow -lt $deadline) {
                    $null = $engine.WaitForExit(10)
                }
                New-RotatedAccessKey svc $old.AccessKeyId -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
                $problems[0].FullyQualifiedErrorId | Should -BeLike 'RotationInProgress,*'
                $sandbox.Account.FindUser('svc').Keys | Should -HaveCount 2
            }
            finally {
                $engine.Kill()
                $engine.WaitForExit()
            }
        }
        finally {
            $sandbox.Dispose()
        }
    }

    # The account is then as after a kill at the call before, done and not answered.
    It 'killed at call <_>, before it is done' -ForEach (3..14) -Tag Slow {
        Test-KilledRotation $_ Delay
    }
}
