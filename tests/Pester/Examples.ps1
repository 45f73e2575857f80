# What the tests of examples share: the examples of the help, and an account in which they make sense. Read into the file that needs it,
# because the examples call what is defined here by its name.

Import-Module "$PSScriptRoot/shared.psm1" -Force
Import-TestModule

# The examples of the cmdlets that are steps of a rotation, or of all others.
function Get-CmdletExample {
    param([switch] $Step)

    foreach ($cmdlet in (Get-Command -Module KeyRotation).Name | Where-Object { $Step -eq ($_ -match '-(Rotated|Old|Retired)AccessKey$|^Invoke-') }) {
        foreach ($example in (Get-Help $cmdlet -Full).examples.example) {
            @{ Cmdlet = $cmdlet; Title = $example.title.Trim('- '); Code = $example.code }
        }
    }
}

# An organization, each account of which has a user with an old key, and a queue with all of them.
function Start-ExampleSandbox {
    $sandbox = Start-TestSandbox @{ Accounts = 3 }
    foreach ($id in $sandbox.Organization.AccountIds) {
        $account = $sandbox.Organization.FindAccount($id)
        $null = $account.AddRole('KeyRotation', [string[]] @())
        $null = $account.CreateUser("svc-of-$id", $sandbox.Clock.UtcNow.AddDays(-201))
        $null = $account.AddAccessKey("svc-of-$id", $sandbox.Clock.UtcNow.AddDays(-200), 'Active')
    }
    $queue = $sandbox.Account.CreateQueue('us-east-1', 'key-rotation')
    foreach ($id in $sandbox.Organization.AccountIds) {
        $null = $sandbox.Account.SendMessage('us-east-1', $queue, (@{ TaskToken = $sandbox.Account.BeginTask('us-east-1'); Account = $id } | ConvertTo-Json))
    }
    $sandbox
}

# An account in which the examples of a cmdlet make sense: each of its users has the key that the cmdlet is for.
function Initialize-Account {
    param($Sandbox, [string] $Cmdlet)

    $keys = @{}
    foreach ($user in 'svc-billing', 'svc-deploy', 'svc-images') {
        $keys[$user] = Add-TestUser $Sandbox $user 200
    }
    $named = $keys['svc-billing'].AccessKeyId
    if ($Cmdlet -eq 'New-RotatedAccessKey') { $Sandbox.Account.SetTag('svc-billing', 'DeliverTo', 'SecretsManager:app/billing') }
    if ($Cmdlet -in 'Get-AccessKeyActivity', 'Get-AccessKeyAlternative') {
        foreach ($key in $keys.Values) {
            $Sandbox.Account.RecordActivity($key.AccessKeyId, 'ec2', 'DescribeInstances', 'us-east-1', '192.0.2.10', 'Boto3/1.34.14', 'Client.UnauthorizedOperation', $Sandbox.Clock.UtcNow.AddHours(-3))
        }
        $null = Disable-OldAccessKey -UserName svc-billing -AccessKeyId $named -Force -WarningAction SilentlyContinue
        $null = Enable-OldAccessKey -UserName svc-billing -AccessKeyId $named
    }
    if ($Cmdlet -in 'Get-AccessKeyConfigRule', 'Test-AccessKeyCompliance') {
        $null = Set-AccessKeyConfigRule
    }
    if ($Cmdlet -eq 'Invoke-AccessKeyRotation') { $null = $Sandbox.Account.CreateTopic('us-east-1', 'key-notices') }
    if ($Cmdlet -eq 'Send-AccessKeyNotice') {
        $keys.Keys | ForEach-Object { $Sandbox.Account.SetTag($_, 'OwnerEmail', "owner-of-$_@example.com") }
        $null = $Sandbox.Account.CreateTopic('us-east-1', 'key-notices')
        $Sandbox.Account.VerifyMailIdentity('us-east-1', 'example.com')
    }
    $rotated = switch ($Cmdlet) {
        'Get-AccessKeyRotation' { 'svc-billing', 'svc-deploy' }
        'Invoke-AccessKeyRotation' { 'svc-billing', 'svc-deploy' }
        # A leaked key is that of a user who has no other.
        { $_ -match '^(Disable|Enable|Remove)-' } { @('svc-billing' | Where-Object { $Code -notmatch '-Compromised' }) + 'svc-deploy' + 'svc-images' }
    }
    if ($rotated) {
        $null = $rotated | ForEach-Object { [pscustomobject]@{ UserName = $_ } } | New-RotatedAccessKey -ErrorAction Stop
        $Sandbox.Clock.Advance([timespan]::FromDays(2))
        Use-TestReplacement $Sandbox
    }
    if ($Cmdlet -match '^(Enable|Remove)-') {
        $null = Disable-OldAccessKey -ErrorAction Stop
        $Sandbox.Clock.Advance([timespan]::FromHours(3))
    }
    elseif ($Cmdlet -match 'AccessKeyRotation$') {
        $null = Disable-OldAccessKey svc-deploy -ErrorAction Stop
    }
    if ($Cmdlet -eq 'Get-AccessKeyRotation') {
        $Sandbox.Account.RecordUse($named, 's3', 'eu-west-1', $Sandbox.Clock.UtcNow.AddHours(-3))
    }
    if ($Cmdlet -eq 'Remove-RetiredAccessKey') {
        $Sandbox.Clock.Advance([timespan]::FromDays(31))
    }
    $named
}

# A policy at the root.
function Initialize-Guardrail {
    param($Sandbox)

    $organization = $Sandbox.Organization
    $organization.AttachPolicy($organization.AddServiceControlPolicy('NoAccessKeys', (New-AccessKeyGuardrail)), $organization.RootId)
}

