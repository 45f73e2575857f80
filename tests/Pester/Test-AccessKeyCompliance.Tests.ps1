BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
    $header = 'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated'
    $root = '<root_account>,arn:aws:iam::123456789012:root,2020-01-01T00:00:00Z,not_supported,N/A,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A'
    $alice = 'alice,arn:aws:iam::123456789012:user/alice,2020-01-01T00:00:00Z,false,N/A,N/A,N/A,false,true,2020-01-01T00:00:00Z,2020-02-01T00:00:00Z,eu-west-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A'
    $reportFile = Join-Path $TestDrive 'report.csv'
    Set-Content $reportFile ($header, $root, $alice)
}

Describe 'Test-AccessKeyCompliance' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc-old' 200
        $null = Add-TestUser $sandbox 'svc-young' 10
    }
    AfterEach { $sandbox.Dispose() }

    It 'gives one result a control and resource, with evidence, references and a remedy that can be run' {
        $results = Test-AccessKeyCompliance
        $results | Should -BeOfType ([KeyRotation.ControlResult])
        $results | Should -HaveCount 7 -Because 'three users have two controls each, and the root user has one'
        $failed = $results | Where-Object { $_.Status -eq 'Fail' -and $_.Control -eq 'Rotation' }
        $failed.UserName | Should -Be 'svc-old'
        $failed.ControlId | Should -Be '2.12'
        $failed.References | Should -Contain 'PCI DSS 4.0.1 8.3.9'
        $failed.Evidence.Source | Should -Contain 'iam:ListAccessKeys'
        $failed.Remedy | Should -Be "New-RotatedAccessKey -UserName svc-old -AccessKeyId $($old.AccessKeyId) -Destination SecretsManager"

        (& ([scriptblock]::Create(($failed.Remedy[0] -replace 'SecretsManager', '{ }')))).ReplacedAccessKeyId | Should -Be $old.AccessKeyId
    }

    It 'takes several benchmarks, by any of their names' {
        $results = Test-AccessKeyCompliance -Benchmark 1.2, 'CIS-5.0.0', v7, securityhub
        $results.Benchmark | Select-Object -Unique | Sort-Object | Should -Be 'AWS Security Hub', 'CIS AWS Foundations 1.2.0', 'CIS AWS Foundations 5.0.0', 'CIS AWS Foundations 7.0.0'
    }

    It 'refuses a benchmark that there is not, and completes those that there are' {
        { Test-AccessKeyCompliance -Benchmark 9.0 } | Should -Throw '*There is no benchmark*7.0.0*'
        $line = 'Test-AccessKeyCompliance -Benchmark 5'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be '5.0.0'
    }

    It 'takes limits of one''s own' {
        (Test-AccessKeyCompliance -Days 5 svc-young | Where-Object Control -EQ 'Rotation').Status | Should -Be 'Fail'
        (Test-AccessKeyCompliance -UnusedDays 5 svc-young | Where-Object Control -EQ 'UnusedCredentials').Status | Should -Be 'Fail'
    }

    It 'does nothing for an empty pipeline, and changes nothing ever' {
        @() | Test-AccessKeyCompliance | Should -BeNullOrEmpty
        $null = Test-AccessKeyCompliance
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'says which permission it lacks' {
        $user = Add-TestUser $sandbox 'poor' 1
        $sandbox.Account.AllowActions('poor', 'sts:*')
        { Test-AccessKeyCompliance -AccessKey $user.AccessKeyId -SecretKey $user.SecretAccessKey } | Should -Throw '*iam:GenerateCredentialReport*' -ErrorId 'AccessDenied,KeyRotation.Commands.TestAccessKeyComplianceCommand'
    }
}

