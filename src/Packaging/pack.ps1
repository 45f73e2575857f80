<#
.SYNOPSIS
    Makes the packages of a Release build in out/package: for each module a zip as Azure Automation asks for it, and a nupkg as the
    PowerShell Gallery takes it. The same commit gives the same bytes, wherever it lies.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Root)

$ErrorActionPreference = 'Stop'
$output = Join-Path $Root 'out/package'
$modules = 'KeyRotation', 'KeyRotation.Integrations'

# What a zip can say of a file beside its content is fixed: its order, its time (the first that a zip knows), its mode.
$firstTime = [DateTimeOffset]::new(1980, 1, 1, 0, 0, 0, [timespan]::Zero)
$readableFile = 0x81A4 -shl 16

function Build-Release {
    foreach ($module in $modules | ForEach-Object { Join-Path $output $_ }) {
        if (Test-Path $module) { Remove-Item $module -Recurse -Force }
    }
    foreach ($project in 'KeyRotation', 'KeyRotation.Sandbox', 'KeyRotation.Integrations') {
        & dotnet build (Join-Path $Root "src/$project") -c Release -v quiet -nologo "-p:ModuleOutput=$output/KeyRotation/" "-p:IntegrationsOutput=$output/KeyRotation.Integrations/" | Out-Host
        if ($LASTEXITCODE -ne 0) { throw "The Release build of $project failed." }
    }
}

function Write-Zip {
    param([string] $Path, [Collections.IDictionary] $Contents)

    if (Test-Path $Path) { Remove-Item $Path }
    $zip = [IO.Compression.ZipFile]::Open($Path, 'Create')
    try {
        $names = [string[]] $Contents.Keys
        [array]::Sort($names, [StringComparer]::Ordinal)
        foreach ($name in $names) {
            $entry = $zip.CreateEntry($name, 'SmallestSize')
            $entry.LastWriteTime = $firstTime
            $entry.ExternalAttributes = $readableFile
            $stream = $entry.Open()
            $stream.Write($Contents[$name], 0, $Contents[$name].Length)
            $stream.Dispose()
        }
    }
    finally {
        $zip.Dispose()
    }
}

# The files of a module by their names in a zip.
function Get-ModuleFile {
    param([string] $Name, [string] $Prefix)

    $files = @{}
    $module = Join-Path $output $Name
    foreach ($file in Get-ChildItem $module -Recurse -File) {
        $files[$Prefix + [IO.Path]::GetRelativePath($module, $file.FullName).Replace('\', '/')] = [IO.File]::ReadAllBytes($file.FullName)
    }
    $files
}

function ConvertTo-Nuspec {
    param([string] $Name, [hashtable] $Manifest)

    $about = $Manifest.PrivateData.PSData
    $cmdlets = $Manifest.CmdletsToExport
    $tags = @($about.Tags) + 'PSModule' + 'PSIncludes_Cmdlet' + @($cmdlets | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" })
    $dependencies = @($Manifest.RequiredModules | Where-Object { $_ } | ForEach-Object { "<dependency id=`"$($_.ModuleName)`" version=`"[$($_.RequiredVersion)]`" />" })
    $escape = { param($Text) [Security.SecurityElement]::Escape($Text) }
    @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">
  <metadata>
    <id>$Name</id>
    <version>$($Manifest.ModuleVersion)</version>
    <authors>$(& $escape $Manifest.Author)</authors>
    <owners>$(& $escape $Manifest.CompanyName)</owners>
    <requireLicenseAcceptance>false</requireLicenseAcceptance>
    <licenseUrl>$(& $escape $about.LicenseUri)</licenseUrl>
    <projectUrl>$(& $escape $about.ProjectUri)</projectUrl>
    <description>$(& $escape $Manifest.Description)</description>
    <releaseNotes>$(& $escape $about.ReleaseNotes)</releaseNotes>
    <copyright>$(& $escape $Manifest.Copyright)</copyright>
    <tags>$($tags -join ' ')</tags>$(if ($dependencies) { "`n    <dependencies>$dependencies</dependencies>" })
  </metadata>
</package>
"@
}

# What a nupkg has beside the module: the specification, and what makes a zip a package.
function Get-PackagePart {
    param([string] $Name, [string] $Nuspec, [string[]] $ModuleFile)

    $types = @($ModuleFile | ForEach-Object { [IO.Path]::GetExtension($_).TrimStart('.') } | Where-Object { $_ }) + 'nuspec' | Sort-Object -Unique
    $relation = 'http://schemas.microsoft.com/packaging/2010/07/manifest'
    $parts = @{
        "$Name.nuspec"        = $Nuspec
        '[Content_Types].xml' = '<?xml version="1.0" encoding="utf-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />' +
            (($types | ForEach-Object { "<Default Extension=`"$_`" ContentType=`"application/octet`" />" }) -join '') +
            '<Override PartName="/LICENSE" ContentType="application/octet" /></Types>'
        '_rels/.rels'         = '<?xml version="1.0" encoding="utf-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
            "<Relationship Type=`"$relation`" Target=`"/$Name.nuspec`" Id=`"R1`" /></Relationships>"
    }
    $files = @{}
    foreach ($name in $parts.Keys) {
        $files[$name] = [Text.UTF8Encoding]::new($false).GetBytes($parts[$name].Replace("`r`n", "`n"))
    }
    $files
}

Build-Release
foreach ($name in $modules) {
    $manifest = Import-PowerShellDataFile (Join-Path $output "$name/$name.psd1")
    $zip = Join-Path $output "$name.zip"
    $nupkg = Join-Path $output "$name.$($manifest.ModuleVersion).nupkg"
    Write-Zip $zip (Get-ModuleFile $name "$name/")
    $files = Get-ModuleFile $name ''
    Write-Zip $nupkg ($files + (Get-PackagePart $name (ConvertTo-Nuspec $name $manifest) $files.Keys))
    Get-FileHash $zip, $nupkg | ForEach-Object { "$($_.Hash)  $($_.Path)" }
}
