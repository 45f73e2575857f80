# What ./build.ps1 Pack leaves in out/package. That it is the same for the same commit takes two Release builds: -Slow.
BeforeDiscovery {
    $root = Split-Path (Split-Path $PSScriptRoot)
    $hasPackage = Test-Path (Join-Path $root 'out/package/KeyRotation.zip')
    if (-not $hasPackage) {
        Write-Warning 'The packages were not tested: there are none (./build.ps1 Pack).'
    }
    $hasResourceGet = -not $IsWindows -and (Get-Command Save-PSResource -ErrorAction Ignore)
    if (-not $hasResourceGet) {
        Write-Warning 'The nupkg was not installed with PSResourceGet: it is not there, or its list of repositories cannot be another user''s.'
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/Engine.psm1" -Force
    $root = Split-Path (Split-Path $PSScriptRoot)
    $zip = Join-Path $root 'out/package/KeyRotation.zip'
    $nupkg = Get-ChildItem (Join-Path $root 'out/package') -Filter 'KeyRotation.?.*.nupkg' -ErrorAction Ignore | Select-Object -First 1
    $companion = Join-Path $root 'out/package/KeyRotation.Integrations.zip'

    function Get-EntryName {
        param([string] $Path)
        $archive = [IO.Compression.ZipFile]::OpenRead($Path)
        try { $archive.Entries.FullName } finally { $archive.Dispose() }
    }
}

Describe 'The packages' -Skip:(-not $hasPackage) {
    It 'zip: one folder with the name of the file and of the manifest, as Azure Automation asks for it' {
        Get-EntryName $zip | ForEach-Object { $_ | Should -BeLike 'KeyRotation/*' }
        Get-EntryName $zip | Should -Contain 'KeyRotation/KeyRotation.psd1'
    }

    It 'nupkg: the module at its root, and a specification that agrees with the manifest' {
        Expand-Archive $nupkg.FullName "$TestDrive/nupkg"
        $manifest = Import-PowerShellDataFile "$TestDrive/nupkg/KeyRotation.psd1"
        $about = ([xml] (Get-Content "$TestDrive/nupkg/KeyRotation.nuspec" -Raw)).package.metadata
        $about.id, $about.version, $about.authors | Should -Be 'KeyRotation', $manifest.ModuleVersion, $manifest.Author
        $about.tags -split ' ' | Should -Contain 'PSModule'
        $manifest.PrivateData.PSData.Tags + ($manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_" }) | ForEach-Object { $about.tags -split ' ' | Should -Contain $_ }
        $inZip = Get-EntryName $zip | ForEach-Object { $_ -replace '^KeyRotation/' }
        Get-EntryName $nupkg.FullName | Where-Object { $_ -notin 'KeyRotation.nuspec', '[Content_Types].xml', '_rels/.rels' } | Should -Be $inZip
    }

    It 'nupkg: is installed from a repository by PSResourceGet' -Skip:(-not $hasResourceGet) {
        $null = New-Item -ItemType Directory "$TestDrive/home", "$TestDrive/feed", "$TestDrive/modules"
        Copy-Item $nupkg.FullName "$TestDrive/feed"
        $homeBefore, $dataBefore = $env:HOME, $env:XDG_DATA_HOME
        try {
            # The list of repositories is the user's: this one is of a user of its own.
            $env:HOME = "$TestDrive/home"
            Remove-Item Env:XDG_DATA_HOME -ErrorAction Ignore
            $said = Invoke-Engine '-Command', @"
                Register-PSResourceRepository -Name feed -Uri '$TestDrive/feed' -Trusted
                Save-PSResource KeyRotation -Repository feed -Path '$TestDrive/modules'
                (Import-Module (Get-ChildItem '$TestDrive/modules' -Recurse -Filter KeyRotation.psd1).FullName -PassThru).ExportedCmdlets.Count
"@
        }
        finally {
            $env:HOME = $homeBefore
            if ($null -ne $dataBefore) { $env:XDG_DATA_HOME = $dataBefore }
        }
        $said | Should -Be (Import-PowerShellDataFile "$root/KeyRotation.psd1").CmdletsToExport.Count
    }

    It 'nupkg: is restored by NuGet' {
        $null = New-Item -ItemType Directory "$TestDrive/source", "$TestDrive/project"
        Copy-Item $nupkg.FullName "$TestDrive/source"
        Set-Content "$TestDrive/project/restore.csproj" @"
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageDownload Include="KeyRotation" Version="[$((Import-PowerShellDataFile "$root/KeyRotation.psd1").ModuleVersion)]" /></ItemGroup>
            </Project>
"@
        $said = & dotnet restore "$TestDrive/project/restore.csproj" --source "$TestDrive/source" --packages "$TestDrive/packages" 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$said"
        Get-ChildItem "$TestDrive/packages/keyrotation" -Recurse -Filter KeyRotation.psd1 | Should -Not -BeNullOrEmpty
    }

    It 'zip: works in an engine that has nothing else' {
        Expand-Archive $zip "$TestDrive/zip"
        $said = Invoke-Engine '-Command', @"
            Import-Module '$TestDrive/zip/KeyRotation/KeyRotation.psd1'
            `$null = Start-KeyRotationSandbox -Users 3 -StaleUsers 2 -Propagation 0
            @(Get-StaleAccessKey | New-RotatedAccessKey).Count
"@
        $said | Should -Be 2
        Test-ModuleManifest "$TestDrive/zip/KeyRotation/KeyRotation.psd1" -WarningVariable warnings -WarningAction SilentlyContinue | Should -Not -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
    }

    It 'zip: the module of places outside AWS, which loads beside the other and none of its libraries at import' {
        Expand-Archive $zip "$TestDrive/both"
        Expand-Archive $companion "$TestDrive/both"
        $said = Invoke-Engine '-Command', @"
            `$env:PSModulePath = '$TestDrive/both'
            Import-Module KeyRotation.Integrations
            (Get-Module KeyRotation.Integrations).ExportedCmdlets.Count
            [Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ KeyRotation.Integrations | ForEach-Object { `$_.Assemblies.GetName().Name }
"@
        $manifest = Import-PowerShellDataFile "$TestDrive/both/KeyRotation.Integrations/KeyRotation.Integrations.psd1"
        $said -split "`n" | Should -Be "$($manifest.CmdletsToExport.Count)", 'KeyRotation.Integrations'
        $version = (Import-PowerShellDataFile "$root/KeyRotation.psd1").ModuleVersion
        $manifest.ModuleVersion, $manifest.RequiredModules.RequiredVersion | Should -Be $version, $version
        Get-EntryName (Get-ChildItem (Split-Path $companion) -Filter KeyRotation.Integrations.*.nupkg).FullName | Should -Contain 'KeyRotation.Integrations.nuspec'
    }

    It 'hold no symbols, and no path of the machine that built them' {
        Expand-Archive $zip "$TestDrive/content"
        Get-EntryName $zip | Where-Object { $_ -match '\.(pdb|deps\.json)$' } | Should -BeNullOrEmpty
        foreach ($file in Get-ChildItem "$TestDrive/content" -Recurse -File -Filter KeyRotation*) {
            $bytes = [IO.File]::ReadAllBytes($file.FullName)
            foreach ($encoding in [Text.Encoding]::Latin1, [Text.Encoding]::Unicode) {
                $encoding.GetString($bytes).Contains($root, 'OrdinalIgnoreCase') | Should -BeFalse -Because "$($file.Name) says nothing of $root"
            }
        }
    }

    It 'are the same bytes for the same commit, in another folder' -Tag Slow {
        $hashes = foreach ($folder in 'one', 'another/with/a/longer/path') {
            & git clone --quiet $root "$TestDrive/$folder"
            $null = Invoke-Engine '-File', "$TestDrive/$folder/build.ps1", 'Pack'
            , (Get-ChildItem "$TestDrive/$folder/out/package" -File | Sort-Object Name | Get-FileHash).Hash
        }
        $hashes[0] | Should -HaveCount 4
        $hashes[0] | Should -Be $hashes[1]
    }
}
