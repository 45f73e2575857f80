BeforeDiscovery {
    $hasServer = [Environment]::Version.Major -ge 10
    if (-not $hasServer) {
        Write-Warning 'The destination was not tested in this engine: its server needs .NET 10 (PowerShell 7.6).'
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestIntegrations
    Import-TestService

    function Get-TestVariable {
        param([string] $Name, [string] $Scope = '*')

        $gitLab.Value($Name, 'projects/acme%2Fbilling', $Scope)
    }

    function Set-TestVariable {
        param([string] $Name, [string] $Value, [switch] $Masked)

        $gitLab.Put($Name, $Value, 'projects/acme%2Fbilling', '*', $Masked, $false)
    }
}

Describe 'New-GitLabDestination' -Skip:(-not $hasServer) {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc-billing'
        $gitLab = [KeyRotation.Integrations.Tests.GitLab.GitLabServer]::new()
        $plain = [KeyRotation.Integrations.Tests.GitLab.GitLabServer]::Token
        $token = [KeyRotation.SecretText]::Protect($plain)
        $at = @{ Uri = $gitLab.Endpoint; Token = $token }
    }
    AfterEach {
        $sandbox.Dispose()
        $gitLab.Dispose()
        $gitLab.Problems | Should -BeNullOrEmpty
    }

    It 'delivers a key, and lets the old one be disabled when the new one is there' {
        $destination = New-GitLabDestination acme/billing @at
        $new = Get-StaleAccessKey | New-RotatedAccessKey -Destination $destination
        Get-TestVariable AWS_ACCESS_KEY_ID | Should -BeExactly $new.AccessKeyId
        Get-TestVariable AWS_SECRET_ACCESS_KEY | Should -BeExactly $new.GetSecretAccessKeyAsPlainText()
        "$($new.Destinations)" | Should -Be 'GitLab:acme/billing'
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Disable-OldAccessKey svc-billing -Destination $destination | Should -HaveCount 1
    }

    It 'puts back what was there where a destination behind fails' {
        Set-TestVariable AWS_ACCESS_KEY_ID $old.AccessKeyId
        Set-TestVariable AWS_SECRET_ACCESS_KEY $old.SecretAccessKey -Masked
        $before = $gitLab.Entries | Out-String
        New-RotatedAccessKey svc-billing -Destination (New-GitLabDestination acme/billing @at), { throw 'full' } -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationFailed,*'
        $gitLab.Calls -match '^PUT ' | Should -HaveCount 4
        $gitLab.Entries | Out-String | Should -BeExactly $before
        $sandbox.Account.FindUser('svc-billing').Keys | Should -HaveCount 1
    }

    It 'shows with -WhatIf whose key is there, and changes nothing' {
        Set-TestVariable AWS_ACCESS_KEY_ID $old.AccessKeyId
        Set-TestVariable AWS_SECRET_ACCESS_KEY $old.SecretAccessKey
        $null = Start-Transcript "$TestDrive/whatif.txt"
        New-RotatedAccessKey svc-billing -Destination (New-GitLabDestination acme/billing @at) -WhatIf
        $null = Stop-Transcript
        Get-Content "$TestDrive/whatif.txt" -Raw | Should -BeLike '*GitLab:acme/billing (holds the old key)*'
        $gitLab.Calls -notmatch '^GET ' | Should -BeNullOrEmpty
    }

    It 'says what is wrong with a token, before a key is created' {
        $wrong = [KeyRotation.SecretText]::Protect('glpat-wrongwrongwrong')
        New-RotatedAccessKey svc-billing -Destination (New-GitLabDestination acme/billing -Uri $gitLab.Endpoint -Token $wrong) -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationRefused,*'
        "$($problems[0])" | Should -BeLike '*GitLab answered 401*'
        $problems[0] | Format-List * -Force | Out-String | Should -Not -BeLike '*glpat-wrong*'
        $sandbox.Account.FindUser('svc-billing').Keys | Should -HaveCount 1
    }

    It 'shows no secret and no token in any output, stream or error' {
        $destination = New-GitLabDestination acme/billing @at
        $script:stored = @()
        $Error.Clear()
        $said = & {
            $VerbosePreference = $DebugPreference = 'Continue'
            $destination | Format-List * -Force
            $destination | ConvertTo-Json -Depth 5
            $destination.GetExternalPlace() | Format-List * -Force
            New-RotatedAccessKey svc-billing -Destination $destination, { param($Key) $script:stored += $Key.GetSecretAccessKeyAsPlainText(); throw 'full' } -ErrorAction Continue
            New-RotatedAccessKey svc-billing -Destination $destination -OutVariable global:canaryKey -Verbose
        } *>&1 | Out-String -Width 400
        $said += $Error | ForEach-Object { $_ | Format-List * -Force | Out-String -Width 400; $_.Exception.ToString() } | Out-String
        $stored += ($canaryKey | Where-Object { $_ -is [KeyRotation.RotatedAccessKey] }).GetSecretAccessKeyAsPlainText()
        $stored | Should -HaveCount 2
        foreach ($secret in @($stored) + $plain) {
            Get-LineWith $said $secret | Should -BeNullOrEmpty
        }
    }

    It 'refuses what cannot be, without a call' {
        { New-GitLabDestination 'acme billing' @at } | Should -Throw '*acme/backend/billing*'
        { New-GitLabDestination acme/billing -Token $token -Uri http://gitlab.example.com } | Should -Throw -ErrorId 'AddressInvalid,*'
        { New-GitLabDestination acme/billing } | Should -Throw -ErrorId 'TokenMissing,*'
        $gitLab.Calls | Should -BeNullOrEmpty
    }

    It 'runs the examples of its page' {
        function Get-Secret { $token }
        $env:GITLAB_TOKEN = $plain
        try {
            $examples = (Get-Help New-GitLabDestination -Full).examples.example
            $examples | Should -HaveCount 3
            foreach ($example in $examples) {
                $sandbox.Dispose()
                $sandbox = Start-TestSandbox
                $null = Add-TestUser $sandbox 'svc-billing'
                $code = $example.code -replace ' -Uri \S+' -replace 'New-GitLabDestination ', "New-GitLabDestination -Uri $($gitLab.Endpoint) "
                . ([scriptblock]::Create($code)) -ErrorAction Stop
            }
        }
        finally {
            Remove-Item Env:GITLAB_TOKEN
        }
        Get-TestVariable AWS_ACCESS_KEY_ID | Should -BeLike 'AKIA*'
    }
}
