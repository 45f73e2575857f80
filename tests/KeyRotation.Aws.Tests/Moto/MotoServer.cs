using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Query;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Moto;

/// <summary>An independent look-alike of AWS, where it is installed: a second opinion beside our own sandbox.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    private const string AccessKeyId = "AKIAMOTOADMIN0000001";
    private const string SecretAccessKey = "moto-takes-any-secret";

    private Process? process;
    private Uri? endpoint;

    /// <summary>Where it listens; the test is skipped when it is not installed.</summary>
    public Uri Endpoint
    {
        get
        {
            Assert.SkipWhen(endpoint is null, "moto_server is not on PATH: install moto[server] to have a second opinion on the clients.");
            return endpoint!;
        }
    }

    public ConnectionOptions Options => new()
    {
        EndpointUrl = Endpoint.AbsoluteUri,
        Region = "us-east-1",
        AccessKey = AccessKeyId,
        SecretKey = SecretText.Protect(SecretAccessKey),
    };

    /// <summary>What sends another client here, and keeps it from the machine's own configuration.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AWS_ENDPOINT_URL"] = Endpoint.AbsoluteUri,
        ["AWS_ACCESS_KEY_ID"] = AccessKeyId,
        ["AWS_SECRET_ACCESS_KEY"] = SecretAccessKey,
        ["AWS_DEFAULT_REGION"] = "us-east-1",
        ["AWS_CONFIG_FILE"] = "/nowhere",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/nowhere",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["NO_PROXY"] = "127.0.0.1",
    };

    public async ValueTask InitializeAsync()
    {
        if (OnPath("moto_server") is not string program)
        {
            return;
        }

        // A port that is looked for first may be another process's by the time that it is used.
        process = Process.Start(new ProcessStartInfo(program, ["-H", "127.0.0.1", "-p", "0"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, line) => TakeAddress(line.Data, address);
        process.OutputDataReceived += (_, line) => TakeAddress(line.Data, address);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        endpoint = await address.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    public ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Calls an operation that our clients do not have.</summary>
    internal async Task CallAsync(QueryRequest request)
    {
        using var client = new QueryClient(
            new BasicAWSCredentials(AccessKeyId, SecretAccessKey),
            Clients.Config(ServiceIdentity.Iam, Endpoint));
        await client.ChangeAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>What the AWS CLI says; the test is skipped when it is not installed.</summary>
    internal async Task<string> CliAsync(params string[] arguments)
    {
        string? program = OnPath("aws");
        Assert.SkipWhen(program is null, "The AWS CLI is not on PATH: the keys were not compared with what it lists.");
        using Process cli = Process.Start(new ProcessStartInfo(program!, [.. arguments, "--endpoint-url", Endpoint.AbsoluteUri, "--region", "us-east-1", "--output", "text"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AWS_ACCESS_KEY_ID"] = AccessKeyId, ["AWS_SECRET_ACCESS_KEY"] = SecretAccessKey },
        })!;
        Task<string> error = cli.StandardError.ReadToEndAsync();
        string output = await cli.StandardOutput.ReadToEndAsync();
        await cli.WaitForExitAsync();
        Assert.True(cli.ExitCode == 0, await error);
        return output;
    }

    private static void TakeAddress(string? line, TaskCompletionSource<Uri> address)
    {
        const string Running = "Running on ";
        if (line?.IndexOf(Running, StringComparison.Ordinal) is int at and >= 0 && Uri.TryCreate(line[(at + Running.Length)..].Trim(), UriKind.Absolute, out Uri? found))
        {
            address.TrySetResult(found);
        }
    }

    private static string? OnPath(string program) => (System.Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .SelectMany(folder => OperatingSystem.IsWindows() ? [Path.Combine(folder, program + ".exe")] : new[] { Path.Combine(folder, program) })
        .FirstOrDefault(File.Exists);
}