Describe 'Saved credential reports' {
    It 'are read from files, wildcards, FileInfo objects, the pipeline and standard input alike' {
        Copy-Item $reportFile (Join-Path $TestDrive 'other[1].csv')
        (Get-StaleAccessKey -Path $reportFile).UserName | Should -Be 'alice'
        (Get-StaleAccessKey -Path (Join-Path $TestDrive '*.csv')).UserName | Should -Be 'alice', 'alice'
        (Get-StaleAccessKey -Path (Join-Path $TestDrive 'other[1].csv')).UserName | Should -Be 'alice'
        (Get-ChildItem $TestDrive -Filter '*.csv' | Get-StaleAccessKey).UserName | Should -Be 'alice', 'alice'
        (Get-Content $reportFile | Get-StaleAccessKey -Path -).UserName | Should -Be 'alice'
        (Get-Content $reportFile | Test-AccessKeyCompliance -Path - | Where-Object Status -EQ Fail).ControlId | Should -Be '2.11', '2.12'
        (Get-Content $reportFile | Get-StaleAccessKey -Path - 'bob*') | Should -BeNullOrEmpty
    }

    It 'in UTF-16, as Windows PowerShell redirects, are read' {
        $file = Join-Path $TestDrive 'wide.txt'
        Set-Content $file ($header, $root, $alice) -Encoding unicode
        (Get-StaleAccessKey -Path $file).UserName | Should -Be 'alice'
    }

    It 'that cannot be read are an error each, and the others are read' {
        $bad = Join-Path $TestDrive 'bad.txt'
        Set-Content $bad 'hello'
        $missing = Join-Path $TestDrive 'missing.txt'
        $keys = Get-StaleAccessKey -Path $bad, $missing, $reportFile -ErrorVariable problems -ErrorAction SilentlyContinue
        $keys.UserName | Should -Be 'alice'
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'PathNotFound*' -Because 'what is not there is said before the first file is read'
        $problems[1].FullyQualifiedErrorId | Should -Be 'ReportUnreadable,KeyRotation.Commands.GetStaleAccessKeyCommand'
        "$($problems[1])" | Should -BeLike "*$bad*"
    }

    It 'say which key of the user a stale key is, as the report numbers them' {
        (Get-StaleAccessKey -Path $reportFile).KeyNumber | Should -Be 1
    }

    It 'are read as one of the usual tools saved them: <_>' -ForEach 'base64', 'JSON', 'UseCulture', 'Raw' {
        $file = Join-Path $TestDrive "$_.saved"
        $text = ($header, $root, $alice) -join "`n"
        switch ($_) {
            'base64' { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($text)) | Set-Content $file }
            'JSON' { @{ Content = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($text)); ReportFormat = 'text/csv' } | ConvertTo-Json | Set-Content $file }
            'UseCulture' { $text | ConvertFrom-Csv | Export-Csv $file -Delimiter ';' -IncludeTypeInformation }
            'Raw' { Set-Content $file $text.Replace("`n", "`r") -NoNewline }
        }
        (Get-StaleAccessKey -Path $file).UserName | Should -Be 'alice'
        (Get-Content $file | Get-StaleAccessKey -Path -).UserName | Should -Be 'alice'
        (Get-Content $file -Raw | Get-StaleAccessKey -Path -).UserName | Should -Be 'alice'
    }

    It 'with a row that cannot be read give the others, and one error that shows the text and the way out' {
        $file = Join-Path $TestDrive 'day-first.csv'
        Set-Content $file ($header, $root, ($alice -replace '^alice,(.*?)true,[^,]+', 'bob,$1true,10/01/2020 10:20'), $alice)
        $keys = Get-StaleAccessKey -Path $file -ErrorVariable problems -ErrorAction SilentlyContinue
        $keys.UserName | Should -Be 'alice'
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ReportRowUnreadable,*'
        "$($problems[0])" | Should -BeLike '*line 3*bob*10/01/2020 10:20*get-credential-report*'
    }

    It 'in which a named user is missing, a folder without one, and a pattern that matches nothing are an error each' {
        Test-AccessKeyCompliance -Path $reportFile -UserName nosuch, alice -ErrorVariable problems -ErrorAction SilentlyContinue | Should -Not -BeNullOrEmpty
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'UserNotInReport,*'
        $empty = New-Item -ItemType Directory (Join-Path $TestDrive 'empty')
        'nothing' | Set-Content (Join-Path $empty 'notes.txt')
        Get-StaleAccessKey -Path $empty, (Join-Path $TestDrive '*.nosuch') -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -Be (@('PathNotFound,KeyRotation.Commands.GetStaleAccessKeyCommand') * 2)
        $problems[0].Exception.Message | Should -BeLike "*$(Join-Path $empty '*.csv')*"
    }

    It 'of a folder are one audit, in which each row belongs to the account of its ARN' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'many')
        foreach ($id in 1..3 | ForEach-Object { "50000000000$_" }) {
            Set-Content (Join-Path $folder "$id.csv") ($header, $root, $alice | ForEach-Object { $_ -replace '\b\d{12}\b', $id })
        }
        'nothing' | Set-Content (Join-Path $folder 'notes.txt')
        $keys = Get-StaleAccessKey -Path $folder, (Join-Path $folder '500000000001.csv')
        $keys.AccountId | Should -Be '500000000001', '500000000002', '500000000003' -Because 'each file is read once'
        $results = Test-AccessKeyCompliance -Path $folder -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        ($results | Group-Object AccountId).Count | Sort-Object -Unique | Should -HaveCount 1
        ($results | Group-Object AccountId) | Should -HaveCount 3
        ($results | Where-Object Status -EQ Fail | Group-Object AccountId) | Should -HaveCount 3
        (Get-Item $folder | Test-AccessKeyCompliance) | Should -HaveCount $results.Count
    }

    It 'of several accounts in one file are judged each for itself, and an account in two files is a warning' {
        $file = Join-Path $TestDrive 'joined.csv'
        $second = ($header, $alice) -replace '\b\d{12}\b', '500000000002'
        Set-Content $file (@($header, $root, $alice) + $second)
        $results = Test-AccessKeyCompliance -Path $file -WarningVariable warnings -WarningAction SilentlyContinue
        ($results | Group-Object AccountId) | Should -HaveCount 2
        "$warnings" | Should -BeLike '*no row for the root user of account 500000000002,*'
        $twin = Join-Path $TestDrive 'twin.csv'
        Set-Content $twin ($header, ($root -replace '\b\d{12}\b', '500000000002'), $second[1])
        $null = Test-AccessKeyCompliance -Path $file, $twin -WarningVariable warnings -WarningAction SilentlyContinue
        @($warnings -like 'Account 500000000002 is in*joined.csv*twin.csv*both count*') | Should -HaveCount 1
    }

    It 'and accounts are not looked at where -UserName is not a valid pattern' {
        { Get-StaleAccessKey -UserName '[' } | Should -Throw -ErrorId 'UserNamePatternInvalid,*'
        { Test-AccessKeyCompliance -Path $reportFile -UserName '[' } | Should -Throw -ErrorId 'UserNamePatternInvalid,*'
    }

    It 'of many lines are read in pieces' {
        $lines = @($header, $root) + (1..2500 | ForEach-Object { $alice -replace 'alice', "user-$_" })
        ($lines | Get-StaleAccessKey -Path -) | Should -HaveCount 2500
        ($lines | Get-StaleAccessKey -Path - | Select-Object -First 3) | Should -HaveCount 3
    }

    It 'that are none are one error, however many lines come' {
        1..3500 | ForEach-Object { "line $_" } | Get-StaleAccessKey -Path - -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems | Should -HaveCount 1
    }

    It 'need no credentials and no network' {
        $run = Invoke-TestEngine "Remove-Item Env:AWS_*; (Get-StaleAccessKey -Path '$reportFile').UserName"
        $run.Output | Should -Be 'alice'
    }
}