# What the examples find beside AWS: profiles, a saved report, and stand-ins for other people's commands.
function Initialize-Surrounding {
    param($Sandbox, [string] $Folder)

    $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $Folder 'credentials'
    $own = $Sandbox.Account.FindKey((Add-TestUser $Sandbox 'alice' 20).AccessKeyId)
    $administrator = $Sandbox.Administrator
    @{ prod = $administrator; test = $administrator; work = $own }.GetEnumerator() | ForEach-Object {
        "[$($_.Key)]", "aws_access_key_id = $($_.Value.AccessKeyId)", "aws_secret_access_key = $($_.Value.SecretAccessKey)"
    } | Set-Content $env:AWS_SHARED_CREDENTIALS_FILE
    if ($leaked = $Sandbox.Account.FindUser('svc-billing')) {
        $id = $leaked.Keys[0].AccessKeyId
        $null = New-Item -ItemType Directory (Join-Path $Folder 'app')
        "aws_access_key_id = $id" | Set-Content (Join-Path $Folder 'app/settings.ini')
        '[{"RuleID":"aws-access-token","Secret":"' + $id + '","Match":"' + $id + '","File":"app/settings.ini","StartLine":1}]' | Set-Content (Join-Path $Folder 'gitleaks.json')
        '{"detail-type":"AWS Health Event","detail":{"eventTypeCode":"AWS_RISK_CREDENTIALS_EXPOSED","affectedEntities":[{"entityValue":"' + $id + '"}]}}' | Set-Content (Join-Path $Folder 'event.json')
        if (Get-Command git -CommandType Application -ErrorAction Ignore) { $null = & git -C $Folder init -q 2>&1 }
        $null = $Sandbox.Account.AddFinding('us-east-1', [KeyRotation.Sandbox.SandboxFinding]::new($id, 'svc-billing'), $null)
        foreach ($account in $Sandbox.Organization.AccountIds) {
            $other = $Sandbox.Organization.FindAccount($account)
            $other.AttachAwsPolicy("svc-of-$account", 'AWSCompromisedKeyQuarantineV2')
        }
    }
    $null = New-Item -ItemType Directory (Join-Path $Folder 'reports')
    @(
        'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated'
        'bob,arn:aws:iam::210987654321:user/bob,2019-01-01T00:00:00Z,false,N/A,N/A,N/A,false,true,2020-01-01T00:00:00Z,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A'
    ) | Set-Content (Join-Path $Folder 'reports/210987654321.csv')
    Copy-Item (Join-Path $Folder 'reports/210987654321.csv') (Join-Path $Folder 'report.csv')
}

function Get-IAMUserList { 'svc-billing', 'svc-deploy' | ForEach-Object { [pscustomobject]@{ UserName = $_; CreateDate = [datetime]::UtcNow.AddDays(-300) } } }

function Get-IAMAccessKey {
    param($UserName)
    $sandbox.Account.FindUser($UserName).Keys | ForEach-Object {
        [pscustomobject]@{ UserName = $UserName; AccessKeyId = $_.AccessKeyId; Status = "$($_.Status)"; CreateDate = $_.CreateDate.UtcDateTime }
    }
}

function gh { begin { $global:LASTEXITCODE = 0 } process {} }

# Runs an example in an account and a folder of its own.
function Test-Example {
    param([string] $Cmdlet, [string] $Code)

    $sandbox = Start-ExampleSandbox
    $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
    Push-Location $folder
    try {
        Invoke-Example
    }
    finally {
        Pop-Location
        $sandbox.Dispose()
    }
}

# Reads the variables of its caller, as the examples do.
function Invoke-Example {
    if ($Code -match '-History' -and -not (Get-Command git -CommandType Application -ErrorAction Ignore)) {
        Set-ItResult -Skipped -Because 'git is not installed'
    }
    $named = Initialize-Account $sandbox $Cmdlet
    if ($Cmdlet -eq 'Test-AccessKeyGuardrail') { Initialize-Guardrail $sandbox }
    Initialize-Surrounding $sandbox $folder
    $example = [scriptblock]::Create($Code.Replace('AKIAIOSFODNN7EXAMPLE', $named).Replace('-IdleTimeout 10m', '-IdleTimeout 1s'))
    $sandbox.Calls.Clear()
    $Error.Clear()

    $output = . $example 3>$null 4>$null 6>$null

    $Error | Should -BeNullOrEmpty
    if ((Get-Command $Cmdlet).Parameters.ContainsKey('EndpointUrl') -and $Code -notmatch '-Path |-AccountId ') {
        $sandbox.Calls.Snapshot().Count | Should -BeGreaterThan 0
    }
    if ($Code -match '-WhatIf' -and $Code -notmatch '-PlanHash') {
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }
    elseif ($Code -match 'Export-AccessKeyReport (\S+)') {
        (Get-Item $Matches[1]).Length | Should -BeGreaterThan 0
    }
    elseif ($Cmdlet -eq 'Stop-KeyRotationSandbox') {
        Stop-KeyRotationSandbox -Verbose 4>&1 | Should -BeLike 'No sandbox*' -Because 'the example has stopped its own'
    }
    elseif ($Code -match 'Export-Csv \./(\S+)') {
        (Import-Csv $Matches[1]).Count | Should -BeGreaterThan 0
    }
    else {
        $output | Should -Not -BeNullOrEmpty -Because 'an example that gives nothing shows nothing'
    }
}
