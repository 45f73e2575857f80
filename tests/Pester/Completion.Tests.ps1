BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule

    # What TAB gives at the end of a line; file names, which the engine offers where nothing else is, left out.
    function Complete {
        param([string] $Line)
        $found = (TabExpansion2 $Line $Line.Length).CompletionMatches
        @($found | Where-Object ResultType -NotIn 'ProviderItem', 'ProviderContainer' | ForEach-Object CompletionText)
    }

    function Get-Call { $sandbox.Calls.Snapshot() | ForEach-Object Operation }
}

Describe 'Completion from the account' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $key = Add-TestUser $sandbox 'svc-billing' 200
        $null = Add-TestUser $sandbox 'svc-deploy' 200
        $null = Add-TestUser $sandbox 'web' 10
        $sandbox.Calls.Clear()
    }
    AfterEach { $sandbox.Dispose() }

    It 'gives the names of users that begin so, to <_>' -ForEach 'Get-StaleAccessKey', 'Get-AccessKeyActivity', 'Get-AccessKeyAlternative', 'Get-AccessKeyRotation', 'New-RotatedAccessKey', 'Disable-OldAccessKey', 'Enable-OldAccessKey', 'Remove-RetiredAccessKey' {
        Complete "$_ -UserName SVC-" | Should -Be 'svc-billing', 'svc-deploy'
        Complete "$_ w" | Should -Be 'web'
    }

    It 'gives the ids of the keys of the user who is named, oldest first, and tells how they stand' {
        $second = $sandbox.Account.AddAccessKey('svc-billing', $sandbox.Clock.UtcNow.AddDays(-1), 'Inactive')
        $line = 'Disable-OldAccessKey svc-billing -AccessKeyId '
        $found = (TabExpansion2 $line $line.Length).CompletionMatches
        $found.CompletionText | Should -Be $key.AccessKeyId, $second.AccessKeyId
        $found.ToolTip | Should -BeLike '*ctive, created *'
        $found[1].ToolTip | Should -BeLike 'Inactive, *'
        Complete 'New-RotatedAccessKey -AccessKeyId ' | Should -BeNullOrEmpty -Because 'no user is named'
    }

    It 'never takes the session''s own account for that of a managed identity that stands on the line' {
        $env:AZURE_POD_IDENTITY_AUTHORITY_HOST = 'http://127.0.0.1:9'
        try {
            Complete 'Get-StaleAccessKey -ManagedIdentityResource api://x -RoleArn arn:aws:iam::111122223333:role/x -UserName svc' | Should -BeNullOrEmpty
            $sandbox.Calls.Snapshot() | Should -BeNullOrEmpty
        }
        finally {
            Remove-Item Env:AZURE_POD_IDENTITY_AUTHORITY_HOST
        }
    }

    It 'quotes what PowerShell would read as something else' {
        $null = Add-TestUser $sandbox 'a,b@c' 10
        Complete 'Get-StaleAccessKey -UserName a' | Should -Be "'a,b@c'"
        Complete "Get-StaleAccessKey -UserName 'a" | Should -Be "'a,b@c'"
    }

    It 'asks two calls the first time, and none when TAB is pressed again' {
        $null = Complete 'Get-StaleAccessKey -UserName s'
        Get-Call | Should -Be 'GetCallerIdentity', 'ListUsers'
        $null = Complete 'Disable-OldAccessKey -UserName web'
        $null = Complete 'New-RotatedAccessKey '
        $sandbox.Calls.Snapshot() | Should -HaveCount 2
        $null = Complete 'New-RotatedAccessKey web -AccessKeyId '
        $null = Complete 'New-RotatedAccessKey web -AccessKeyId A'
        Get-Call | Should -Be 'GetCallerIdentity', 'ListUsers', 'GetCallerIdentity', 'ListAccessKeys'
    }

    It 'uses the connection that is typed, and does not mix up accounts' {
        $other = [KeyRotation.Sandbox.SandboxServer]::Start([KeyRotation.Sandbox.SandboxOptions] @{ Propagation = [timespan]::Zero })
        try {
            $null = $other.Account.CreateUser('other-user')
            $administrator = $other.Administrator
            $connection = "-EndpointUrl $($other.Endpoint.GetLeftPart('Authority')) -AccessKey $($administrator.AccessKeyId) -SecretKey '$($administrator.SecretAccessKey)'"
            Complete "Get-StaleAccessKey $connection -UserName other" | Should -Be 'other-user'
            Complete 'Get-StaleAccessKey -UserName other' | Should -BeNullOrEmpty
            Complete 'Get-StaleAccessKey -UserName svc-b' | Should -Be 'svc-billing'

            $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'credentials'
            "[there]`naws_access_key_id = $($administrator.AccessKeyId)`naws_secret_access_key = $($administrator.SecretAccessKey)" | Set-Content $env:AWS_SHARED_CREDENTIALS_FILE
            $env:AWS_ENDPOINT_URL = $other.Endpoint.GetLeftPart('Authority')
            Complete 'Get-StaleAccessKey -ProfileName there -UserName other' | Should -Be 'other-user'
        }
        finally {
            $other.Dispose()
        }
    }

    It 'is silent, and done in time, where nothing can be had: <Why>' -ForEach @(
        @{ Why = 'nobody listens'; Connection = '-EndpointUrl http://127.0.0.1:9' }
        @{ Why = 'the profile is not there'; Connection = '-ProfileName nobody' }
        @{ Why = 'the key is not known'; Connection = '-AccessKey AKIAIOSFODNN7EXAMPLE -SecretKey wrong' }
        @{ Why = 'the endpoint is no address'; Connection = '-EndpointUrl nonsense' }
    ) {
        $Error.Clear()
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Complete "Get-StaleAccessKey $Connection -UserName s" | Should -BeNullOrEmpty
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 3
        $Error | Should -BeNullOrEmpty
    }

    It 'gives up on an account that does not answer, and asks again the next time' {
        $sandbox.Faults.Order([KeyRotation.Sandbox.Fault] @{ Operation = 'ListUsers'; Kind = 'Delay'; Delay = [timespan]::FromSeconds(20) })
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Complete 'Get-StaleAccessKey -UserName s' | Should -BeNullOrEmpty
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 4
        Complete 'Get-StaleAccessKey -UserName svc' | Should -Be 'svc-billing', 'svc-deploy'
    }

    It 'runs no credential_process: it may ask somebody' {
        $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'process'
        $trace = Join-Path $TestDrive 'was-run'
        $env:AWS_CONFIG_FILE = $env:AWS_SHARED_CREDENTIALS_FILE
        "[asks]`ncredential_process = touch $trace" | Set-Content $env:AWS_SHARED_CREDENTIALS_FILE
        Complete 'Get-StaleAccessKey -ProfileName asks -UserName s' | Should -BeNullOrEmpty
        Test-Path $trace | Should -BeFalse
    }

    It 'has the answer that came too late for one TAB at the next' {
        $sandbox.Faults.Order([KeyRotation.Sandbox.Fault] @{ Operation = 'ListUsers'; Kind = 'DelayAnswer'; Delay = [timespan]::FromSeconds(2) })
        Complete 'Get-StaleAccessKey -UserName svc' | Should -BeNullOrEmpty
        $deadline = [datetime]::UtcNow.AddSeconds(30)
        do { $completed = Complete 'Get-StaleAccessKey -UserName svc' } until ($completed -or [datetime]::UtcNow -gt $deadline)
        $completed | Should -Be 'svc-billing', 'svc-deploy'
    }

    It 'answers in a fresh session' {
        $run = Invoke-TestEngine '1..30 | ForEach-Object { $given = (TabExpansion2 "Get-StaleAccessKey -UserName svc-" 32).CompletionMatches.CompletionText; if ($given -like "svc*") { $given; exit } }'
        $run.Output -split "`n" | Should -Be 'svc-billing', 'svc-deploy'
    }
}

