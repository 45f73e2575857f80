BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule

    # The calls that -Verbose told of, as service:operation.
    function Select-CallTold {
        process { if ("$_" -match '^(iam|sts|secretsmanager|ssm):\w+') { $Matches[0] } }
    }

    function Get-CallMade { $sandbox.Calls.Snapshot() | ForEach-Object { "$($_.Service):$($_.Operation)" } }
}

Describe 'A good citizen' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $billing = Add-TestUser $sandbox 'svc-billing' 200
        $deploy = Add-TestUser $sandbox 'svc-deploy' 200
        $sandbox.Calls.Clear()
    }
    AfterEach { $sandbox.Dispose() }

    It 'tells each call with -Verbose, once' {
        $VerbosePreference = 'Continue'
        $told = & {
            Get-StaleAccessKey -Live
            New-RotatedAccessKey svc-deploy -Destination SecretsManager, ParameterStore
            Get-AccessKeyRotation
            $sandbox.Clock.Advance([timespan]::FromDays(2))
            Use-TestReplacement $sandbox
            Disable-OldAccessKey
            Enable-OldAccessKey svc-deploy
            Disable-OldAccessKey svc-deploy -Force
            $sandbox.Clock.Advance([timespan]::FromDays(8))
            Remove-RetiredAccessKey svc-deploy -Confirm:$false
            Invoke-AccessKeyRotation
        } 4>&1 3>$null | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        $told | Select-CallTold | Sort-Object | Should -Be (Get-CallMade | Sort-Object)
        $told | Where-Object { "$_" -like 'iam:UpdateAccessKey*' } | Select-Object -First 1 | Should -BeLike "iam:UpdateAccessKey svc-deploy $($deploy.AccessKeyId) Inactive (* ms)"
        $text = $told | Out-String -Width 400
        $sandbox.Account.Users.Keys.SecretAccessKey | Where-Object { $text.Contains($_) } | Should -BeNullOrEmpty
        $text | Should -Not -BeLike "*$env:AWS_SECRET_ACCESS_KEY*"
    }

    It 'tells of attempts, and of the code of an error' {
        $sandbox.Faults.Order([KeyRotation.Sandbox.Fault] @{ Operation = 'ListUsers'; Kind = 'Throttle'; Times = 2 })
        $told = Get-StaleAccessKey -Live -Verbose 4>&1
        $told | Where-Object { "$_" -like 'iam:ListUsers*' } | Should -BeLike 'iam:ListUsers (* ms, 3 attempts)'
        $sandbox.Faults.Order([KeyRotation.Sandbox.Fault] @{ Operation = 'ListAccessKeys'; Kind = 'Error'; ErrorCode = 'AccessDenied'; HttpStatus = 403; UserName = 'svc-billing' })
        $told = Get-StaleAccessKey svc-billing -Live -Verbose -ErrorAction SilentlyContinue 4>&1
        $told | Where-Object { "$_" -like 'iam:ListAccessKeys*' } | Should -BeLike 'iam:ListAccessKeys svc-billing (AccessDenied, * ms)'
    }

    It 'says nothing without -Verbose and -Debug' {
        $all = Get-StaleAccessKey 3>&1 4>&1 5>&1 6>&1
        $all | Should -BeOfType ([KeyRotation.AccessKey])
    }

    It 'tells no secret with -Debug, not even one that was typed' {
        $administrator = $sandbox.Administrator
        Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY
        $all = New-RotatedAccessKey svc-billing -AccessKey $administrator.AccessKeyId -SecretKey $administrator.SecretAccessKey -Debug -Verbose *>&1
        $text = $all | Out-String -Width 400
        $text | Should -Not -BeLike "*$($administrator.SecretAccessKey)*"
        $secrets = $sandbox.Account.Users.Keys.SecretAccessKey
        $secrets | Where-Object { $text.Contains($_) } | Should -BeNullOrEmpty
    }

    It 'takes $PSDefaultParameterValues and splatting' {
        $administrator = $sandbox.Administrator
        Remove-Item Env:AWS_*
        $env:AWS_EC2_METADATA_DISABLED = 'true'
        $connection = @{ EndpointUrl = $sandbox.Endpoint.GetLeftPart('Authority'); AccessKey = $administrator.AccessKeyId; SecretKey = $administrator.SecretAccessKey; Region = 'us-east-1' }
        (Get-StaleAccessKey @connection).UserName | Should -Be 'svc-billing', 'svc-deploy'
        $PSDefaultParameterValues = @{}
        $connection.GetEnumerator() | ForEach-Object { $PSDefaultParameterValues["*-*AccessKey*:$($_.Key)"] = $_.Value }
        $PSDefaultParameterValues['Get-StaleAccessKey:Days'] = 201
        Get-StaleAccessKey | Should -BeNullOrEmpty
        (Get-AccessKeyRotation).UserName | Should -Be 'svc-billing', 'svc-deploy'
        (New-RotatedAccessKey svc-billing).UserName | Should -Be 'svc-billing'
    }

    It 'takes what Get-IAMUserList and Get-IAMAccessKey of AWS Tools give' {
        # As the assemblies of AWS Tools have them: a status is no enum there, and times are DateTime.
        $users = 'svc-billing', 'svc-deploy' | ForEach-Object {
            [pscustomobject]@{ Arn = "arn:aws:iam::123456789012:user/$_"; CreateDate = [datetime]::UtcNow; PasswordLastUsed = $null; Path = '/'; PermissionsBoundary = $null; Tags = $null; UserId = 'AIDA'; UserName = $_ }
        }
        $keys = $billing, $deploy | ForEach-Object {
            [pscustomobject]@{ AccessKeyId = $_.AccessKeyId; CreateDate = [datetime]::UtcNow; Status = [pscustomobject]@{ Value = 'Active' }; UserName = $_.UserName }
        }
        ($users | Get-StaleAccessKey).AccessKeyId | Should -Be $billing.AccessKeyId, $deploy.AccessKeyId
        ($users | Get-AccessKeyRotation).UserName | Should -Be 'svc-billing', 'svc-deploy'
        ($keys[0] | New-RotatedAccessKey).ReplacedAccessKeyId | Should -Be $billing.AccessKeyId
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Use-TestReplacement $sandbox
        ($keys[0] | Disable-OldAccessKey).Stage | Should -Be 'Quarantined'
        ($keys[0] | Enable-OldAccessKey).Stage | Should -Be 'Superseded'
        $null = $keys[0] | Disable-OldAccessKey -Force -WarningAction SilentlyContinue
        $sandbox.Clock.Advance([timespan]::FromDays(8))
        ($keys[0] | Remove-RetiredAccessKey -Confirm:$false).AccessKeyId | Should -Be $billing.AccessKeyId
        Get-TestKeyStatus $sandbox $deploy.AccessKeyId | Should -Be 'Active'
    }

    It 'takes keys that were through JSON, CSV or another process' {
        $stale = Get-StaleAccessKey
        ($stale[0] | ConvertTo-Json -Depth 3 | ConvertFrom-Json | New-RotatedAccessKey).UserName | Should -Be 'svc-billing'
        ($stale[1] | ConvertTo-Csv | ConvertFrom-Csv | New-RotatedAccessKey).UserName | Should -Be 'svc-deploy'
        ([System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($stale[0])) | Get-AccessKeyRotation).AccountId | Select-Object -Unique | Should -Be '123456789012'
    }

    It 'stays in the account that a pipeline began in, whatever <_> gives' -ForEach 'Get-StaleAccessKey', 'Get-AccessKeyRotation' {
        $other = [KeyRotation.Sandbox.SandboxServer]::Start([KeyRotation.Sandbox.SandboxOptions] @{ Propagation = [timespan]::Zero; ReportPolls = 0; AccountId = '210987654321' })
        try {
            $null = Add-TestUser $other 'svc-billing' 300
            $administrator = $other.Administrator
            $connection = @{ EndpointUrl = $other.Endpoint.GetLeftPart('Authority'); AccessKey = $administrator.AccessKeyId; SecretKey = $administrator.SecretAccessKey }
            (& $_ @connection -Days 90 | New-RotatedAccessKey).AccountId | Should -Be '210987654321'
            Get-TestChange $sandbox | Should -BeNullOrEmpty
        }
        finally {
            $other.Dispose()
        }
    }

    It 'gives one error a failing user, in $Error and -ErrorVariable alike, and goes on' {
        $Error.Clear()
        $done = 'nobody', 'svc-billing', 'no-one' | ForEach-Object { [pscustomobject]@{ UserName = $_ } } | New-RotatedAccessKey -ErrorVariable problems -ErrorAction SilentlyContinue
        $done.UserName | Should -Be 'svc-billing'
        $problems | Should -HaveCount 2
        $Error | Should -HaveCount 2
        $problems.TargetObject.UserName | Sort-Object | Should -Be 'no-one', 'nobody'
        $problems.FullyQualifiedErrorId | Should -Be @('UserNotFound,KeyRotation.Commands.NewRotatedAccessKeyCommand', 'UserNotFound,KeyRotation.Commands.NewRotatedAccessKeyCommand')
    }

    It 'ends at the first error with -ErrorAction Stop, and says nothing with Ignore' {
        { Get-StaleAccessKey nobody -ErrorAction Stop } | Should -Throw -ErrorId 'UserNotFound,*'
        $Error.Clear()
        Get-StaleAccessKey nobody -ErrorAction Ignore | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
        try { Get-StaleAccessKey -ProfileName nobody } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'ProfileNotFound,*' -Because 'where nothing can go on the error ends the command without -ErrorAction'
    }

    It 'gives the types that it declares, all of them and no others' {
        $given = @{}
        $keep = { process { $given["$($args[0]) $($_.GetType().FullName)"] = $true; $_ } }
        $null = Get-StaleAccessKey | & $keep 'Get-StaleAccessKey'
        $null = Get-AccessKeyRotation | & $keep 'Get-AccessKeyRotation'
        $null = New-RotatedAccessKey svc-billing | & $keep 'New-RotatedAccessKey'
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Use-TestReplacement $sandbox
        $null = Disable-OldAccessKey | & $keep 'Disable-OldAccessKey'
        $null = Enable-OldAccessKey svc-billing | & $keep 'Enable-OldAccessKey'
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Use-TestReplacement $sandbox
        $null = Invoke-AccessKeyRotation | & $keep 'Invoke-AccessKeyRotation'
        $null = Invoke-AccessKeyRotation -Destination SecretsManager -Summary | & $keep 'Invoke-AccessKeyRotation'
        $null = Invoke-AccessKeyRotation -WhatIf -PlanPath (Join-Path $TestDrive 'citizen.json') | & $keep 'Invoke-AccessKeyRotation'
        $sandbox.Clock.Advance([timespan]::FromDays(8))
        $null = Remove-RetiredAccessKey -Confirm:$false | & $keep 'Remove-RetiredAccessKey'
        $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'own'
        $own = Add-TestUser $sandbox 'alice' 20
        "[own]`naws_access_key_id = $($own.AccessKeyId)`naws_secret_access_key = $($own.SecretAccessKey)" | Set-Content $env:AWS_SHARED_CREDENTIALS_FILE
        Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY
        $null = New-RotatedAccessKey -Self -Force -ProfileName own -WarningAction SilentlyContinue | & $keep 'New-RotatedAccessKey'

        foreach ($name in 'Get-StaleAccessKey', 'Get-AccessKeyRotation', 'New-RotatedAccessKey', 'Disable-OldAccessKey', 'Enable-OldAccessKey', 'Invoke-AccessKeyRotation', 'Remove-RetiredAccessKey') {
            $declared = (Get-Command $name).OutputType.Name | ForEach-Object { "$name $_" } | Sort-Object
            @($given.Keys -like "$name *" | Sort-Object) | Should -Be @($declared)
        }
    }

    It 'does not ask with -Confirm:$false, whatever $ConfirmPreference is, and says so where nobody can be asked' {
        $run = Invoke-TestEngine '$ConfirmPreference = "Low"; (New-RotatedAccessKey svc-billing -Confirm:$false).UserName; New-RotatedAccessKey svc-deploy'
        $run.Output | Should -BeLike 'svc-billing*-Confirm:$false*'
        ($sandbox.Calls.Snapshot() | Where-Object Operation -EQ 'CreateAccessKey') | Should -HaveCount 1
    }

    It 'says in the message of <Id> what to do: <Hint>' -ForEach @(
        @{ Id = 'UserNotFound'; Hint = 'Check the name'; Run = { Get-StaleAccessKey nobody } }
        @{ Id = 'NotQuietLongEnough'; Hint = '-UnusedFor'; Run = { $null = New-RotatedAccessKey svc-billing; Disable-OldAccessKey svc-billing } }
        @{ Id = 'NothingSuperseded'; Hint = 'New-RotatedAccessKey'; Run = { Disable-OldAccessKey svc-billing } }
        @{ Id = 'NothingQuarantined'; Hint = '-AccessKeyId'; Run = { Enable-OldAccessKey svc-billing } }
        @{ Id = 'NothingRetired'; Hint = 'Disable-OldAccessKey'; Run = { Remove-RetiredAccessKey svc-billing -Confirm:$false } }
        @{ Id = 'KeyIsActive'; Hint = 'Disable-OldAccessKey'; Run = { Remove-RetiredAccessKey svc-billing $billing.AccessKeyId -Confirm:$false } }
        @{ Id = 'KeyNotFound'; Hint = 'Get-'; Run = { New-RotatedAccessKey svc-billing AKIAIOSFODNN7EXAMPLE } }
        @{ Id = 'ProfileNotFound'; Hint = 'check -ProfileName'; Run = { Get-StaleAccessKey -ProfileName nobody } }
        @{ Id = 'ParameterArgumentValidationError'; Hint = 'letters, digits, spaces'; Run = { New-RotatedAccessKey svc-billing -Description 'a, b' } }
        @{ Id = 'ParameterArgumentValidationError'; Hint = 'like AKIAIOSFODNN7EXAMPLE'; Run = { New-RotatedAccessKey svc-billing short } }
    ) {
        $problem = $null
        try { & $Run -ErrorAction Stop 2>&1 | ForEach-Object { if ($_ -is [System.Management.Automation.ErrorRecord]) { $problem = $_ } } } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $problem.Exception.Message | Should -BeLike "*$Hint*"
    }
}
