BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
    $escape = [char] 27
}

Describe 'Get-CompromisedAccessKey' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $key = Add-TestUser $sandbox 'svc-billing' 30
        $id = $key.AccessKeyId
        $null = Add-TestUser $sandbox 'svc-deploy' 30
        $health = '{"detail-type":"AWS Health Event","source":"aws.health","account":"123456789012","detail":{"eventArn":"arn:aws:health:us-east-1::event/RISK/X/1","eventTypeCode":"AWS_RISK_CREDENTIALS_EXPOSED","startTime":"Sun, 1 Mar 2026 15:10:09 GMT","affectedEntities":[{"entityValue":"' + $id + '"}],"secret":"' + $key.SecretAccessKey + '"}}'
        $gitleaks = '[{"RuleID":"aws-access-token","Secret":"' + $id + '","Match":"' + $id + ' ' + $key.SecretAccessKey + '","File":"app.env","StartLine":3,"Commit":"abc"}]'
        function Add-Finding { param([string] $Region = 'us-east-1', [double] $Severity = 8)
            $finding = [KeyRotation.Sandbox.SandboxFinding]::new($id, 'svc-billing')
            $finding.GetType().GetProperty('Severity').SetValue($finding, $Severity)
            $null = $sandbox.Account.AddFinding($Region, $finding, $null)
        }
    }
    AfterEach { $sandbox.Dispose() }

    It 'gives a key with what GuardDuty and AWS say against it' {
        Add-Finding
        $sandbox.Account.AttachAwsPolicy('svc-billing', 'AWSCompromisedKeyQuarantineV2')
        $found = Get-CompromisedAccessKey
        $found | Should -HaveCount 1
        $found | Should -BeOfType ([KeyRotation.AccessKey])
        $found.AccessKeyId | Should -Be $id
        $found.Compromise.Source | Should -Be 'GuardDuty', 'QuarantinePolicy'
        $found.Compromise[0].Severity | Should -Be 'High'
        $found.Reason | Should -BeLike 'GuardDuty UnauthorizedAccess:IAMUser/MaliciousIPCaller*and 1 more'
    }

    It 'asks the sources and the regions that it is told to' {
        Add-Finding -Region 'eu-west-1'
        Get-CompromisedAccessKey -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        (Get-CompromisedAccessKey -Source GuardDuty -FindingRegion eu-west-1).UserName | Should -Be 'svc-billing'
        $sandbox.Calls.Clear()
        Get-CompromisedAccessKey -Source QuarantinePolicy | Should -BeNullOrEmpty
        $sandbox.Calls.Snapshot().Operation | Should -Not -Contain 'ListDetectors'
    }

    It 'reads files by path, by wildcard, of a folder and from Get-ChildItem' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        [IO.File]::WriteAllText((Join-Path $folder 'report[1].json'), $gitleaks)
        [IO.File]::WriteAllText((Join-Path $folder 'event.json'), $health)
        $found = Get-CompromisedAccessKey -Path $folder
        $found.Compromise.Source | Sort-Object | Should -Be 'gitleaks', 'Health'
        (Get-CompromisedAccessKey -Path (Join-Path $folder 'report[1].json')).Compromise.FindingId | Should -Be 'abc:app.env:3'
        (Get-CompromisedAccessKey -Path (Join-Path $folder 'ev*')).Compromise.Source | Should -Be 'Health'
        (Get-ChildItem $folder | Get-CompromisedAccessKey).Compromise | Should -HaveCount 2
        Get-CompromisedAccessKey -Path (Join-Path $folder 'none.json') -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'PathNotFound,*'
    }

    It 'reads an event from the pipeline as text, as lines and as an object' {
        ($health | Get-CompromisedAccessKey).Compromise.Type | Should -Be 'AWS_RISK_CREDENTIALS_EXPOSED'
        ($health | ConvertFrom-Json | Get-CompromisedAccessKey).AccessKeyId | Should -Be $id
        (($health | ConvertFrom-Json | ConvertTo-Json -Depth 9) -split "`n" | Get-CompromisedAccessKey).AccessKeyId | Should -Be $id
        ($health, $gitleaks | Get-CompromisedAccessKey).Compromise | Should -HaveCount 2
        @() | Get-CompromisedAccessKey | Should -BeNullOrEmpty
    }

    It 'takes no key of this module for evidence against it' {
        Get-StaleAccessKey -Days 1 | Get-CompromisedAccessKey -WarningVariable said -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $said[0] | Should -BeLike '*is no finding*'
        Get-StaleAccessKey -Days 1 | ConvertTo-Json -Depth 5 | Get-CompromisedAccessKey -WarningAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'keeps the secret beside the id out of every stream' {
        Set-Content (Join-Path $TestDrive 'report.json') $gitleaks
        Set-Content (Join-Path $TestDrive 'broken.json') ($gitleaks.Substring(0, $gitleaks.Length - 4))
        $all = Get-CompromisedAccessKey -Path (Join-Path $TestDrive 'report.json'), (Join-Path $TestDrive 'broken.json') -ErrorAction Continue -Verbose -Debug *>&1
        $problem = $all | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FindingFileUnreadable,*'
        $text = ($all | Out-String -Width 500) + ($all | Format-List * | Out-String -Width 500) + ($all | Where-Object { $_ -is [KeyRotation.AccessKey] } | ConvertTo-Json -Depth 6) + ($all | ForEach-Object { "$_" })
        $text | Should -BeLike "*$id*"
        $text.Contains($key.SecretAccessKey) | Should -BeFalse
    }

    It 'works on accounts from the pipeline' {
        $organization = Start-TestSandbox @{ Accounts = 2; Users = 1 }
        try {
            foreach ($account in $organization.Organization.AccountIds) {
                $state = $organization.Organization.FindAccount($account)
                $null = $state.CreateUser('leaked', $organization.Clock.UtcNow.AddDays(-9))
                $null = $state.AddAccessKey('leaked', $organization.Clock.UtcNow.AddDays(-8), 'Active')
                $state.AttachAwsPolicy('leaked', 'AWSCompromisedKeyQuarantineV3')
            }
            $found = Get-KeyRotationAccount -WarningAction SilentlyContinue | Get-CompromisedAccessKey -Source QuarantinePolicy -WarningAction SilentlyContinue
            $found.UserName | Select-Object -Unique | Should -Be 'leaked'
            ($found.AccountId | Sort-Object -Unique).Count | Should -Be 3
        }
        finally { $organization.Dispose() }
    }

    It 'shows what speaks against a key at <Width> columns' -ForEach @{ Width = 80 }, @{ Width = 120 } {
        Add-Finding
        $text = (Get-CompromisedAccessKey | Out-String -Width $Width) -replace "$escape\[[\d;]*m"
        foreach ($part in 'UserName', 'AccessKeyId', 'Status', 'Severity', 'LastSeen', 'Sources', 'svc-billing', $id, 'Active', 'High', 'GuardDuty') {
            $text | Should -BeLike "*$part*"
        }
        ($text -split "`r?`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $Width
        Get-CompromisedAccessKey | Format-List | Out-String | Should -BeLike '*Compromise*MaliciousIPCaller*'
    }

    It 'can be rehearsed with the sandbox of the session' {
        $rehearsal = Start-KeyRotationSandbox -Users 6
        try {
            $victim = (Get-StaleAccessKey -Days 1 -Live)[0]
            $null = $rehearsal.AddFinding($victim.AccessKeyId)
            $rehearsal.AttachPolicy($victim.UserName)
            (Get-CompromisedAccessKey | Where-Object AccessKeyId -EQ $victim.AccessKeyId).Compromise | Should -HaveCount 2
        }
        finally { Stop-KeyRotationSandbox }
    }
}

Describe 'Find-LeakedAccessKey' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $key = Add-TestUser $sandbox 'svc-billing' 30
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        $file = Join-Path $folder 'app.env'
        Set-Content $file "a", "AWS_ACCESS_KEY_ID=$($key.AccessKeyId)", "AWS_SECRET_ACCESS_KEY=$($key.SecretAccessKey)"
    }
    AfterEach { $sandbox.Dispose() }

    It 'finds a key in a folder, in a file and in files of the pipeline' {
        (Find-LeakedAccessKey $folder).Compromise.FindingId | Should -Be "${file}:2"
        (Find-LeakedAccessKey -Path (Join-Path $folder '*.env')).UserName | Should -Be 'svc-billing'
        (Get-ChildItem $folder -File | Find-LeakedAccessKey).AccessKeyId | Should -Be $key.AccessKeyId
        Find-LeakedAccessKey (Join-Path $folder 'none') -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem | Should -HaveCount 1
    }

    It 'keeps the secret beside the id out of every stream' {
        $all = Find-LeakedAccessKey $folder -History -ErrorAction Continue -Verbose -Debug *>&1
        ($all | Where-Object { $_ -is [KeyRotation.AccessKey] }).AccessKeyId | Should -Be $key.AccessKeyId
        ($all | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }).FullyQualifiedErrorId | Should -BeLike 'Git*,*'
        (($all | Format-List * | Out-String -Width 500) + ($all | ForEach-Object { "$_" })).Contains($key.SecretAccessKey) | Should -BeFalse
    }
}
