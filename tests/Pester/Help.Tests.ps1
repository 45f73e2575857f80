BeforeDiscovery {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
    $cmdlets = (Get-Command -Module KeyRotation).Name
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule
}

Describe 'Get-Help' {
    It 'tells what <_> does, with three examples or more' -ForEach $cmdlets {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -BeLike "*$_ *" -Because 'what Get-Help makes up without a help file is the syntax'
        ($help.description | Out-String).Trim() | Should -Not -BeNullOrEmpty
        $help.examples.example.Count | Should -BeGreaterOrEqual 3
    }

    It 'describes every parameter of <_> and gives the defaults that the cmdlet has' -ForEach $cmdlets {
        $command = Get-Command $_
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters
        $fresh = [Activator]::CreateInstance($command.ImplementingType)
        $described = @{}
        (Get-Help $_ -Full).parameters.parameter | ForEach-Object { $described[$_.name] = $_ }
        foreach ($name in $command.Parameters.Keys | Where-Object { $_ -notin $common -and -not $command.Parameters[$_].Attributes.DontShow }) {
            $help = $described[$name]
            ($help.description | Out-String).Trim() | Should -Not -BeNullOrEmpty -Because "-$name is described"
            $default = if ($name -notin 'WhatIf', 'Confirm') { $fresh.$name }
            $expected = switch ($default) {
                { $_ -is [int] -and $_ -ne 0 } { "$_" }
                { $_ -is [enum] -and $name -ne 'Format' } { "$_" }
                { $_ -is [timespan] -and $_ -ne [timespan]::Zero } {
                    if ($_.TotalDays -ge 1) { "$($_.TotalDays) day" } elseif ($_.TotalMinutes -ge 1) { "$($_.TotalMinutes) minute" } else { "$($_.TotalSeconds) second" }
                }
            }
            if ($expected) {
                $help.defaultValue | Should -BeLike "$expected*" -Because "that is the default of -$name"
            }
        }
    }

    It 'shows the syntax of <_> that the engine has' -ForEach $cmdlets {
        $words = { param($text) [regex]::Matches($text, '\[?\[?-\w+\]?( <[\w\[\]]+>)?\]?').Value | Sort-Object }
        $made = (Get-Help $_).syntax | Out-String
        $real = Get-Command $_ -Syntax
        foreach ($hidden in (Get-Command $_).Parameters.Values | Where-Object { $_.Attributes.DontShow }) {
            $real = $real -replace "\[-$($hidden.Name) <\w+>\]"
        }
        foreach ($enum in 'Console | CommandLine') {
            $made = $made.Replace("{$enum}", '<CsvForm>')
        }
        & $words $made | Should -Be (& $words $real)
    }

    It 'finds <Topic>' -ForEach @{ Topic = 'about_KeyRotation'; Text = 'a way back at*every step' }, @{ Topic = 'about_KeyRotation_Safety'; Text = 'An active key is never deleted' }, @{ Topic = 'about_KeyRotation_Journal'; Text = 'keyrotation:pending' },
    @{ Topic = 'about_KeyRotation_Destinations'; Text = 'SecretsManager' }, @{ Topic = 'about_KeyRotation_Permissions'; Text = 'iam:CreateAccessKey' }, @{ Topic = 'about_KeyRotation_Errors'; Text = 'TwoActiveKeys' } {
        Get-Help $Topic | Out-String | Should -BeLike "*$Topic*$Text*"
    }
}
