using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace KeyRotation.Aws.Tests.Support;

/// <summary>
/// The official API models: the folder that AWS_API_MODELS names, else the data of an installed botocore. Where
/// there is neither, the test that asks is skipped.
/// </summary>
internal static class ModelFiles
{
    private static readonly Lazy<string?> Botocore = new(FindBotocore);
    private static readonly ConcurrentDictionary<string, JsonElement> Parsed = new(StringComparer.Ordinal);

    /// <summary>A gzipped file of a service, e.g. <c>service-2.json.gz</c>.</summary>
    public static JsonElement Read(string service, string file)
    {
        string? path = Candidates(service, file).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"The model {service}/{file} is not here: set AWS_API_MODELS to a folder of the API models, or install botocore.");
        return Parsed.GetOrAdd(path!, Unpack);
    }

    /// <summary>A plain file of botocore's data folder.</summary>
    public static JsonElement ReadBotocore(string file)
    {
        string? path = Botocore.Value is string data ? Path.Combine(data, file) : null;
        Assert.SkipUnless(File.Exists(path), $"{file} is not here: it comes with botocore, which 'python3 -c \"import botocore\"' does not find.");
        return JsonDocument.Parse(File.ReadAllText(path!)).RootElement;
    }

    private static JsonElement Unpack(string path)
    {
        using var content = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        return JsonDocument.Parse(content).RootElement;
    }

    private static IEnumerable<string> Candidates(string service, string file)
    {
        if (Environment.GetEnvironmentVariable("AWS_API_MODELS") is { Length: > 0 } models)
        {
            yield return Path.Combine(models, service, file);
        }
        else if (Botocore.Value is string data && Directory.Exists(Path.Combine(data, service)))
        {
            // A folder a version, named by its date.
            yield return Path.Combine(Directory.GetDirectories(Path.Combine(data, service)).Max(StringComparer.Ordinal)!, file);
        }
    }

    private static string? FindBotocore()
    {
        try
        {
            using Process python = Process.Start(new ProcessStartInfo("python3", ["-c", "import botocore, os; print(os.path.join(os.path.dirname(botocore.__file__), 'data'))"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            string folder = python.StandardOutput.ReadToEnd().Trim();
            python.WaitForExit();
            return Directory.Exists(folder) ? folder : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
