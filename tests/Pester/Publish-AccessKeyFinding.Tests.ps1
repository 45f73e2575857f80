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
