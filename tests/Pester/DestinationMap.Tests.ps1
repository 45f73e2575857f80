# Each user's own destinations: -DestinationMap and -DestinationByTag.
BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestModule

    function Write-Map {
        param([string] $Text)
        $file = Join-Path $TestDrive 'places.psd1'
        Set-Content $file $Text
        $file
    }
}

Describe 'A map of destinations' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $null = Add-TestUser $sandbox 'svc-billing'
        $null = Add-TestUser $sandbox 'svc-mail'
        $null = Add-TestUser $sandbox 'alice'
        $null = $sandbox.Account.CreateUser('deploy', $sandbox.Clock.UtcNow.AddDays(-201), '/ci/')
        $null = $sandbox.Account.AddAccessKey('deploy', $sandbox.Clock.UtcNow.AddDays(-200), 'Active')
        $sandbox.Account.SetTag('svc-mail', 'Application', 'mail')
    }
    AfterEach { $sandbox.Dispose() }

    It 'gives users places by name, path and tag, and leaves a user without any for later' {
        $map = Write-Map @"
@{
    Places = @{ Mail = 'SecretsManager:mail/{UserName}', 'Env:$TestDrive/mail.env' }
    Rules  = @(
        @{ UserName = 'svc-bill*', 'other'; To = @{ Kind = 'SecretsManager'; Name = 'billing/aws'; Form = @{ IdName = 'id'; SecretName = 'secret' } } }
        @{ Path = '/ci/*';                  To = 'ParameterStore:/ci/{UserName}' }
        @{ Tag = @{ Application = 'mail' }; To = 'Mail' }
    )
}
"@
        $rotated = Invoke-AccessKeyRotation -DestinationMap $map -InformationVariable said -InformationAction SilentlyContinue
        $places = @{}
        $rotated | ForEach-Object { $places[$_.UserName] = ($_.Destinations | ForEach-Object { "$($_.Kind):$($_.Location)" }) -join ' ' }
        $places.Keys | Sort-Object | Should -Be 'deploy', 'svc-billing', 'svc-mail'
        $places['svc-billing'] | Should -Be 'SecretsManager:billing/aws'
        $places['deploy'] | Should -Be 'ParameterStore:/ci/deploy'
        $places['svc-mail'] | Should -Be "SecretsManager:mail/svc-mail Env:$TestDrive/mail.env"
        "$said" | Should -BeLike '*Left for a later run:*alice*nothing says where its new secret goes*'
        Get-Content "$TestDrive/mail.env" | Should -Contain "AWS_ACCESS_KEY_ID=$(($rotated | Where-Object UserName -EQ 'svc-mail').AccessKeyId)"
    }

    It 'reads the paths of users with one call, and only where a rule has a path' {
        $sandbox.Calls.Clear()
        $null = Invoke-AccessKeyRotation -WhatIf -DestinationMap @{ Rules = @(@{ Path = '/ci/'; To = 'SecretsManager' }) }
        ($sandbox.Calls.Snapshot() | Where-Object Operation -EQ ListUsers).Count | Should -Be 1
        $sandbox.Calls.Clear()
        $null = Invoke-AccessKeyRotation -WhatIf -DestinationMap @{ Rules = @(@{ UserName = 'deploy'; To = 'SecretsManager' }) }
        $sandbox.Calls.Snapshot() | Where-Object Operation -EQ ListUsers | Should -BeNullOrEmpty
    }

    It 'sends users that no rule is for to -Destination' {
        $rotated = Invoke-AccessKeyRotation -Destination ParameterStore -DestinationMap @{ Rules = @(@{ UserName = 'svc-billing'; To = 'SecretsManager' }; @{ UserName = 'alice'; To = @() }) } -InformationAction SilentlyContinue
        ($rotated | Where-Object UserName -EQ 'svc-billing').Destinations.Kind | Should -Be 'SecretsManager'
        ($rotated | Where-Object UserName -EQ 'svc-mail').Destinations.Kind | Should -Be 'ParameterStore'
        $rotated.UserName | Should -Not -Contain 'alice'
    }

    It 'shows each user its own place with -WhatIf, and counts who is left in a summary' {
        $map = @{ Rules = @(@{ UserName = 'svc-billing'; To = 'SecretsManager:billing/aws' }) }
        $run = Invoke-TestEngine "Invoke-AccessKeyRotation -WhatIf -DestinationMap @{ Rules = @(@{ UserName = 'svc-billing'; To = 'SecretsManager:billing/aws' }) }"
        $run.Output | Should -BeLike '*of user svc-billing*deliver the new secret to SecretsManager:billing/aws*'
        $run.Output | Should -Not -BeLike '*of user svc-mail*'
        $summary = Invoke-AccessKeyRotation -Summary -DestinationMap $map -InformationAction SilentlyContinue
        $summary.Rotated, $summary.LeftForLater, $summary.Failures | Should -Be 1, 3, 0
    }

    It 'refuses a named user without a place' {
        New-RotatedAccessKey alice -DestinationMap @{ Rules = @(@{ UserName = 'svc-billing'; To = 'SecretsManager' }) } -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'NoDestination,*'
        $sandbox.Account.FindUser('alice').Keys.Count | Should -Be 1
    }

    It 'takes what -Destination takes in a hashtable of the session, script blocks too' {
        $got = [Collections.Generic.List[string]]::new()
        $null = New-RotatedAccessKey alice -UndoDestination {} -DestinationMap @{ Rules = @(@{ UserName = 'alice'; To = [KeyRotation.Destination]::SecretsManager('x'), { param($Key) $got.Add($Key.UserName) } }) }
        $got | Should -Be 'alice'
    }

    It 'is refused before anything is done: <Problem>' -ForEach @(
        @{ Text = "@{ Rules = @(@{ UserNames = 'x'; To = 'SecretsManager' }) }"; Problem = "*Rule 1 has 'UserNames', which is not known*UserName, Path, Tag, To*" }
        @{ Text = "@{ Rules = @(@{ UserName = 'x' }) }"; Problem = '*Rule 1 does not say where keys go*' }
        @{ Text = "@{ Rules = @(@{ UserName = 'x'; To = 'Nowhere:x' }) }"; Problem = "*Rule 1: 'Nowhere' is not a kind*" }
        @{ Text = "@{ Rules = @(@{ UserName = '['; To = 'SecretsManager' }) }"; Problem = '*Rule 1:*' }
        @{ Text = "@{ Rules = @(@{ UserName = 'x'; To = @{ Kind = 'GitHub'; Repository = 'a/b' } }) }"; Problem = '*New-GitHubDestination*' }
        @{ Text = "@{ Rules = @(@{ UserName = 'x'; To = @{ Kind = 'Csv'; Path = 'x'; Colour = 'red' } }) }"; Problem = '*has no option Colour*' }
        @{ Text = "@{ Rules = @(@{ UserName = 'x'; To = @{ Kind = 'SecretsManager'; Form = @{ Nonsense = 1 } } }) }"; Problem = '*Rule 1:*Nonsense*' }
        @{ Text = "@{ Rules = @(@{ UserName = 'x'; To = @{ Kind = 'SecretsManager'; Form = 'x' } }) }"; Problem = '*Rule 1:*' }
        @{ Text = "@{ Rules = @(@{ UserName = 'x'; To = 5 }) }"; Problem = '*Rule 1:*' }
        @{ Text = "@{ Rules = 'x' }"; Problem = '*Rule 1 is not a hashtable*' }
        @{ Text = "@{ Places = @{ Csv = 'SecretsManager' } }"; Problem = "*'Csv' cannot be the name of a place*" }
        @{ Text = '@{ }'; Problem = '*no rule and no place*' }
        @{ Text = "@{ Rules = @(@{ UserName = (Get-Date); To = 'SecretsManager' }) }"; Problem = '*places.psd1*' }
        @{ Text = '@{ Rules = @('; Problem = '*places.psd1*Line 2*' }
        @{ Text = 'no table'; Problem = '*places.psd1*not a data file*' }
    ) {
        $map = Write-Map $Text
        $sandbox.Calls.Clear()
        { Invoke-AccessKeyRotation -DestinationMap $map } | Should -Throw $Problem -ErrorId 'DestinationMapInvalid,*'
        $sandbox.Calls.Snapshot() | Should -BeNullOrEmpty
    }

    It 'is refused where the session gives a table with one name in two writings' {
        $table = [Collections.Hashtable]::new([StringComparer]::Ordinal)
        $table['ci'] = 'SecretsManager'
        $table['CI'] = 'ParameterStore'
        { Invoke-AccessKeyRotation -DestinationMap @{ Places = $table } } | Should -Throw -ErrorId 'DestinationMapInvalid,*'
    }

    It 'is refused where the path leads to no file' {
        { Invoke-AccessKeyRotation -DestinationMap nosuchdrive:/places.psd1 } | Should -Throw '*nosuchdrive*' -ErrorId 'DestinationMapInvalid,*'
        { Invoke-AccessKeyRotation -DestinationMap $TestDrive } | Should -Throw '*is not there*' -ErrorId 'DestinationMapInvalid,*'
    }

    It 'is refused where the file is not there' {
        { Invoke-AccessKeyRotation -DestinationMap "$TestDrive/nosuch.psd1" } | Should -Throw '*nosuch.psd1*is not there*' -ErrorId 'DestinationMapInvalid,*'
    }
}

