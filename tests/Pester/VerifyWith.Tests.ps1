BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'The application has the last word' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc'
        $seen = [System.Collections.Generic.List[object]]::new()
    }
    AfterEach { $sandbox.Dispose() }

    It 'tries the key where it is delivered, before that is recorded, and lets applications read it afterwards' {
        $rotated = New-RotatedAccessKey svc -Destination SecretsManager -VerifyWith {
            param($Key)
            $seen.Add($Key)
            $secret = $sandbox.Account.FindSecret('us-east-1', 'iam/access-keys/svc').Staged('AWSCURRENT').SecretString | ConvertFrom-Json
            $seen.Add($secret.SecretAccessKey -eq $Key.GetSecretAccessKeyAsPlainText())
            $seen.Add($sandbox.Account.Tags('svc').ContainsKey("keyrotation:$($Key.AccessKeyId)"))
        } -AfterDelivery {
            param($Key)
            $seen.Add($sandbox.Account.Tags('svc').ContainsKey("keyrotation:$($Key.AccessKeyId)"))
        }
        $seen[0].AccessKeyId | Should -Be $rotated.AccessKeyId
        "$($seen[0].Destinations)" | Should -BeLike 'SecretsManager*iam/access-keys/svc*'
        $seen[1..3] | Should -Be $true, $false, $true
    }

    It 'takes everything back where it <Name>' -ForEach @(
        @{ Name = 'throws'; Check = { throw 'not today' }; Text = 'not today' }
        @{ Name = 'writes an error'; Check = { Write-Error 'no answer'; $true }; Text = 'failed: no answer' }
        @{ Name = 'has a command that fails'; Check = { Get-Item '/no/such/file'; $true }; Text = 'no/such/file' }
        @{ Name = 'meets an exception'; Check = { [int]::Parse('x') }; Text = 'input string' }
        @{ Name = 'ends with exit'; Check = { exit 0 }; Text = 'exit, break or continue' }
        @{ Name = 'breaks out'; Check = { break }; Text = 'exit, break or continue' }
        @{ Name = 'gives $false'; Check = { 'looking'; $false }; Text = 'gave $false' }
        @{ Name = 'has a program that fails'; Check = { if ($IsWindows) { cmd /c 'exit 3' } else { sh -c 'exit 3' }; 'done' }; Text = '3' }
    ) {
        $null = New-RotatedAccessKey svc -Destination SecretsManager -VerifyWith $Check -ErrorVariable problems -ErrorAction SilentlyContinue

        $problem = @($problems | Where-Object FullyQualifiedErrorId -Like 'NewKeyNotAccepted,*')
        $problem | Should -HaveCount 1
        "$problem" | Should -BeLike "*every destination is as it was*$Text*"
        $sandbox.Account.FindUser('svc').Keys.AccessKeyId | Should -Be $old.AccessKeyId
        Get-TestKeyStatus $sandbox $old.AccessKeyId | Should -Be 'Active'
        $sandbox.Account.Tags('svc').Keys | Should -Not -Contain 'keyrotation:pending'
    }

    It 'shows no secret where the script block quotes it' {
        $text = New-RotatedAccessKey svc -Destination SecretsManager -ErrorVariable problems -ErrorAction SilentlyContinue -VerifyWith {
            param($Key)
            $global:quoted = $Key.GetSecretAccessKeyAsPlainText()
            throw "cannot sign in with $global:quoted"
        } *>&1 | Out-String
        "$text $($problems | Out-String) $($problems.Exception | Format-List * -Force | Out-String)" | Should -Not -BeLike "*$global:quoted*"
        "$problems" | Should -BeLike '*cannot sign in with*'
        Remove-Variable quoted -Scope Global
    }

    It 'leaves one user out and the others in' {
        $null = Add-TestUser $sandbox 'other'
        $done = Invoke-AccessKeyRotation -Destination SecretsManager -VerifyWith { param($Key) $Key.UserName -ne 'svc' } -ErrorVariable problems -ErrorAction SilentlyContinue
        $done.UserName | Should -Be 'other'
        $problems[0].TargetObject.UserName | Should -Be 'svc'
    }

    It 'keeps a key whose followers fail, and says so' {
        $rotated = New-RotatedAccessKey svc -Destination SecretsManager -AfterDelivery { throw 'the service did not start' } -ErrorVariable problems -ErrorAction SilentlyContinue
        $rotated | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'AfterDeliveryFailed,*'
        "$($problems[0])" | Should -BeLike '*applications may still use the old key*the service did not start*'
        $sandbox.Account.Tags('svc')["keyrotation:$($rotated.AccessKeyId)"] | Should -BeLike 'current*'
    }

    It 'runs neither with -WhatIf' {
        New-RotatedAccessKey svc -Destination SecretsManager -WhatIf -VerifyWith { $seen.Add('verify') } -AfterDelivery { $seen.Add('after') }
        $seen | Should -BeNullOrEmpty
    }

    It 'gives nothing of what the script blocks write' {
        $output = @(New-RotatedAccessKey svc -VerifyWith { 'one' } -AfterDelivery { 'two' })
        $output | Should -HaveCount 1
        $output[0] | Should -BeOfType ([KeyRotation.RotatedAccessKey])
    }
}

Describe 'A script block of -Destination' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc'
    }
    AfterEach { $sandbox.Dispose() }

    It 'has failed where it writes an error' {
        New-RotatedAccessKey svc -Destination { Write-Error 'the place is full' } -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        "$problems" | Should -BeLike '*the place is full*'
        $sandbox.Account.FindUser('svc').Keys.AccessKeyId | Should -Be $old.AccessKeyId
    }

    It 'has not failed where it expects an error' {
        (New-RotatedAccessKey svc -Destination { Get-Item '/no/such/file' -ErrorAction SilentlyContinue }) | Should -HaveCount 1
    }
}
