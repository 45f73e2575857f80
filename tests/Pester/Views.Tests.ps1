BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
    $views = [xml](Get-Content -Raw (Join-Path (Split-Path (Get-Module KeyRotation).Path) 'KeyRotation.Format.ps1xml'))
    $escape = [char] 27
}

Describe 'The views' {
    BeforeAll {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc-billing' 213
        $null = Add-TestUser $sandbox 'svc-deploy' 213
        $sandbox.Account.RecordUse($old.AccessKeyId, 's3', 'eu-west-1', $sandbox.Clock.UtcNow.AddHours(-3))
        $stale = Get-StaleAccessKey svc-billing
        $rotated = New-RotatedAccessKey svc-billing -Destination SecretsManager
        $sandbox.Account.RecordUse($old.AccessKeyId, 's3', 'eu-west-1', $sandbox.Clock.UtcNow.AddHours(3))
        $sandbox.Clock.Advance([timespan]::FromHours(5))
        $status = Get-AccessKeyRotation
    }
    AfterAll { $sandbox.Dispose() }

    It 'list all that is known of a key, in words' {
        $list = $stale | Format-List | Out-String
        foreach ($text in 'svc-billing', $old.AccessKeyId, '123456789012', 'Active', 'Stale', '213 days old', '213 days', '213 days ago)', '(3 h ago), s3 in eu-west-1', 'arn:aws:iam::123456789012:user/svc-billing') {
            $list | Should -BeLike "*$text*"
        }
    }

    It 'list where a key stands, what comes next and what is in the way' {
        $list = $status | Format-List | Out-String
        foreach ($text in 'Superseded', 'Disable-OldAccessKey', '(in 2? h)', 'still in use', $rotated.AccessKeyId, 'New-RotatedAccessKey', '5 h') {
            $list | Should -BeLike "*$text*"
        }
    }

    It 'show a new key and where its secret went, and never the secret' {
        $secret = $rotated.GetSecretAccessKeyAsPlainText()
        $text = ($rotated | Out-String -Width 200) + ($rotated | Format-List | Out-String) + ($rotated.Destinations | Out-String)
        foreach ($part in $rotated.AccessKeyId, $old.AccessKeyId, 'SecretsManager', 'iam/access-keys/svc-billing') {
            $text | Should -BeLike "*$part*"
        }
        $text | Should -Not -BeLike "*$secret*"
        $text | Should -Not -BeLike '*SecureString*'
    }

    It 'show evidence and references as tables of their own' {
        $stale.LastUsed | Out-String | Should -BeLike '*Used*Z*s3*eu-west-1*'
        try { Disable-OldAccessKey svc-billing -ErrorAction Stop } catch { $reference = $_.TargetObject }
        $reference | Out-String | Should -BeLike '*123456789012*svc-billing*'
    }

    It 'keep user, key, stage and next step on 80 columns, and everything on 120' {
        $narrow = ($status | Out-String -Width 80) -split "`r?`n"
        $narrow -join "`n" | Should -BeLike "*svc-billing*$($old.AccessKeyId)*Superseded*disable in 2? h*"
        @(($stale | Out-String -Width 80) -split "`r?`n" -match '\S') | Should -HaveCount 3 -Because 'no column is squeezed to a letter a line'
        $wide = $status | Out-String -Width 120
        $wide | Should -BeLike '*disable in 2? h*still in use*'
    }

    It 'colour nothing that goes to a text or a file' {
        foreach ($rendering in 'Host', 'PlainText') {
            $before = $PSStyle.OutputRendering
            $PSStyle.OutputRendering = $rendering
            try {
                $status | Out-String | Should -Not -BeLike "*$escape*"
                $status > (Join-Path $TestDrive 'status.txt')
                Get-Content -Raw (Join-Path $TestDrive 'status.txt') | Should -Not -BeLike "*$escape*"
            }
            finally {
                $PSStyle.OutputRendering = $before
            }
        }
    }

    It 'colour nothing when another program reads' {
        $run = Invoke-TestEngine 'Get-StaleAccessKey -Days 1 | Format-Table UserName, Stage -HideTableHeaders; Get-StaleAccessKey -Days 1'
        $run.Output | Should -BeLike '*Stale*'
        ($run.Output -split "`n" | Where-Object { $_ -like '*Stale *' }) | Should -Not -BeLike "*$escape*"
    }

    It 'colour what waits for somebody on a console, and nothing with NO_COLOR' -Skip:(-not (Get-Command script -CommandType Application -ErrorAction Ignore)) {
        $line = "`$ProgressPreference = 'SilentlyContinue'; Import-Module '$((Get-Module KeyRotation).Path -replace 'psm1$', 'psd1')'; Get-StaleAccessKey -Days 1"
        $file = Join-Path $TestDrive 'console.ps1'
        Set-Content $file $line
        $engine = (Get-TestEngine) -join ' '
        $env:TERM = 'xterm-256color'
        & script -qec "$engine -NoProfile -NonInteractive -File $file" /dev/null | Out-String | Should -BeLike "*$escape``[33mStale$escape``[0m*"
        $env:NO_COLOR = '1'
        try {
            $plain = & script -qec "$engine -NoProfile -NonInteractive -File $file" /dev/null | Out-String
            $plain | Should -BeLike '*Stale*'
            $plain | Should -Not -BeLike "*$escape``[33m*"
        }
        finally {
            Remove-Item Env:NO_COLOR
        }
    }
}