Describe 'Completion from this machine' {
    BeforeEach { $sandbox = Start-TestSandbox }
    AfterEach {
        $sandbox.Calls.Snapshot() | Should -BeNullOrEmpty
        $sandbox.Dispose()
    }

    It 'gives the profiles of the shared files, or of -ProfileLocation' {
        $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'shared'
        "[prod]`naws_access_key_id = a`naws_secret_access_key = b`n[prod-admin]`nrole_arn = c`nsource_profile = prod`n[test]`nregion = eu-west-1" | Set-Content $env:AWS_SHARED_CREDENTIALS_FILE
        "[elsewhere]`naws_access_key_id = a`naws_secret_access_key = b" | Set-Content (Join-Path $TestDrive 'other')
        Complete 'Get-StaleAccessKey -ProfileName pro' | Should -Be 'prod', 'prod-admin'
        Complete "Get-StaleAccessKey -ProfileLocation '$TestDrive/other' -ProfileName else" | Should -Be 'elsewhere'
    }

    It 'gives regions, with their names' {
        Complete 'Get-StaleAccessKey -Region eu-central-' | Should -Be 'eu-central-1', 'eu-central-2'
        $line = 'Get-StaleAccessKey -Region us-gov-west'
        (TabExpansion2 $line $line.Length).CompletionMatches.ToolTip | Should -Be 'AWS GovCloud (US-West)'
    }

    It 'gives kinds of destinations, forms of files, and switches' {
        Complete 'New-RotatedAccessKey -Destination Par' | Should -Be 'ParameterStore'
        Complete 'New-RotatedAccessKey -CsvForm C' | Should -Be 'CommandLine', 'Console'
        Complete 'New-RotatedAccessKey -Make' | Should -Be '-MakeRoom'
    }
}

Describe 'A duration' {
    BeforeAll {
        $sandbox = Start-TestSandbox
        $null = Add-TestUser $sandbox 'svc' 200
        $old = (Get-AccessKeyRotation svc).AccessKeyId
        $null = New-RotatedAccessKey svc
        $sandbox.Clock.Advance([timespan]::FromHours(40))
    }
    AfterAll { $sandbox.Dispose() }

    It 'is <Given> when -UnusedFor is that' -ForEach @(
        @{ Given = '2d'; Hours = 48 }, @{ Given = '36h'; Hours = 36 }, @{ Given = '90m'; Hours = 1.5 }, @{ Given = 2; Hours = 48 }, @{ Given = 1.5; Hours = 36 }
        @{ Given = '2.00:00:00'; Hours = 48 }, @{ Given = [timespan]::FromHours(36); Hours = 36 }, @{ Given = '2'; Hours = 48 }, @{ Given = '0'; Hours = 0 }
    ) {
        $status = Get-AccessKeyRotation svc -UnusedFor $Given | Where-Object AccessKeyId -EQ $old
        ($status.DueDate - $status.Since).TotalHours | Should -Be $Hours
    }

    It 'is refused with the forms that there are: <_>' -ForEach 'tomorrow', '2 weeks', '-1', '-1d', '1e400', '' {
        { Get-AccessKeyRotation svc -UnusedFor $_ } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'may be no longer than the parameter says' {
        { New-RotatedAccessKey svc -VerifyTimeout 11m } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*' -ExpectedMessage '*more than 00:10:00*'
        { Get-AccessKeyRotation svc -UnusedFor '99999999999d' } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }
}