Describe 'A tag that says where keys go' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $null = Add-TestUser $sandbox 'svc'
    }
    AfterEach { $sandbox.Dispose() }

    It 'counts with -DestinationByTag alone' {
        $sandbox.Account.SetTag('svc', 'keyrotation:to', 'SecretsManager:app/aws ParameterStore:/app/aws')
        (New-RotatedAccessKey svc -Destination ParameterStore -WhatIf:$false).Destinations.Location | Should -Be '/iam/access-keys/svc'
        $null = Add-TestUser $sandbox 'svc2'
        $sandbox.Account.SetTag('svc2', 'keyrotation:to', 'SecretsManager:app/aws ParameterStore:/app/aws')
        (New-RotatedAccessKey svc2 -Destination ParameterStore -DestinationByTag).Destinations.Location | Should -Be 'app/aws', '/app/aws'
    }

    It 'does not lead to a file of this machine, and says what it can name' {
        $sandbox.Account.SetTag('svc', 'keyrotation:to', "Csv:$TestDrive/x.csv")
        Invoke-AccessKeyRotation -DestinationByTag -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationTagInvalid,*'
        "$($problems[0])" | Should -BeLike '*keyrotation:to of user svc*SecretsManager, ParameterStore*'
        $sandbox.Account.FindUser('svc').Keys.Count | Should -Be 1
        "$TestDrive/x.csv" | Should -Not -Exist
    }

    It 'leaves users without the tag for later' {
        $summary = Invoke-AccessKeyRotation -DestinationByTag -Summary -InformationAction SilentlyContinue
        $summary.LeftForLater, $summary.Rotated, $summary.Failures | Should -Be 1, 0, 0
    }
}

