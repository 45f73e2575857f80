# Where people send objects: files, other tools, reports, logs.
BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'Export-Csv and ConvertTo-Json' {
    BeforeAll {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc' 213
        $sandbox.Account.SetTag('svc', 'owner', 'team a')
        $sandbox.Account.SetTag('svc', 'env', 'prod')
        $sandbox.Account.RecordUse($old.AccessKeyId, 's3', 'eu-west-1', $sandbox.Clock.UtcNow.AddHours(-3))
        $null = Add-TestGuardrail $sandbox
        $objects = @{
            AccessKey           = Get-StaleAccessKey -IncludeTags
            RotatedAccessKey    = New-RotatedAccessKey svc -Destination SecretsManager
            KeyStatus           = @(Get-AccessKeyRotation svc)[0]
            ControlResult       = @(Test-AccessKeyCompliance svc | Where-Object ControlId -EQ '2.12')[0]
            KeyActivity         = @(Get-AccessKeyActivity sandbox-admin)[0]
            KeyChange           = @(Get-AccessKeyActivity svc -Administration)[0]
            KeyAlternative      = @(Get-AccessKeyAlternative svc)[0]
            KeyGuardrail        = Test-AccessKeyGuardrail 111111111111
            AccessKeyConfigRule = & { $null = Set-AccessKeyConfigRule; Get-AccessKeyConfigRule -IncludeVerdict }
            FindingImport       = Test-AccessKeyCompliance | Publish-AccessKeyFinding
            RotationSummary     = Invoke-AccessKeyRotation -Destination SecretsManager -Summary
        }
        $sandbox.Dispose()
    }

    It 'show values of <_> and no name of a type' -ForEach 'AccessKey', 'RotatedAccessKey', 'KeyStatus', 'ControlResult', 'KeyActivity', 'KeyChange', 'KeyAlternative', 'KeyGuardrail', 'AccessKeyConfigRule', 'FindingImport', 'RotationSummary' {
        $object = $objects[$_]
        $object.GetType().Name | Should -Be $_
        $file = Join-Path $TestDrive "$_.csv"
        $object | Export-Csv $file
        $texts = (Get-Content $file -Raw), ($object | ConvertTo-Json -Depth 5), ($object | Format-List * | Out-String -Width 300)
        $texts | Should -Not -Match 'System\.|KeyRotation\.|`\d'
        if ($object.GetType().GetProperty('SecretAccessKey')) {
            $texts | Should -Not -BeLike "*$($object.GetSecretAccessKeyAsPlainText())*"
        }
    }

    It 'write words where there are few values, and ages in days' {
        $csv = $objects.AccessKey | ConvertTo-Csv | ConvertFrom-Csv
        $csv.Status, $csv.Stage, $csv.AgeDays, $csv.Tags, $csv.LastUsed | Should -BeLike '?*'
        $csv.Status, $csv.Stage, $csv.AgeDays, $csv.Tags | Should -Be 'Active', 'Stale', '213', 'env=prod; owner=team a'
        $json = $objects.AccessKey | ConvertTo-Json | ConvertFrom-Json
        $json.Status, $json.Stage, $json.LastUsed.Kind, $json.AgeDays, $json.Tags.owner | Should -Be 'Active', 'Stale', 'Used', 213, 'team a'
        ($objects.KeyStatus | ConvertTo-Json | ConvertFrom-Json).Stage | Should -Be 'Superseded'

        $csv = $objects.ControlResult | ConvertTo-Csv | ConvertFrom-Csv
        $csv.Status, $csv.Severity, $csv.Control | Should -Be 'Fail', 'Medium', 'Rotation'
        $csv.Evidence | Should -BeLike '*_active = true; *'
        $csv.Remedy | Should -BeLike 'Get-AccessKeyRotation -UserName svc; Disable-OldAccessKey *'
        $json = $objects.ControlResult | ConvertTo-Json | ConvertFrom-Json
        $json.Status, $json.Severity, $json.Control | Should -Be 'Fail', 'Medium', 'Rotation'

        $csv = $objects.RotatedAccessKey | ConvertTo-Csv | ConvertFrom-Csv
        $csv.Destinations | Should -Be 'SecretsManager:iam/access-keys/svc'
        $csv.SecretAccessKey | Should -Be '(secret)'
        ($objects.RotatedAccessKey | ConvertTo-Json -Depth 4 | ConvertFrom-Json).Destinations.Kind | Should -Be 'SecretsManager'
    }

    It 'leave the objects as usable as they were' {
        $objects.AccessKey.Tags['owner'], $objects.AccessKey.Tags.env | Should -Be 'team a', 'prod'
        $objects.AccessKey.Stage -eq [KeyRotation.KeyStage]::Stale | Should -BeTrue
        $objects.AccessKey.LastUsed.Kind -eq [KeyRotation.UseKind]::Used | Should -BeTrue
        $objects.RotatedAccessKey.Destinations[0].Kind | Should -Be 'SecretsManager'
        $objects.RotatedAccessKey.SecretAccessKey | Should -BeOfType securestring
        [pscredential]::new('id', $objects.RotatedAccessKey.SecretAccessKey).GetNetworkCredential().Password | Should -Be $objects.RotatedAccessKey.GetSecretAccessKeyAsPlainText()
        $objects.RotatedAccessKey | ForEach-Object -Parallel { $_.SecretAccessKey.Length } | Should -Be 40
        $objects.ControlResult | Where-Object Severity -GE High | Should -BeNullOrEmpty
        $objects.ControlResult | Where-Object Severity -GE Low | Should -Not -BeNullOrEmpty
        $objects.AccessKey | ForEach-Object -Parallel { $_.Stage } | Should -Be 'Stale'
    }
}

