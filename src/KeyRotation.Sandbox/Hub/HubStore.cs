using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace KeyRotation.Sandbox.Hub;

/// <summary>The findings that were imported into a region; only touched under the lock of its region.</summary>
internal sealed class HubStore
{
    private const string New = "NEW";

    private readonly SortedDictionary<string, JsonObject> findings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Treatment> treatments = new(StringComparer.Ordinal);

    public bool IsEnabled { get; set; } = true;

    /// <summary>A text in the ids of findings that are refused; null: none are.</summary>
    public string? Refused { get; set; }

    /// <summary>A text in the ids of findings whose workflow cannot be set; null: that of all can be.</summary>
    public string? FrozenPart { get; set; }

    public IReadOnlyList<SandboxImportedFinding> All() => findings.Values.Select(finding => new SandboxImportedFinding(
        finding["Id"]!.ToString(),
        finding["Compliance"]?["Status"]?.ToString(),
        finding["RecordState"]?.ToString() ?? "ACTIVE",
        finding.ToJsonString())
    {
        WorkflowStatus = TreatmentOf(finding).Status,
        NoteText = TreatmentOf(finding).NoteText,
        NoteUpdatedBy = TreatmentOf(finding).NoteUpdatedBy,
    }).ToArray();

    /// <summary>The findings as GetFindings gives them: with what became of them since they were imported.</summary>
    public IEnumerable<JsonObject> Full() => findings.Values.Select(finding =>
    {
        var full = (JsonObject)finding.DeepClone();
        var treatment = TreatmentOf(finding);
        full["Workflow"] = new JsonObject { ["Status"] = treatment.Status };
        if (treatment.NoteText is not null)
        {
            full["Note"] = new JsonObject { ["Text"] = treatment.NoteText, ["UpdatedBy"] = treatment.NoteUpdatedBy };
        }

        return full;
    });

    /// <summary>
    /// Imports a finding. Its workflow and its note stay; what was notified or resolved and fails again is new again ("Setting the workflow status of
    /// findings", user guide of Security Hub).
    /// </summary>
    public void Put(JsonObject finding)
    {
        var id = finding["Id"]!.ToString();
        var hadPassed = findings.TryGetValue(id, out var before) && before["Compliance"]?["Status"]?.ToString() == "PASSED";
        if (hadPassed && finding["Compliance"]?["Status"]?.ToString() == "FAILED" && TreatmentOf(finding) is { Status: "NOTIFIED" or "RESOLVED" } treated)
        {
            treatments[id] = treated with { Status = New };
        }

        findings[id] = (JsonObject)finding.DeepClone();
    }

    /// <summary>Sets the workflow, the note or both; false where there is no such finding.</summary>
    public bool SetWorkflow(string id, string? productArn, string? status, string? noteText, string? noteUpdatedBy)
    {
        if (!findings.TryGetValue(id, out var finding) || (productArn is not null && finding["ProductArn"]!.ToString() != productArn))
        {
            return false;
        }

        var before = TreatmentOf(finding);
        treatments[id] = new Treatment(status ?? before.Status, noteText ?? before.NoteText, noteText is null ? before.NoteUpdatedBy : noteUpdatedBy);
        return true;
    }

    private Treatment TreatmentOf(JsonObject finding) => treatments.GetValueOrDefault(finding["Id"]!.ToString()) ?? new Treatment(New, NoteText: null, NoteUpdatedBy: null);

    /// <summary>What became of a finding since it was imported.</summary>
    private sealed record Treatment(string Status, string? NoteText, string? NoteUpdatedBy);
}