Describe 'Where a key is before it is rotated' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $null = Add-TestUser $sandbox 'svc'
    }
    AfterEach { $sandbox.Dispose() }

    It 'is shown by Get-AccessKeyRotation, for each destination that is named' {
        $null = New-RotatedAccessKey svc -Destination SecretsManager:app/aws
        $status = Get-AccessKeyRotation svc -Destination SecretsManager:app/aws, ParameterStore, { }
        $new = $status | Where-Object Stage -EQ 'Current'
        $new.Places | ForEach-Object ToString | Should -Be 'SecretsManager:app/aws (holds this key)', 'ParameterStore:/iam/access-keys/svc (holds no key)', 'a script block (cannot be asked)'
        ($status | Where-Object Stage -EQ 'Superseded').Places[0].Content | Should -Be 'AnotherKey'
        $new | Format-List | Out-String -Width 200 | Should -BeLike '*Places*SecretsManager:app/aws (holds this key)*'
        ($status | ConvertTo-Csv | ConvertFrom-Csv)[0].Places | Should -BeLike '*ParameterStore:/iam/access-keys/svc (holds no key)*'
        $sandbox.Account.SetTag('svc', 'keyrotation:to', 'SecretsManager:app/aws')
        (Get-AccessKeyRotation svc -DestinationByTag | Where-Object Stage -EQ 'Current').Places.HoldsKey | Should -BeTrue
        Get-AccessKeyRotation svc | Format-List | Out-String | Should -Not -MatchExactly 'Places +:'
    }
}