Describe 'A pass' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        1..3 | ForEach-Object { $null = Add-TestUser $sandbox "svc-$_" }
    }
    AfterEach { $sandbox.Dispose() }

    It 'goes on to a report, new keys too, without their secrets' {
        $page = Join-Path $TestDrive "$([guid]::NewGuid()).html"
        $null = New-RotatedAccessKey svc-1 -Destination SecretsManager
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Use-TestReplacement $sandbox
        Invoke-AccessKeyRotation -Destination SecretsManager -OutVariable done | Export-AccessKeyReport $page -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $done | Should -HaveCount 3
        $text = Get-Content $page -Raw
        foreach ($key in $done) {
            $text | Should -BeLike "*$($key.AccessKeyId)*"
        }
        $sandbox.Account.Users.Keys.SecretAccessKey | ForEach-Object { $text.Contains($_) | Should -BeFalse }
        foreach ($name in 'json', 'csv') {
            $file = Join-Path $TestDrive "$([guid]::NewGuid()).$name"
            $done | Export-AccessKeyReport $file
            Get-Content $file -Raw | Should -BeLike '*replaces AKIA*; secret in SecretsManager:iam/access-keys/svc-*'
        }
    }

    It 'warns where a report takes new keys whose secrets are nowhere else' {
        New-RotatedAccessKey svc-1 | Export-AccessKeyReport (Join-Path $TestDrive "$([guid]::NewGuid()).html") -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*secret of key AKIA*-Destination*-ReplaceUnused*'
    }

    It 'gives its numbers instead of its keys with -Summary' {
        $inactive = $sandbox.Account.AddAccessKey('svc-3', $sandbox.Clock.UtcNow.AddDays(-300), 'Active')
        $sandbox.Account.UpdateAccessKey('svc-3', $inactive.AccessKeyId, 'Inactive')
        $null = $sandbox.Account.AddAccessKey('svc-2', $sandbox.Clock.UtcNow.AddDays(-10), 'Active')
        $summary = Invoke-AccessKeyRotation -Destination SecretsManager -Summary -ErrorAction SilentlyContinue -ErrorVariable problems -InformationVariable notes -WarningAction SilentlyContinue
        $summary | Should -HaveCount 1
        $summary | Should -BeOfType ([KeyRotation.RotationSummary])
        $summary.Rotated, $summary.Disabled, $summary.Removed, $summary.Settled, $summary.QuarantinesBegun, $summary.LeftForLater, $summary.Failures | Should -Be 1, 0, 0, 0, 1, 1, 1
        $summary.LeftUntil | Should -BeGreaterThan $sandbox.Clock.UtcNow.AddDays(6.9)
        $summary.Failures | Should -Be $problems.Count
        "$summary" | Should -Be 'account 123456789012: rotated 1, disabled 0, removed 0, settled 0, quarantines begun 1, left for later 1, failed 1'
        "$notes" | Should -BeLike '*rotated: key AKIA* of user svc-1 in account 123456789012, which replaces AKIA*, to SecretsManager:iam/access-keys/svc-1*'
        "$notes" | Should -BeLike "*quarantine begun: key $($inactive.AccessKeyId) of user svc-3*"

        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Use-TestReplacement $sandbox
        (Invoke-AccessKeyRotation -Destination SecretsManager -Summary -ErrorAction SilentlyContinue).Disabled | Should -Be 1
        $sandbox.Clock.Advance([timespan]::FromDays(8))
        $summary = Invoke-AccessKeyRotation -Destination SecretsManager -Summary -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $summary.Removed, $summary.Eliminated | Should -Be 2, 1 -Because 'one of the two had a replacement'
    }

    It 'counts interrupted rotations that it settles' {
        $at = $sandbox.Clock.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")
        $key = $sandbox.Account.FindUser('svc-1').Keys[0]
        $sandbox.Account.SetTag('svc-1', 'keyrotation:pending', "rotate $($key.AccessKeyId) at=$at token=dead")
        $null = $sandbox.Account.AddAccessKey('svc-1', $null, 'Active')
        $sandbox.Clock.Advance([timespan]::FromHours(5))
        (Invoke-AccessKeyRotation -Destination SecretsManager -Summary -WarningAction SilentlyContinue).Settled | Should -Be 1
    }

    It 'refuses -Summary where new secrets would be lost, and does nothing' {
        $sandbox.Calls.Clear()
        { Invoke-AccessKeyRotation -Summary } | Should -Throw -ErrorId 'SummaryNeedsDestination,*'
        $sandbox.Calls.Snapshot() | Should -BeNullOrEmpty
        $plan = Invoke-AccessKeyRotation -Summary -Destination SecretsManager -WhatIf
        $plan.Rotated | Should -Be 0
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }
}
