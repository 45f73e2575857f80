BeforeDiscovery {
    $hasAnalyzer = [bool] (Get-Module -ListAvailable PSScriptAnalyzer)
    if (-not $hasAnalyzer) {
        Write-Warning 'The scripts were not analysed: PSScriptAnalyzer is not installed (Install-PSResource PSScriptAnalyzer).'
    }
    $root = Split-Path (Split-Path $PSScriptRoot)
    $scripts = @(Get-ChildItem $root -File -Filter *.ps1) + (Get-ChildItem "$root/src", "$root/tests", "$root/docs" -Recurse -File -Include *.ps1, *.psm1, *.psd1) |
        Where-Object FullName -NotMatch '[\\/](bin|obj)[\\/]' |
        ForEach-Object { @{ Path = $_.FullName; Name = [IO.Path]::GetRelativePath($root, $_.FullName) } }
    # The manifest names files that lie beside it in the finished module only.
    $scripts += @{ Path = (Join-Path $root 'out/KeyRotation/KeyRotation.psd1'); Name = 'KeyRotation.psd1' }
    $forDesktop = $scripts | Where-Object Name -Match 'KeyRotation\.ps[md]1$|Desktop\.Tests|run\.ps1'
    if (-not $hasAnalyzer) { $scripts = $forDesktop = @{ Name = 'all scripts' } }
}

Describe 'PSScriptAnalyzer' -Skip:(-not $hasAnalyzer) {
    It 'finds nothing in <Name>' -ForEach $scripts {
        $settings = if ($Path -like "$PSScriptRoot*") { @{ Settings = "$PSScriptRoot/PSScriptAnalyzerSettings.psd1" } } else { @{} }
        Invoke-ScriptAnalyzer $Path @settings | ForEach-Object { "$($_.Line): $($_.RuleName): $($_.Message)" } | Should -BeNullOrEmpty
    }

    It 'finds no syntax in <Name> that Windows PowerShell 5.1 does not know' -ForEach $forDesktop {
        $settings = @{ IncludeRules = @('PSUseCompatibleSyntax'); Rules = @{ PSUseCompatibleSyntax = @{ Enable = $true; TargetVersions = @('5.1') } } }
        Invoke-ScriptAnalyzer $Path -Settings $settings | ForEach-Object { "$($_.Line): $($_.Message)" } | Should -BeNullOrEmpty
    }
}
