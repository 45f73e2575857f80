using System;
using System.Collections.Generic;
using System.IO;
using Amazon.Runtime.Internal;
using Xunit;

namespace KeyRotation.Aws.Tests.Support;

/// <summary>Tests that set environment variables or write the shared files: none of them runs beside another test.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Surroundings
{
    public const string Name = "Tests that change the surroundings of the process";
}

/// <summary>Environment variables and shared files for one test; put back when it ends.</summary>
internal sealed class ChangedSurroundings : IDisposable
{
    private readonly Dictionary<string, string?> before = new(StringComparer.Ordinal);

    public ChangedSurroundings(params (string Name, string? Value)[] variables)
    {
        foreach ((string name, string? value) in variables)
        {
            Set(name, value);
        }

        Reset();
    }

    public ChangedSurroundings Profiles(string config, string credentials = "")
    {
        Workstation.Current.WriteFiles(credentials, config);
        Reset();
        return this;
    }

    public void Dispose()
    {
        foreach (KeyValuePair<string, string?> variable in before)
        {
            Environment.SetEnvironmentVariable(variable.Key, variable.Value);
        }

        Profiles(string.Empty);
    }

    private static void Reset()
    {
        try
        {
            FallbackInternalConfigurationFactory.Reset();
        }
        catch (InvalidDataException)
        {
            // The SDK's own reader knows less than ours, which is what some tests are about.
        }
    }

    private void Set(string name, string? value)
    {
        before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}
