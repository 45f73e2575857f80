using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KeyRotation.Tests.Permissions;

/// <summary>The policies of docs/permissions.md, by the heading that they stand under.</summary>
internal static class DocumentedPolicies
{
    private const string Destination = "-Destination ";
    private const string WorkerName = "Start-KeyRotationWorker";

    /// <summary>What a worker needs beside the way into the accounts.</summary>
    public static IReadOnlyList<string> Worker() => All()[WorkerName];

    /// <summary>The folder of the documentation.</summary>
    public static string Docs() => Path.Combine(Root(), "docs");

    /// <summary>Those of the cmdlets that work in one account.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Read() =>
        All().Where(policy => !policy.Key.StartsWith(Destination, StringComparison.Ordinal) && policy.Key != WorkerName).ToDictionary(StringComparer.Ordinal);

    /// <summary>What the destinations need beside the cmdlet's own, by their kinds.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Destinations() =>
        All().Where(policy => policy.Key.StartsWith(Destination, StringComparison.Ordinal)).ToDictionary(policy => policy.Key[Destination.Length..], policy => policy.Value, StringComparer.Ordinal);

    private static Dictionary<string, IReadOnlyList<string>> All()
    {
        string text = File.ReadAllText(Path.Combine(Docs(), "permissions.md"));
        return Regex.Matches(text, @"^## (?<name>.+?)$.*?```json\s(?<policy>.*?)```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .ToDictionary(match => match.Groups["name"].Value.Trim(), match => Actions(match.Groups["policy"].Value), StringComparer.Ordinal);
    }

    private static IReadOnlyList<string> Actions(string policy)
    {
        using JsonDocument document = JsonDocument.Parse(policy);
        return document.RootElement.GetProperty("Statement").EnumerateArray()
            .SelectMany(statement => statement.GetProperty("Action").EnumerateArray())
            .Select(action => action.GetString()!)
            .ToList();
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "KeyRotation.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository is not above the tests.");
        }

        return folder;
    }
}
