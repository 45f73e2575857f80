using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Delivery;
using KeyRotation.Integrations.Kubernetes;
using Xunit;

namespace KeyRotation.Integrations.Tests.Kubernetes;

/// <summary>How the way to a cluster is found.</summary>
public sealed class KubeConfigTests : IAsyncDisposable
{
    private static readonly KeyOwner Owner = new("123456789012", "svc");

    private readonly KubernetesServer cluster = new();
    private readonly string folder = Directory.CreateTempSubdirectory("keyrotation-").FullName;

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_file_that_is_missing_is_named() => Assert.Contains("nothing.yaml", (await RefusedAsync(Path.Combine(folder, "nothing.yaml"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_context_that_is_missing_is_named() => Assert.Contains(
        "no context 'stage'",
        (await RefusedAsync(Write(KubeConfigs.Of(cluster.Endpoint, "token: " + KubernetesServer.Token)), "stage")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("\tcanary: [")]
    [InlineData("canary")]
    [InlineData("")]
    public async Task What_is_not_a_kubeconfig_is_refused_and_not_quoted(string text)
    {
        DestinationException problem = await RefusedAsync(Write(text));

        Assert.Contains("kubeconfig", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_that_is_broken_is_refused_and_not_quoted()
    {
        DestinationException problem = await RefusedAsync(Write(KubeConfigs.Of(new Uri("https://127.0.0.1:1"), "{ client-certificate-data: canary!, client-key-data: canary! }")));

        Assert.DoesNotContain("canary", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_plugin_gives_the_token_and_gets_its_arguments_as_they_are()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The plugin of this test is a shell script.");
        string plugin = Plugin($$$"""test "$1" = "two words" && echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"{{{KubernetesServer.Token}}}"}}'""");

        Assert.Equal(PlaceContent.Empty, await CheckAsync(Write(KubeConfigs.Of(cluster.Endpoint, Exec(plugin)))));
    }

    [Fact]
    public async Task A_credential_plugin_that_fails_is_named_and_what_it_printed_is_not_quoted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The plugin of this test is a shell script.");
        string plugin = Plugin("echo canary; exit 1");
        DestinationException problem = await RefusedAsync(Write(KubeConfigs.Of(cluster.Endpoint, Exec(plugin))));

        Assert.Contains(plugin, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_is_tried_again_and_what_is_open_is_kept()
    {
        string file = Path.Combine(folder, "later.yaml");
        var place = new KubernetesPlace(new KubernetesOptions(new NameTemplate("x"), "apps", null, file), (_, _) => Task.CompletedTask);
        IDestination destination = place.CreateDestination(new ExternalPlaceOptions(new KeyForm(), Overwrite: false, _ => { }));
        await Assert.ThrowsAsync<DestinationException>(() => destination.CheckAsync(Owner, "AKIAOLDOLDOLDOLDOLD1", Stop));
        File.WriteAllText(file, KubeConfigs.Of(cluster.Endpoint, "token: " + KubernetesServer.Token));
        await destination.CheckAsync(Owner, "AKIAOLDOLDOLDOLDOLD1", Stop);
        File.Delete(file);

        await destination.CheckAsync(Owner, "AKIAOLDOLDOLDOLDOLD1", Stop);
    }

    [Fact]
    public async Task The_certificate_of_the_cluster_is_checked_against_the_authority_of_the_kubeconfig()
    {
        await using var tls = new TlsFront(cluster.Endpoint);
        string text = KubeConfigs.Of(tls.Endpoint, "token: " + KubernetesServer.Token);
        Assert.Contains("not trusted", (await RefusedAsync(Write(text))).Message, StringComparison.Ordinal);

        string trusting = text.Replace("    server:", $"    certificate-authority-data: {KubernetesServer.Base64(tls.AuthorityPem)}\n    server:", StringComparison.Ordinal);
        Assert.Equal(PlaceContent.Empty, await CheckAsync(Write(trusting)));
    }

    [Fact]
    public async Task A_server_that_nobody_is_behind_is_said() =>
        Assert.Contains("no complete answer", (await RefusedAsync(Write(KubeConfigs.Of(StubServer.Nobody(), "token: x")))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_server_whose_name_is_not_known_is_said() =>
        Assert.Contains("name of the cluster's API server was not found", (await RefusedAsync(Write(KubeConfigs.Of(new Uri("https://cluster.invalid/"), "token: x")))).Message, StringComparison.Ordinal);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Exec(string plugin) =>
        $"exec: {{ apiVersion: client.authentication.k8s.io/v1, command: {plugin}, args: [two words], interactiveMode: Never }}";

    private static async Task<DestinationException> RefusedAsync(string file, string? context = null) =>
        await Assert.ThrowsAsync<DestinationException>(() => CheckAsync(file, context));

    private static Task<PlaceContent> CheckAsync(string file, string? context = null)
    {
        var place = new KubernetesPlace(new KubernetesOptions(new NameTemplate("{UserName}"), Namespace: null, context, file), (_, _) => Task.CompletedTask);
        return place.CreateDestination(new ExternalPlaceOptions(new KeyForm(), Overwrite: false, _ => { })).CheckAsync(Owner, "AKIAOLDOLDOLDOLDOLD1", Stop);
    }

    private string Write(string text)
    {
        string file = Path.Combine(folder, Guid.NewGuid() + ".yaml");
        File.WriteAllText(file, text);
        return file;
    }

    private string Plugin(string script)
    {
        string file = Path.Combine(folder, "plugin.sh");
        File.WriteAllText(file, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        }

        return file;
    }
}