Describe 'The tables, on <_> columns' -ForEach 80, 100, 120, 200 {
    BeforeAll {
        $width = $_
        $sandbox = Start-TestSandbox
        $longName = 'svc-' + ('n' * 56) + '-end'
        $longKey = Add-TestUser $sandbox $longName 1213
        $null = Add-TestUser $sandbox 'svc-deploy' 20
        $sandbox.Account.RecordUse($longKey.AccessKeyId, 'elasticloadbalancing', 'ap-southeast-1', $sandbox.Clock.UtcNow.AddDays(-1200))
        $stale = @(Get-StaleAccessKey)
        $rotated = @(New-RotatedAccessKey $longName -Destination SecretsManager)
        $sandbox.Account.RecordUse($longKey.AccessKeyId, 's3', 'ap-southeast-1', $sandbox.Clock.UtcNow.AddHours(3))
        $sandbox.Clock.Advance([timespan]::FromHours(5))
        $status = @(Get-AccessKeyRotation -All)
        $controls = @(Test-AccessKeyCompliance)
        foreach ($action in 'DescribeInstances', 'DescribeInstances', 'RunInstances') {
            $sandbox.Account.RecordActivity($longKey.AccessKeyId, 'ec2', $action, 'ap-southeast-1', '2001:db8:85a3:8d3:1319:8a2e:370:7348', 'aws-sdk-dotnet-coreclr/3.7.300.22 x', 'Client.UnauthorizedOperation', $sandbox.Clock.UtcNow.AddHours(-3))
        }
        $activity = @(Get-AccessKeyActivity -AccessKeyId $longKey.AccessKeyId)
        $changes = @(Get-AccessKeyActivity $longName -Administration)
        $alternatives = @(Get-AccessKeyAlternative $longName)
        $null = Add-TestGuardrail $sandbox
        $imports = @($controls | Publish-AccessKeyFinding)
        $null = Set-AccessKeyConfigRule
        $rules = @(Get-AccessKeyConfigRule -IncludeVerdict)
        $guardrails = @(Test-AccessKeyGuardrail; Test-AccessKeyGuardrail 111111111111)
        $sandbox.Dispose()
        $unknown = [KeyRotation.EvidenceOfUse]::Unknown('GetAccessKeyLastUsed was refused for this key')
        $tables = @{
            AccessKey           = $stale
            RotatedAccessKey    = $rotated
            KeyStatus           = $status
            ControlResult       = $controls
            EvidenceOfUse       = @($stale.LastUsed; $unknown)
            KeyReference        = @([KeyRotation.KeyReference]::new('123456789012', $longName, $longKey.AccessKeyId))
            DeliveryReceipt     = @($rotated.Destinations)
            KeyActivity         = $activity
            KeyChange           = $changes
            KeyAlternative      = $alternatives
            KeyGuardrail        = $guardrails
            FindingImport       = $imports
            AccessKeyConfigRule = $rules
            ConfigVerdict       = @($rules[0].Verdicts)
            RotationSummary     = @([KeyRotation.RotationSummary] @{ AccountId = '123456789012'; Rotated = 12345; LeftForLater = 3; LeftUntil = [DateTimeOffset]::UtcNow.AddDays(7.1); StartedAt = [DateTimeOffset]::UtcNow; EndedAt = [DateTimeOffset]::UtcNow })
        }

        # The cells of a table by column, put together again where a cell takes more than one line.
        function Read-Table([object[]] $Objects, [int] $Width) {
            $lines = @(($Objects | Out-String -Width $Width) -split "`r?`n" | Where-Object { $_ -match '\S' })
            $starts = @([regex]::Matches($lines[1], '-+') | ForEach-Object Index)
            $cells = [ordered]@{}
            for ($column = 0; $column -lt $starts.Count; $column++) {
                # Age is aligned right: its cells of 9 characters begin before its header.
                $from = if ($lines[0].Substring($starts[$column]) -like 'Age *') { $starts[$column] - 6 } else { $starts[$column] }
                $to = if ($column + 1 -eq $starts.Count) { $Width } elseif ($lines[0].Substring($starts[$column + 1]) -like 'Age *') { $starts[$column + 1] - 6 } else { $starts[$column + 1] }
                $label = $lines[0].Substring($starts[$column]) -replace ' .*'
                $cells[$label] = @($lines | Select-Object -Skip 2 | ForEach-Object { $_.PadRight($Width).Substring($from, $to - $from).Trim() }) -join ''
            }
            [pscustomobject]@{ Lines = $lines; Cells = $cells; LastWidth = $Width - $starts[-1] }
        }
    }

    It 'have a view for every type, with whole headers, whole cells and no column too narrow to read' {
        foreach ($type in $tables.Keys) {
            $labels = @($views.SelectNodes("//View[ViewSelectedBy/TypeName='KeyRotation.$type']/TableControl/TableHeaders/TableColumnHeader/Label") | ForEach-Object InnerText)
            $table = Read-Table $tables[$type] $width
            $table.Lines | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual $width }
            $table.Lines | Should -Not -BeLike '*…*' -Because "nothing of $type is cut"
            @($table.Cells.Keys) | Should -Be $labels -Because "the headers of $type are whole words on one line"
            $table.LastWidth | Should -BeGreaterOrEqual $(if ($type -eq 'RotationSummary') { 12 } else { 16 }) -Because "the last column of $type can be read"
        }
    }

    It 'show names of 64 characters and long texts in full' {
        foreach ($type in 'AccessKey', 'RotatedAccessKey', 'KeyStatus', 'ControlResult', 'KeyReference', 'KeyAlternative') {
            (Read-Table $tables[$type] $width).Cells['UserName'] | Should -BeLike "*$longName*"
        }
        (Read-Table $tables.DeliveryReceipt $width).Cells['Location'] | Should -Be "iam/access-keys/$longName"
        (Read-Table $tables.AccessKey $width).Cells['Age'] | Should -Be '1213 days'
        (Read-Table $tables.AccessKey $width).Cells['LastUsed'] | Should -BeLike '1200 days ago,*elasticloadbalancing'
        (Read-Table $tables.KeyStatus $width).Cells['NextStep'] -replace ' ' | Should -BeLike '*rotatein69days*disablein2?h,blocked:stillinuse(used*bys3inap-southeast-1)*'
        (Read-Table $tables.KeyActivity $width).Cells['SourceAddress'] | Should -Be '2001:db8:85a3:8d3:1319:8a2e:370:7348'
        (Read-Table $tables.KeyActivity $width).Cells['Calls'] -replace ' ' | Should -Be '3,thelast3hago,3denied:ec2:DescribeInstances(2),ec2:RunInstances(1)'
        (Read-Table $tables.KeyChange $width).Cells['Caller'] -replace ' ' | Should -BeLike 'Active,byarn:aws:iam::123456789012:user/sandbox-adminfrom127.0.0.1withKeyRotation/*'
        (Read-Table $tables.EvidenceOfUse $width).Cells['Reason'] -replace ' ' | Should -Be ($unknown.Reason -replace ' ')
        foreach ($control in $controls) {
            (Read-Table $control $width).Cells['Reason'] -replace ' ' | Should -Be ($control.Reason -replace ' ')
        }
    }
}

