BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'Publish-AccessKeyFinding' {
    BeforeEach {
        $sandbox = Start-TestSandbox @{ Accounts = 2 }
        $null = Add-TestUser $sandbox 'svc-old' 200
    }
    AfterEach { $sandbox.Dispose() }

    It 'sends what Export-AccessKeyReport would write, to the region that is asked for' {
        $results = Test-AccessKeyCompliance
        $import = $results | Publish-AccessKeyFinding -Region eu-west-1
        $import | Should -BeOfType ([KeyRotation.FindingImport])
        $import.Region, $import.Findings, $import.Imported, $import.Failed | Should -Be 'eu-west-1', 5, 5, 2
        $sandbox.Account.ImportedFindings('us-east-1') | Should -BeNullOrEmpty

        $file = Join-Path $TestDrive 'findings.json'
        $results | Export-AccessKeyReport $file -Format Asff -Region eu-west-1
        $written = @(Get-Content $file -Raw | ConvertFrom-Json) | ForEach-Object { $_ | ConvertTo-Json -Depth 10 -Compress } | Sort-Object
        $sent = $sandbox.Account.ImportedFindings('eu-west-1').Json | ForEach-Object { $_ | ConvertFrom-Json | ConvertTo-Json -Depth 10 -Compress } | Sort-Object
        $sent | Should -Be $written
    }

    It 'sends the findings of each account from that account' {
        $imports = Get-KeyRotationAccount -WarningAction SilentlyContinue | Test-AccessKeyCompliance | Publish-AccessKeyFinding
        $imports | Should -HaveCount 3
        foreach ($import in $imports) {
            $import.NotImported | Should -Be 0
            $sandbox.Organization.FindAccount($import.AccountId).ImportedFindings('us-east-1') | Should -HaveCount $import.Findings
        }
    }

    It 'sends what is of the account when saved reports of others are among them, each of which is one error' {
        $report = @(
            'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated'
            foreach ($id in '111111111111', $sandbox.Account.AccountId, '999999999999') {
                "svc,arn:aws:iam::${id}:user/svc,2024-01-01T00:00:00+00:00,false,N/A,N/A,N/A,false,true,2024-01-01T00:00:00+00:00,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"
            }
        )
        $path = Join-Path $TestDrive 'three.csv'
        $report | Set-Content $path
        $import = Test-AccessKeyCompliance -Path $path | Publish-AccessKeyFinding -ErrorVariable problems -ErrorAction SilentlyContinue
        $import.AccountId | Should -Be $sandbox.Account.AccountId
        $problems.FullyQualifiedErrorId | Should -Be (@('WrongAccount,KeyRotation.Commands.PublishAccessKeyFindingCommand') * 2)
        $problems.TargetObject.AccountId | Should -Be '111111111111', '999999999999'
    }

    It 'gives one error for each finding that is refused, and none are sent with -WhatIf' {
        $results = Test-AccessKeyCompliance
        $results | Publish-AccessKeyFinding -WhatIf | Should -BeNullOrEmpty
        Get-TestChange $sandbox | Should -BeNullOrEmpty
        $sandbox.Account.RefuseFindings('us-east-1', 'svc-old')
        ($results | Publish-AccessKeyFinding -ErrorVariable problems -ErrorAction SilentlyContinue).NotImported | Should -Be 2
        $problems.FullyQualifiedErrorId | Should -Be (@('FindingNotImported,KeyRotation.Commands.PublishAccessKeyFindingCommand') * 2)
        $problems[0].TargetObject.UserName | Should -Be 'svc-old'
    }

    It 'suppresses the finding of an exempt user, shows that with -WhatIf, and reads no tag again' {
        $sandbox.Account.SetTag('svc-old', 'keyrotation:exempt', 'until=9999-12-31 reason=vendor')
        $results = Test-AccessKeyCompliance
        $results | Publish-AccessKeyFinding -WhatIf | Should -BeNullOrEmpty
        Get-TestChange $sandbox | Should -BeNullOrEmpty
        $import = $results | Publish-AccessKeyFinding
        $import.Suppressed, $import.Reopened | Should -Be 1, 0
        $finding = $sandbox.Account.ImportedFindings('us-east-1') | Where-Object WorkflowStatus -EQ 'SUPPRESSED'
        $finding.NoteText, $finding.NoteUpdatedBy | Should -Be 'Exempt from rotation until 9999-12-31: vendor', 'KeyRotation'
        "$import" | Should -BeLike '*, 1 suppressed, 0 new again'
    }

    It 'refuses what is no finding, and does nothing for nothing' {
        { Get-StaleAccessKey | Publish-AccessKeyFinding } | Should -Throw -ErrorId 'NotAFinding,*'
        @() | Publish-AccessKeyFinding | Should -BeNullOrEmpty
        $sandbox.Account.SetSecurityHub('us-east-1', $false)
        { Test-AccessKeyCompliance | Publish-AccessKeyFinding } | Should -Throw '*enable-security-hub*' -ErrorId 'SecurityHubNotEnabled,*'
    }
}
