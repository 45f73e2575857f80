# Keys that are delivered to a secret of a cluster, in the engine. The API server is a listener in this process, which knows one namespace.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestIntegrations
    $examples = foreach ($example in (Get-Help New-KubernetesDestination -Full).examples.example) {
        @{ Title = $example.title.Trim('- '); Code = $example.code }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1" -Force
    Import-TestIntegrations

    function Start-Cluster {
        $state = [hashtable]::Synchronized(@{ Secrets = @{}; Version = 0; Forbidden = @(); Calls = [System.Collections.Concurrent.ConcurrentQueue[string]]::new() })
        do {
            $port = Get-Random -Minimum 20000 -Maximum 60000
            $listener = [System.Net.HttpListener]::new()
            $listener.Prefixes.Add("http://127.0.0.1:$port/")
            $started = try { $listener.Start(); $true } catch [System.Net.HttpListenerException] { $false }
        } until ($started)
        $state.Listener = $listener
        $state.Address = "http://127.0.0.1:$port"
        $state.Job = Start-ThreadJob -ThrottleLimit 20 -ArgumentList $state {
            param($state)

            function Send($context, $code, $body) {
                $bytes = [System.Text.Encoding]::UTF8.GetBytes(($body | ConvertTo-Json -Depth 10))
                $context.Response.StatusCode = $code
                $context.Response.ContentType = 'application/json'
                $context.Response.OutputStream.Write($bytes)
                $context.Response.Close()
            }

            while ($state.Listener.IsListening) {
                try { $context = $state.Listener.GetContext() } catch { return }
                $request = $context.Request
                $parts = $request.Url.AbsolutePath.Trim('/').Split('/')
                $isDry = $request.QueryString['dryRun'] -eq 'All'
                $state.Calls.Enqueue("$($request.HttpMethod)$(if ($isDry) { ' dry' })")
                $sent = [System.IO.StreamReader]::new($request.InputStream).ReadToEnd()
                $sent = if ($sent) { $sent | ConvertFrom-Json -AsHashtable }
                $name = if ($request.HttpMethod -eq 'POST') { $sent.metadata.name } else { $parts[5] }
                $held = $state.Secrets[$name]
                $status = { param($code, $reason) Send $context $code @{ kind = 'Status'; apiVersion = 'v1'; status = 'Failure'; reason = $reason; code = $code } }
                if ($request.Headers['Authorization'] -ne 'Bearer canary-token') { & $status 401 Unauthorized }
                elseif ($request.HttpMethod -in $state.Forbidden) { & $status 403 Forbidden }
                elseif ($request.HttpMethod -eq 'POST') {
                    if ($parts[3] -ne 'apps') { & $status 404 NotFound }
                    elseif ($held) { & $status 409 AlreadyExists }
                    else {
                        $sent.metadata.uid = "$([guid]::NewGuid())"
                        $sent.metadata.resourceVersion = "$(++$state.Version)"
                        if (-not $isDry) { $state.Secrets[$name] = $sent }
                        Send $context 201 $sent
                    }
                }
                elseif (-not $held) { & $status 404 NotFound }
                elseif ($request.HttpMethod -eq 'GET') { Send $context 200 $held }
                elseif ($request.HttpMethod -eq 'PATCH') {
                    if ($sent.metadata.resourceVersion -ne $held.metadata.resourceVersion) { & $status 409 Conflict }
                    else {
                        if (-not $isDry) {
                            foreach ($key in $sent.data.Keys) {
                                if ($null -eq $sent.data[$key]) { $held.data.Remove($key) } else { $held.data[$key] = $sent.data[$key] }
                            }
                            $held.metadata.resourceVersion = "$(++$state.Version)"
                        }
                        Send $context 200 $held
                    }
                }
                elseif ($sent.preconditions.uid -ne $held.metadata.uid) { & $status 409 Conflict }
                else {
                    if (-not $isDry) { $state.Secrets.Remove($name) }
                    Send $context 200 @{ kind = 'Status'; apiVersion = 'v1'; status = 'Success' }
                }
            }
        }
        $state
    }

    function Stop-Cluster {
        param($Server)

        $Server.Listener.Close()
        $null = Wait-Job $Server.Job -Timeout 10
        Remove-Job $Server.Job -Force -ErrorAction Ignore
    }

    function Get-Datum {
        param($Server, [string] $Secret, [string] $Name)

        if ($text = $Server.Secrets[$Secret].data.$Name) { [System.Text.Encoding]::UTF8.GetString([convert]::FromBase64String($text)) }
    }

    # Everything that a command writes, on any stream, as text.
    function Get-AllText {
        param([scriptblock] $Script)

        (& $Script *>&1 | ForEach-Object { if ($_ -is [System.Management.Automation.ErrorRecord]) { $_.Exception.ToString(); $_ | Format-List -Force * } else { $_ } } | Out-String -Width 500)
    }

    $script:formerConfig = $env:KUBECONFIG
}