Describe 'The format file' {
    It 'uses nothing in its script blocks that Windows PowerShell 5.1 does not read' {
        $newer = 'Question', 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'AndAnd', 'OrOr'
        foreach ($block in $views.SelectNodes('//ScriptBlock')) {
            $tokens = $null
            $problems = $null
            $null = [System.Management.Automation.Language.Parser]::ParseInput($block.InnerText, [ref] $tokens, [ref] $problems)
            $problems | Should -BeNullOrEmpty
            $tokens | Where-Object { "$($_.Kind)" -in $newer } | Should -BeNullOrEmpty -Because $block.InnerText
        }
    }

    It 'shows every stage where there is no $PSStyle, in strict mode too' {
        $stale = [KeyRotation.AccessKey]::new([KeyRotation.KeyReference]::new('123456789012', 'svc', 'AKIAIOSFODNN7EXAMPLE'), 'Active', [DateTimeOffset]::UtcNow.AddDays(-100), [DateTimeOffset]::UtcNow, $null)
        foreach ($block in $views.SelectNodes('//View[ViewSelectedBy/TypeName="KeyRotation.AccessKey"]//ScriptBlock[contains(., "Stage")]')) {
            $run = [powershell]::Create()
            try {
                $null = $run.AddScript("Set-StrictMode -Version Latest; Remove-Variable PSStyle -Scope Global -Force -ErrorAction Ignore; `$args[0] | ForEach-Object { $($block.InnerText) }").AddArgument($stale)
                "$($run.Invoke())" | Should -Be 'Current'
                $run.Streams.Error | Should -BeNullOrEmpty
            }
            finally {
                $run.Dispose()
            }
        }
    }
}
