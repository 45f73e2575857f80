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

    It 'list where a key stands, what comes next and what stands in the way' {
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

    It 'keep user, key, stage and due date on 80 columns, and everything on 120' {
        $narrow = ($status | Out-String -Width 80) -split "`r?`n"
        $narrow | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 80 }
        $narrow -join "`n" | Should -BeLike "*svc-billing*$($old.AccessKeyId)*Superseded*in 2? h*"
        @(($stale | Out-String -Width 80) -split "`r?`n" -match '\S') | Should -HaveCount 3 -Because 'no column is squeezed to a letter a line'
        $wide = $status | Out-String -Width 120
        $wide | Should -BeLike '*Disable-OldAccessKey*still in use*'
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
