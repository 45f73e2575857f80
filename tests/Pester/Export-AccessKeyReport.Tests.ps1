BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule

    # A result of a control, as Test-AccessKeyCompliance gives it.
    function New-TestResult {
        param([string] $UserName = 'svc', [string] $Status = 'Fail')

        [KeyRotation.ControlResult] @{
            Benchmark   = 'CIS AWS Foundations 5.0.0'
            ControlId   = '1.13'
            Control     = 'Rotation'
            Title       = 'Ensure access keys are rotated every 90 days or less'
            Status      = $Status
            Severity    = 'Medium'
            AccountId   = '123456789012'
            UserName    = $UserName
            ResourceArn = "arn:aws:iam::123456789012:user/$UserName"
            Reason      = 'Access key 1 is 200 days old.'
            Evidence    = [KeyRotation.ControlEvidence[]] @([KeyRotation.ControlEvidence]::new('access_key_1_active', 'true', 'credential report'))
            CheckedAt   = [DateTimeOffset]::UtcNow
        }
    }
}

Describe 'Export-AccessKeyReport' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $key = Add-TestUser $sandbox 'svc'
        $null = Add-TestUser $sandbox 'young' 10
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
    }
    AfterEach { $sandbox.Dispose() }

    It 'writes a page of the inventory and says nothing' {
        Get-AccessKeyRotation -All | Export-AccessKeyReport "$folder/keys.html" | Should -BeNullOrEmpty
        $page = Get-Content "$folder/keys.html" -Raw
        foreach ($part in '<!DOCTYPE html>', '<dd id="total-keys">3</dd>', $key.AccessKeyId, 'young', 'sandbox-admin') {
            $page.Contains($part) | Should -BeTrue -Because "$part is on the page"
        }
    }

    It 'takes everything in one pipeline, lists within lists too, and each key once' {
        $file = (Get-AccessKeyRotation -All), @(@(Get-StaleAccessKey), (New-TestResult), $null) | Write-Output | Export-AccessKeyReport "$folder/all.json" -PassThru
        $file | Should -BeOfType ([IO.FileInfo])
        $report = Get-Content $file.FullName -Raw | ConvertFrom-Json
        $report.keys.userName | Sort-Object | Should -Be 'sandbox-admin', 'svc', 'young'
        ($report.keys | Where-Object userName -EQ svc).reason | Should -BeLike '*days old*' -Because 'only Get-StaleAccessKey knows it'
        $report.controls.status | Should -Be 'fail'
        (Get-ChildItem $folder).Name | Should -Be 'all.json'
        { Export-AccessKeyReport "$folder/by-name.json" -InputObject @(Get-StaleAccessKey) } | Should -Not -Throw
        (Get-Content "$folder/by-name.json" -Raw | ConvertFrom-Json).keys.userName | Should -Be 'svc'
    }

    It 'takes thousands of objects' {
        1..2000 | ForEach-Object { New-TestResult "user$_" } | Export-AccessKeyReport "$folder/many.xml"
        ([xml] (Get-Content "$folder/many.xml" -Raw)).testsuites.tests | Should -Be 2000
    }

    It 'writes a report of nothing where nothing was piped' {
        @() | Export-AccessKeyReport "$folder/none.html"
        Get-Content "$folder/none.html" -Raw | Should -BeLike '*Nothing to report*'
        Export-AccessKeyReport "$folder/none.json" -Format Asff -Region eu-central-1
        Get-Content "$folder/none.json" -Raw | ConvertFrom-Json | Should -BeNullOrEmpty
    }

    It 'writes nothing with -WhatIf' {
        Get-StaleAccessKey | Export-AccessKeyReport "$folder/keys.html" -WhatIf
        Get-ChildItem $folder | Should -BeNullOrEmpty
    }

    It 'writes over a file with -Force only, and refuses before the commands in front begin' {
        Set-Content "$folder/keys.csv" 'mine'
        $sandbox.Calls.Clear()
        { Get-StaleAccessKey | Export-AccessKeyReport "$folder/keys.csv" } | Should -Throw -ErrorId 'ReportExists,*'
        $sandbox.Calls.Snapshot().Count | Should -Be 0
        Get-Content "$folder/keys.csv" | Should -Be 'mine'

        Get-StaleAccessKey | Export-AccessKeyReport "$folder/keys.csv" -Force
        (Import-Csv "$folder/keys.csv").UserName | Should -Be 'svc'
    }

    It 'refuses a place that is not writable: <path>' -ForEach @(
        @{ path = 'missing/keys.html'; id = 'ReportNotWritten' }
        @{ path = 'keys.txt'; id = 'ReportFormatUnknown' }
        @{ path = '.'; id = 'ReportFormatUnknown' }
    ) {
        { Get-StaleAccessKey | Export-AccessKeyReport "$folder/$path" } | Should -Throw -ErrorId "$id,*"
        Get-ChildItem $folder | Should -BeNullOrEmpty
    }

    It 'refuses a path that is no file' {
        { @() | Export-AccessKeyReport 'Env:keys.html' } | Should -Throw -ErrorId 'ReportNotAFile,*'
    }

    It 'counts a relative path from the location of the session' {
        Push-Location $folder
        try { Get-StaleAccessKey | Export-AccessKeyReport ./keys.htm }
        finally { Pop-Location }
        "$folder/keys.htm" | Should -Exist
    }

    It 'takes findings for Security Hub with a region, given or of the environment' {
        New-TestResult | Export-AccessKeyReport "$folder/a.json" -Format Asff
        (Get-Content "$folder/a.json" -Raw | ConvertFrom-Json).ProductArn | Should -Be 'arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default'
        New-TestResult | Export-AccessKeyReport "$folder/b.json" -Format Asff -Region eu-central-1
        (Get-Content "$folder/b.json" -Raw | ConvertFrom-Json).ProductArn | Should -BeLike '*:eu-central-1:*'
        $env:AWS_REGION = $null
        $env:AWS_DEFAULT_REGION = $null
        { New-TestResult | Export-AccessKeyReport "$folder/c.json" -Format Asff } | Should -Throw -ErrorId 'NoRegion,*'
        "$folder/c.json" | Should -Not -Exist
    }

    It 'parts findings into batches of 100, as the document shows' {
        1..205 | ForEach-Object { New-TestResult "user$_" } | Export-AccessKeyReport "$folder/findings.json" -Format Asff
        $block = [regex]::Match((Get-Content "$PSScriptRoot/../../docs/reports.md" -Raw), '(?s)```powershell\r?\n(\$findings = .*?)```').Groups[1].Value
        $script:batches = @()
        function aws { $script:batches += , (Get-Content "$folder/batch.json" -Raw) }
        Push-Location $folder
        try { . ([scriptblock]::Create($block)) }
        finally { Pop-Location }
        $script:batches.ForEach({ ($_ | ConvertFrom-Json -NoEnumerate).Count }) | Should -Be 100, 100, 5
        $script:batches[0] | Should -BeLike '*"UpdatedAt": "20*Z"*'
    }

    It 'asks for results of controls where a format holds nothing else' {
        foreach ($format in 'JUnit', 'Ocsf', 'Asff') {
            $problem = { Get-StaleAccessKey | Export-AccessKeyReport "$folder/a.json" -Format $format } | Should -Throw -PassThru -ErrorId 'ReportNeedsControls,*'
            $problem.Exception.Message | Should -BeLike '*Test-AccessKeyCompliance*'
        }
        Get-ChildItem $folder | Should -BeNullOrEmpty
    }

    It 'refuses what is no key: <what>' -ForEach @(
        @{ what = 'text'; object = 'a' }
        @{ what = 'a table'; object = @{ UserName = 'a' } }
        @{ what = 'a selection'; object = [pscustomobject] @{ UserName = 'a' } }
    ) {
        { (Get-StaleAccessKey), $object | Write-Output | Export-AccessKeyReport "$folder/a.html" } | Should -Throw -ErrorId 'NotReportable,*'
        Get-ChildItem $folder | Should -BeNullOrEmpty
    }

    It 'holds no secret' {
        $keys = @(Get-StaleAccessKey -AccessKey $sandbox.Administrator.AccessKeyId -SecretKey $sandbox.Administrator.SecretAccessKey)
        $keys += New-RotatedAccessKey svc -Destination SecretsManager
        $secrets = $sandbox.Administrator.SecretAccessKey, $key.SecretAccessKey, $keys[-1].GetSecretAccessKeyAsPlainText()
        foreach ($name in 'a.html', 'a.csv', 'a.json') {
            $keys | Export-AccessKeyReport "$folder/$name"
            $text = Get-Content "$folder/$name" -Raw
            $secrets | ForEach-Object { $text.Contains($_) | Should -BeFalse }
        }
    }
}
