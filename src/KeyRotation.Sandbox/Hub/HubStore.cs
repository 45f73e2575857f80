using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace KeyRotation.Sandbox.Hub;

/// <summary>The findings that were imported into a region; only touched under the lock of its region.</summary>
internal sealed class HubStore
{
    private readonly SortedDictionary<string, JsonObject> findings = new(StringComparer.Ordinal);

    public bool IsEnabled { get; set; } = true;

    /// <summary>A text in the ids of findings that are refused; null: none are.</summary>
    public string? Refused { get; set; }

    public IReadOnlyList<SandboxImportedFinding> All() => findings.Values.Select(finding => new SandboxImportedFinding(
        finding["Id"]!.ToString(),
        finding["Compliance"]?["Status"]?.ToString(),
        finding["RecordState"]?.ToString() ?? "ACTIVE",
        finding.ToJsonString())).ToArray();

    public void Put(JsonObject finding) => findings[finding["Id"]!.ToString()] = (JsonObject)finding.DeepClone();
}
