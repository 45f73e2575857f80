BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'The module' {
    It 'exports what its manifest says' {
        $manifest = Test-ModuleManifest ((Get-Module KeyRotation).Path -replace 'psm1$', 'psd1')
        $manifest.ExportedCmdlets.Keys | Sort-Object | Should -Be ((Get-Command -Module KeyRotation).Name | Sort-Object)
        $manifest.ExportedCmdlets.Keys | Should -Not -BeNullOrEmpty
    }

    It 'loads no AWS assembly at import, and none into the default context ever' {
        $run = Invoke-TestEngine '[AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match "AWSSDK|KeyRotation" | Sort-Object'
        $run.Output -split "`n" | Should -Be 'KeyRotation', 'KeyRotation.Core', 'KeyRotation.Loader'
        [Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName().Name | Should -Not -Contain 'AWSSDK.Core'
    }

    It 'says so when its cmdlets cannot be loaded' {
        Copy-Item (Split-Path (Get-Module KeyRotation).Path) "$TestDrive/KeyRotation" -Recurse
        Set-Content "$TestDrive/KeyRotation/bin/net8.0/KeyRotation.dll" 'not an assembly'
        $said = Invoke-Engine '-Command', "try { Import-Module '$TestDrive/KeyRotation/KeyRotation.psd1'; 'imported' } catch { `$_.Exception.Message }"
        "$said" | Should -BeLike '*KeyRotation.dll*'
    }

    It 'answers nobody else who asks for an AWS SDK' {
        $run = Invoke-TestEngine @'
            $null = Start-KeyRotationSandbox -Users 1
            $null = Get-StaleAccessKey
            ([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'AWSSDK.Core' }).Count
            try { [Reflection.Assembly]::Load('AWSSDK.Core') } catch { $_.Exception.InnerException.GetType().Name }
'@
        $run.Output -split "`n" | Should -Be '1', 'FileNotFoundException'
    }

    It 'has its cmdlets in every session of the process, and in one that imports it again' {
        $path = (Get-Module KeyRotation).Path -replace 'psm1$', 'psd1'
        $all = (Get-Command -Module KeyRotation).Count
        $count = { Import-Module $args[0]; Import-Module $args[0] -Force; (Get-Command -Module KeyRotation).Count; (Get-Module KeyRotation).ExportedCmdlets.Count }
        foreach ($time in 1..2) {
            $session = [powershell]::Create()
            try { $session.AddScript($count).AddArgument($path).Invoke() | Should -Be $all, $all }
            finally { $session.Dispose() }
        }
    }

    It 'binds keys from the pipeline after it was imported again' {
        Import-TestModule
        $sandbox = Start-TestSandbox
        try {
            $null = Add-TestUser $sandbox 'svc'
            (Get-StaleAccessKey | New-RotatedAccessKey).UserName | Should -Be 'svc'
            Import-TestModule
            (Get-StaleAccessKey | Disable-OldAccessKey -ErrorVariable problems -ErrorAction SilentlyContinue)
            $problems[0].TargetObject.AccountId | Should -Be '123456789012'
        }
        finally {
            $sandbox.Dispose()
        }
    }

    It 'has types that can be named' {
        [KeyRotation.AccessKey].FullName | Should -Be 'KeyRotation.AccessKey'
        [KeyRotation.RotatedAccessKey].FullName | Should -Be 'KeyRotation.RotatedAccessKey'
    }

    It 'has the connection parameters of AWS Tools on every cmdlet that calls AWS' {
        foreach ($command in Get-Command -Module KeyRotation | Where-Object { $_.Name -notin 'Export-AccessKeyReport', 'New-AccessKeyGuardrail' -and $_.Noun -ne 'KeyRotationSandbox' }) {
            foreach ($name in 'ProfileName', 'ProfileLocation', 'Region', 'AccessKey', 'SecretKey', 'SessionToken', 'EndpointUrl') {
                $command.Parameters.Keys | Should -Contain $name -Because "$command has it"
            }
        }
    }

    It 'asks before everything that changes something: Medium, and High for Remove' {
        $impact = @{}
        foreach ($command in Get-Command -Module KeyRotation) {
            $attribute = $command.ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $true)[0]
            $impact[$command.Name] = $attribute.SupportsShouldProcess ? "$($attribute.ConfirmImpact)" : 'none'
        }
        $impact['Get-StaleAccessKey'] | Should -Be 'none'
        $impact['Get-AccessKeyActivity'] | Should -Be 'none'
        $impact['Get-AccessKeyAlternative'] | Should -Be 'none'
        $impact['Get-AccessKeyRotation'] | Should -Be 'none'
        $impact['New-AccessKeyGuardrail'] | Should -Be 'none' -Because 'it writes text and calls nothing'
        $impact['Test-AccessKeyGuardrail'] | Should -Be 'none'
        $impact['Get-AccessKeyConfigRule'] | Should -Be 'none'
        $impact['Publish-AccessKeyFinding'] | Should -Be 'Medium'
        $impact['Set-AccessKeyConfigRule'] | Should -Be 'Medium'
        $impact['Test-AccessKeyCompliance'] | Should -Be 'none'
        $impact['Export-AccessKeyReport'] | Should -Be 'Medium'
        $impact['Invoke-AccessKeyRotation'] | Should -Be 'Medium'
        $impact['New-RotatedAccessKey'] | Should -Be 'Medium'
        $impact['Disable-OldAccessKey'] | Should -Be 'Medium'
        $impact['Enable-OldAccessKey'] | Should -Be 'Medium'
        $impact['Remove-RetiredAccessKey'] | Should -Be 'High'
    }

    It 'shows user, key, age, last use and stage within 120 columns' {
        $sandbox = Start-TestSandbox
        try {
            $key = Add-TestUser $sandbox 'svc-with-a-rather-long-name' 213
            $sandbox.Account.RecordUse($key.AccessKeyId, 's3', 'eu-west-1', $sandbox.Clock.UtcNow.AddHours(-3))
            $lines = (Get-StaleAccessKey | Out-String -Width 120) -split "`r?`n"
            $lines | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 120 }
            $narrow = Get-StaleAccessKey | Out-String -Width 80
            $narrow | Should -BeLike '*Stale*' -Because 'the stage is seen on 80 columns too'
            $text = $lines -join "`n"
            foreach ($part in $key.AccessKeyId, '213 days', '3 h ago', 's3', 'Stale', 'svc-with-a-rather') {
                $text | Should -BeLike "*$part*"
            }
        }
        finally {
            $sandbox.Dispose()
        }
    }

    It 'lives beside another copy of the AWS SDK in the default context' {
        $sdk = Join-Path (Split-Path (Get-Module KeyRotation).Path) 'bin/net8.0/AWSSDK.Core.dll'
        $sandbox = Start-TestSandbox
        try {
            $null = Add-TestUser $sandbox 'svc'
            $run = Invoke-TestEngine "Add-Type -LiteralPath '$sdk'; [Amazon.Runtime.BasicAWSCredentials]::new('a', 'b') | Out-Null; (Get-StaleAccessKey | New-RotatedAccessKey).UserName"
            $run.Output | Should -Be 'svc'
        }
        finally {
            $sandbox.Dispose()
        }
    }
}