Describe 'The Pester file of the module' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $null = Add-TestUser $sandbox 'svc-old' 200
        $result = Join-Path $TestDrive 'access-keys.xml'
        $file = Join-Path (Get-Module KeyRotation).ModuleBase 'AccessKeyCompliance.Tests.ps1'
        $script = "`$container = New-PesterContainer -Path '$file' -Data @{ SETTINGS }; Invoke-Pester -Configuration @{ Run = @{ Container = `$container; Exit = `$true }; Output = @{ Verbosity = 'None' }; TestResult = @{ Enabled = `$true; OutputPath = '$result' } }"
    }
    AfterEach { $sandbox.Dispose() }

    It 'turns every control into a test whose NUnit XML is the evidence' {
        $run = Invoke-TestEngine ($script -replace 'SETTINGS', "Benchmark = '5.0.0'")
        $run.ExitCode | Should -Be 2 -Because 'two controls fail'
        $cases = ([xml] (Get-Content $result -Raw)).SelectNodes('//test-case')
        $cases.Count | Should -Be (2 + 1 + 4 * 2) -Because 'the audit itself, the root user, four controls of two users'
        $rotation = $cases | Where-Object { $_.name -like '*1.13*svc-old*' }
        $rotation.result | Should -Be 'Failure'
        $rotation.failure.message | Should -BeLike '*New-RotatedAccessKey*'
        $rotation.name | Should -BeLike '*is 200 days old*_last_rotated = 20*'
        ($cases | Where-Object { $_.name -like '*1.3*root_account*' }).result | Should -Be 'Success'
    }

    It 'passes with limits that are kept, and takes a saved report' {
        (Invoke-TestEngine ($script -replace 'SETTINGS', "Days = 500; UnusedDays = 500; EndpointUrl = '$env:AWS_ENDPOINT_URL'")).ExitCode | Should -Be 0
        (Invoke-TestEngine ($script -replace 'SETTINGS', "Path = '$reportFile'")).ExitCode | Should -Be 2
    }

    It 'fails where nothing could be looked at' {
        (Invoke-TestEngine ($script -replace 'SETTINGS', "UserName = 'nobody'")).ExitCode | Should -BeGreaterThan 0
    }
}
