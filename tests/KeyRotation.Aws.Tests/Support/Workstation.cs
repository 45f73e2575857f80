using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(Workstation))]

namespace KeyRotation.Aws.Tests.Support;

/// <summary>
/// The machine that the tests run on, as far as the SDK can see it: no AWS settings of its own, shared files in a
/// folder of the tests, and an instance metadata service on loopback that is switched off. The SDK reads some of these
/// once per process, so they are settled before the first test.
/// </summary>
public sealed class Workstation : IAsyncLifetime
{
    private static readonly string[] Kept = ["AWS_API_MODELS", "AWS_CA_BUNDLE"];

    private readonly string folder = Directory.CreateTempSubdirectory("keyrotation-aws-tests-").FullName;
    private readonly StubServer metadata = new(_ => new StubAnswer(404, "there is nothing here"));

    public static Workstation Current { get; private set; } = null!;

    internal StubServer Metadata => metadata;

    public string CredentialsFile => Path.Combine(folder, "credentials");

    public string ConfigFile => Path.Combine(folder, "config");

    public ValueTask InitializeAsync()
    {
        Current = this;
        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsOfAws).ToList())
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        // A proxy of the machine has no business between us and loopback.
        Environment.SetEnvironmentVariable("no_proxy", "127.0.0.1,localhost");
        WriteFiles(string.Empty, string.Empty);
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", CredentialsFile);
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", ConfigFile);
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.Endpoint.AbsoluteUri.TrimEnd('/'));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await metadata.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A path for a file of one test.</summary>
    public string PathOf(string name) => Path.Combine(folder, Guid.NewGuid().ToString("N") + "-" + name);

    internal void WriteFiles(string credentials, string config)
    {
        File.WriteAllText(CredentialsFile, credentials);
        File.WriteAllText(ConfigFile, config);
    }

    internal static bool IsOfAws(string name) => name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase) && !Kept.Contains(name, StringComparer.OrdinalIgnoreCase);
}
