using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace KeyRotation.Commands.Sandbox;

/// <summary>
/// The environment variables of AWS while a sandbox runs. All that were there are set aside: a profile, a role, an endpoint
/// of one service or a shared file that stayed would lead a rehearsal to the real account. A proxy is passed by.
/// </summary>
internal sealed class SandboxEnvironment
{
    private const string Prefix = "AWS_";
    private const string NoProxy = "NO_PROXY";
    private const string Loopback = "127.0.0.1";

    private readonly Dictionary<string, string?> setAside;

    // Profiles that are rehearsed with are in files of their own, and a person may put one there before anything is delivered.
    private readonly string folder = CreateFolder();

    /// <summary>Points the session at a sandbox.</summary>
    /// <param name="connection">How it is reached.</param>
    /// <exception cref="IOException">The folder for its profiles cannot be made.</exception>
    public SandboxEnvironment(ConnectionOptions connection)
    {
        setAside = Variables().ToDictionary(name => name, Environment.GetEnvironmentVariable, StringComparer.Ordinal);
        Clear();
        AppDomain.CurrentDomain.ProcessExit += AtExit;
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", connection.EndpointUrl);
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", connection.AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", SecretText.Reveal(connection.SecretKey!));
        Environment.SetEnvironmentVariable("AWS_REGION", connection.Region);

        // boto3 and version 1 of the AWS CLI read this one only.
        Environment.SetEnvironmentVariable("AWS_DEFAULT_REGION", connection.Region);
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(folder, "credentials"));
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", Path.Combine(folder, "config"));
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");

        // On Unix it has two spellings, and clients differ in which they read.
        foreach (string name in setAside.Keys.Where(IsNoProxy).DefaultIfEmpty(NoProxy))
        {
            Environment.SetEnvironmentVariable(name, setAside.TryGetValue(name, out string? others) ? others + "," + Loopback : Loopback);
        }
    }

    /// <summary>Puts every variable back as it was, and removes what was delivered to profiles.</summary>
    public void Restore()
    {
        Clear();
        foreach (KeyValuePair<string, string?> variable in setAside)
        {
            Environment.SetEnvironmentVariable(variable.Key, variable.Value);
        }

        AppDomain.CurrentDomain.ProcessExit -= AtExit;
        RemoveFolder();
    }

    private static string CreateFolder()
    {
        string name = "keyrotation-sandbox-";
        try
        {
#if NET8_0_OR_GREATER
            return Directory.CreateTempSubdirectory(name).FullName;
#else
            return Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), name + Guid.NewGuid().ToString("N"))).FullName;
#endif
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // What is thrown where the folder is missing looks as if a part of the module were.
            throw new IOException($"No folder can be made in {Path.GetTempPath()}, the folder for temporary files. Create it, or set TMPDIR (TEMP on Windows) to another one", problem);
        }
    }

    private void AtExit(object? sender, EventArgs arguments)
    {
        try
        {
            RemoveFolder();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A process that ends has nobody to tell.
        }
    }

    private void RemoveFolder()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Clear()
    {
        foreach (string name in Variables())
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    private static List<string> Variables() => Environment.GetEnvironmentVariables().Keys.Cast<string>()
        .Where(name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || IsNoProxy(name))
        .ToList();

    private static bool IsNoProxy(string name) => string.Equals(name, NoProxy, StringComparison.OrdinalIgnoreCase);
}
