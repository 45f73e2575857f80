# What becomes of a new key when a command behind in the pipeline fails, or has had enough.

BeforeDiscovery {
    $failures = @(
        @{ Name = 'a throw'; Consumer = { process { throw 'the vault is full' } } }
        @{ Name = 'Write-Error under Stop'; Consumer = { process { Write-Error 'the vault is full' -ErrorAction Stop } } }
        @{ Name = 'a cmdlet under Stop'; Consumer = { process { Get-Item '/no/such/path' -ErrorAction Stop } } }
        @{ Name = 'an exception of .NET'; Consumer = { process { [int]::Parse('not a number') } }; Preference = 'Stop' }
        @{ Name = 'Invoke-RestMethod'; Consumer = { process { Invoke-RestMethod 'http://127.0.0.1:1/' } }; Preference = 'Stop' }
        @{ Name = 'an advanced function under Stop'; Consumer = { [CmdletBinding()] param([Parameter(ValueFromPipeline)] $Key) process { $PSCmdlet.ThrowTerminatingError([Management.Automation.ErrorRecord]::new([Exception]::new('the vault is full'), 'VaultFull', 'WriteError', $Key.AccessKeyId)) } } }
        @{ Name = 'a command that is not there'; Consumer = { process { Send-ToNoSuchVault $_ } }; Preference = 'Stop' }
    )
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'A new key whose receiver fails' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc'
        $folder = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
        $file = Join-Path $folder 'svc.csv'
    }
    AfterEach { $sandbox.Dispose() }

    It 'is taken back after <Name>, with its destination' -ForEach $failures {
        foreach ($destination in @(@{}, @{ Destination = "Csv:$file" })) {
            $ErrorActionPreference = if ($Preference) { $Preference } else { 'Continue' }
            try { New-RotatedAccessKey svc @destination 2>$null | & $Consumer 2>$null | Out-Null } catch { $null = $_ }
            $ErrorActionPreference = 'Stop'
            $sandbox.Account.FindUser('svc').Keys.AccessKeyId | Should -Be $old.AccessKeyId
            $sandbox.Account.Tags('svc').Count | Should -Be 0
            $file | Should -Not -Exist
        }
    }

    It 'is taken back after <Name> in ForEach-Object' -ForEach ($failures | Where-Object Name -Match 'throw|Write-Error|cmdlet under|Rest') {
        $ErrorActionPreference = if ($Preference) { $Preference } else { 'Continue' }
        $body = [scriptblock]::Create([regex]::Replace("$Consumer", '^\s*process\s*\{(.*)\}\s*$', '$1'))
        try { New-RotatedAccessKey svc 2>$null | ForEach-Object $body 2>$null | Out-Null } catch { $null = $_ }
        $ErrorActionPreference = 'Stop'
        $sandbox.Account.FindUser('svc').Keys.AccessKeyId | Should -Be $old.AccessKeyId
        $sandbox.Account.Tags('svc').Count | Should -Be 0
    }

    It 'stays when the receiver has had enough: <_>' -ForEach 'Select-Object', 'break', 'continue' {
        switch ($_) {
            'Select-Object' { New-RotatedAccessKey svc | Select-Object -First 1 | Out-Null }
            'break' { foreach ($once in 1) { New-RotatedAccessKey svc | ForEach-Object { break } } }
            'continue' { foreach ($once in 1) { New-RotatedAccessKey svc | ForEach-Object { continue } } }
        }
        $keys = $sandbox.Account.FindUser('svc').Keys.AccessKeyId
        $keys | Should -HaveCount 2
        $sandbox.Account.Tags('svc').Keys | Should -Contain "keyrotation:$($keys[1])"
    }

    It 'is taken back after exit 1, and stays after exit 0' {
        $null = Add-TestUser $sandbox 'zsvc'
        $null = Invoke-TestEngine 'New-RotatedAccessKey svc | ForEach-Object { exit 1 }'
        $null = Invoke-TestEngine 'New-RotatedAccessKey zsvc | ForEach-Object { exit 0 }'
        $sandbox.Account.FindUser('svc').Keys | Should -HaveCount 1
        $sandbox.Account.FindUser('zsvc').Keys | Should -HaveCount 2
    }

    It 'of one user is taken back, and those before it stay' {
        $null = Add-TestUser $sandbox 'zsvc'
        $seen = [Collections.Generic.List[object]]::new()
        try { 'svc', 'zsvc' | New-RotatedAccessKey -ThrottleLimit 1 | ForEach-Object { if ($seen.Count) { Write-Error 'full' -ErrorAction Stop }; $seen.Add($_) } } catch { $null = $_ }
        $seen | Should -HaveCount 1
        $sandbox.Account.FindUser($seen[0].UserName).Keys | Should -HaveCount 2
        $sandbox.Account.FindUser((@('svc', 'zsvc') -ne $seen[0].UserName)[0]).Keys | Should -HaveCount 1
    }
}