AfterAll { $env:KUBECONFIG = $formerConfig }

Describe 'A secret of a cluster as a destination' {
    BeforeEach {
        $sandbox = Start-TestSandbox
        $old = Add-TestUser $sandbox 'svc-billing'
        $server = Start-Cluster
        $env:KUBECONFIG = Join-Path $TestDrive 'kubeconfig'
        Set-Content $env:KUBECONFIG @"
apiVersion: v1
kind: Config
current-context: test
clusters: [{ name: c, cluster: { server: '$($server.Address)' } }]
contexts: [{ name: test, context: { cluster: c, user: u, namespace: apps } }, { name: prod, context: { cluster: c, user: u, namespace: apps } }]
users: [{ name: u, user: { token: canary-token } }]
"@
    }
    AfterEach {
        Stop-Cluster $server
        $sandbox.Dispose()
    }

    It 'gets the new key, with a receipt and without a secret in any stream' {
        $destination = New-KubernetesDestination '{UserName}-aws' apps -Context prod
        $said = Get-AllText { $script:key = New-RotatedAccessKey svc-billing -Destination $destination -Verbose -Debug; $script:key }
        $key.Destinations.Kind | Should -Be 'Kubernetes'
        "$($key.Destinations)" | Should -Be 'Kubernetes@prod:apps:svc-billing-aws'
        Get-Datum $server svc-billing-aws AWS_ACCESS_KEY_ID | Should -Be $key.AccessKeyId
        $secret = $key.GetSecretAccessKeyAsPlainText()
        Get-Datum $server svc-billing-aws AWS_SECRET_ACCESS_KEY | Should -BeExactly $secret
        foreach ($hidden in $secret, [convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($secret)), 'canary-token') {
            $said | Should -Not -BeLike "*$hidden*"
            ($destination | Format-List -Force * | Out-String) + ($destination | ConvertTo-Json -Depth 5 -WarningAction Ignore) + "$destination" | Should -Not -BeLike "*$hidden*"
        }
        $sandbox.Account.Tags('svc-billing')["keyrotation:$($key.AccessKeyId)"] | Should -BeLike '*at=Kubernetes@prod:apps'
    }

    It 'lets the old key be disabled when the cluster still holds the new one, and not unasked' {
        $destination = New-KubernetesDestination '{UserName}-aws' apps -Context prod
        $null = New-RotatedAccessKey svc-billing -Destination $destination
        $sandbox.Clock.Advance([timespan]::FromDays(2))
        Disable-OldAccessKey svc-billing -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationNotAsked,*'
        (Disable-OldAccessKey svc-billing -Destination $destination).AccessKeyId | Should -Be $old.AccessKeyId
    }

    It 'says with -WhatIf what the secret holds, and changes nothing' {
        $null = New-RotatedAccessKey svc-billing -Destination (New-KubernetesDestination billing-aws) -WhatIf
        $server.Secrets.Count | Should -Be 0
        $server.Calls | Where-Object { $_ -notmatch 'GET|dry' } | Should -BeNullOrEmpty
        Get-TestChange $sandbox | Should -BeNullOrEmpty
    }

    It 'creates no key where a permission is missing: <_>' -ForEach 'GET', 'POST', 'DELETE' {
        $server.Forbidden = @($_)
        New-RotatedAccessKey svc-billing -Destination (New-KubernetesDestination billing-aws) -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'DestinationRefused,*'
        $problems[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
        $problems[0].Exception.Message | Should -BeLike "*on the resource 'secrets'*"
        $sandbox.Account.FindUser('svc-billing').Keys | Should -HaveCount 1
    }

    It 'is found by the files of KUBECONFIG together, of which one may be missing' {
        $text = Get-Content $env:KUBECONFIG
        $parts = 'contexts', 'users' | ForEach-Object { Join-Path $TestDrive $_ }
        $text -notmatch '^users' | Set-Content $parts[0]
        $text -match '^(apiVersion|kind|users)' | Set-Content $parts[1]
        $env:KUBECONFIG = $parts[0], (Join-Path $TestDrive 'none'), $parts[1] -join [IO.Path]::PathSeparator
        (New-RotatedAccessKey svc-billing -Destination (New-KubernetesDestination billing-aws -Context prod)).Destinations.Kind | Should -Be 'Kubernetes'
    }

    It 'is as it was when a later destination fails' {
        New-RotatedAccessKey svc-billing -Destination (New-KubernetesDestination billing-aws), { throw 'no room' } -ErrorAction SilentlyContinue
        $server.Secrets.Count | Should -Be 0
        $sandbox.Account.FindUser('svc-billing').Keys.AccessKeyId | Should -Be $old.AccessKeyId
    }

    It 'is not shared by users of the same name in two accounts' {
        foreach ($id in '300000000001', '300000000002') {
            $sandbox.Organization.AddAccount($id, "team$id", $sandbox.Organization.RootId, $null)
            $account = $sandbox.Organization.FindAccount($id)
            $null = $account.AddRole('KeyRotation', [string[]] @())
            $null = $account.CreateUser('svc', $sandbox.Clock.UtcNow.AddDays(-201))
            $null = $account.AddAccessKey('svc', $sandbox.Clock.UtcNow.AddDays(-200), 'Active')
        }
        { Get-KeyRotationAccount -AccountId 300000000001, 300000000002 | Get-StaleAccessKey | New-RotatedAccessKey -Destination (New-KubernetesDestination '{UserName}-aws') -ErrorAction Stop } |
            Should -Throw -ErrorId 'DestinationNameShared,*'
        (Get-KeyRotationAccount -AccountId 300000000001, 300000000002 | Get-StaleAccessKey | New-RotatedAccessKey -Destination (New-KubernetesDestination '{UserName}-{AccountId}')).Count | Should -Be 2
    }

    It 'refuses at once what can be no name: <Name>, <Namespace>' -ForEach @{ Name = 'Upper' }, @{ Name = 'under_score' }, @{ Name = '{AccessKeyId}' }, @{ Name = 'x'; Namespace = 'A' } {
        $parameters = @{ Name = $Name }
        if ($Namespace) { $parameters.Namespace = $Namespace }
        { New-KubernetesDestination @parameters } | Should -Throw -ErrorId 'PlaceNameInvalid,*'
        $server.Calls.Count | Should -Be 0
    }

    It 'works as in the example: <Title>' -ForEach $examples {
        $Error.Clear()
        $output = . ([scriptblock]::Create($Code)) 6>$null
        $Error | Should -BeNullOrEmpty
        $output | Should -Not -BeNullOrEmpty
        $server.Secrets.Count | Should -Be 1
    }
}

Describe 'The libraries of the module' {
    It 'are loaded when a destination is used, into a context of its own' {
        $names = '^(KubernetesClient|YamlDotNet|Fractions|Azure\..*|Microsoft\.Identity.*)$'
        $manifest = (Get-Module KeyRotation.Integrations).Path -replace 'psm1$', 'psd1'
        $lines = Invoke-Engine '-Command', @"
            Import-Module '$(Get-TestModulePath)'
            Import-Module '$manifest'
            `$destination = New-KubernetesDestination x -KubeConfig $TestDrive/none
            'before: ' + (([AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { `$_.GetName().Name }) -match '$names' -join ',')
            try { `$destination.GetExternalPlace().CreateDestination([KeyRotation.Delivery.ExternalPlaceOptions]::new([KeyRotation.KeyForm]::new(), `$false, {})).CheckAsync([KeyRotation.Delivery.KeyOwner]::new('123456789012', 'svc'), 'AKIAIOSFODNN7EXAMPLE', [Threading.CancellationToken]::None).GetAwaiter().GetResult() } catch { 'refused: ' + `$_.Exception.InnerException.Message }
            foreach (`$context in [System.Runtime.Loader.AssemblyLoadContext]::All) {
                `$found = (`$context.Assemblies | ForEach-Object { `$_.GetName().Name }) -match '$names' -join ','
                if (`$found) { "`$(`$context.Name): `$found" }
            }
"@
        $lines | Should -Contain 'before: '
        $lines -match '^refused: ' | Should -BeLike '*no kubeconfig*'
        $lines -match '^KeyRotation.Integrations: ' | Should -BeLike '*KubernetesClient*'
        $lines -match '^Default: ' | Should -BeNullOrEmpty
    }
}
