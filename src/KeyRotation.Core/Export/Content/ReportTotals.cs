using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Export.Content;

/// <summary>The numbers of a report.</summary>
internal sealed class ReportTotals
{
    private readonly Dictionary<KeyStage, int> stages;

    public ReportTotals(ReportContent content)
    {
        Keys = content.Keys.Count;
        Active = content.Keys.Count(key => key.IsActive);
        NeverUsed = content.Keys.Count(key => key.LastUsed.Kind == UseKind.NeverUsed);
        UseUnknown = content.Keys.Count(key => key.LastUsed.Kind == UseKind.Unknown);
        bool isStandingKnown = content.Keys.Any(key => key.IsDue is not null);
        Due = isStandingKnown ? content.Keys.Count(key => key.IsDue == true) : null;
        Blocked = isStandingKnown ? content.Keys.Count(key => key.Blocker is not null) : null;
        stages = content.Keys.GroupBy(key => key.Stage).ToDictionary(group => group.Key, group => group.Count());
        List<int> keysByUser = content.Keys.GroupBy(key => (key.AccountId, key.UserName)).Select(group => group.Count()).ToList();
        Users = keysByUser.Count;
        UsersWithTwoKeys = keysByUser.Count(count => count > 1);
        List<KeyAlternative> alternatives = content.Keys.Select(key => key.Alternative).OfType<KeyAlternative>().ToList();
        Alternatives = alternatives.GroupBy(found => found.Alternative, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new KeyValuePair<string, int>(group.Key, group.Count()))
            .ToList();
        Replaceable = alternatives.Count == 0 ? null : alternatives.Count(found => found.IsKnown && found.Alternative != AlternativeKind.Keep);
        Passed = content.Controls.Count(result => result.StatusValue == ControlStatus.Pass);
        Failed = content.Controls.Count(result => result.StatusValue == ControlStatus.Fail);
        List<ControlGroup> groups = ControlGroup.Of(content).ToList();
        Controls = groups.Count;
        FailingControls = groups.Count(group => group.Failed > 0);
        NotApplicable = content.Controls.Count - Passed - Failed;
    }

    /// <summary>The stages in the order of the attention that they ask for.</summary>
    public static IReadOnlyList<KeyStage> StagesInOrder { get; } =
    [
        KeyStage.Undelivered, KeyStage.Stale, KeyStage.Superseded, KeyStage.Retired, KeyStage.Quarantined, KeyStage.Exempt, KeyStage.Current,
    ];

    public int Keys { get; }

    public int Users { get; }

    public int Active { get; }

    public int NeverUsed { get; }

    /// <summary>Keys of which nobody knows whether and when they were used: they are in no number about use.</summary>
    public int UseUnknown { get; }

    /// <summary>Keys whose next step can be taken; null where no command looked at what is due.</summary>
    public int? Due { get; }

    /// <summary>Keys whose next step something prevents; null where no command looked at it.</summary>
    public int? Blocked { get; }

    public int UsersWithTwoKeys { get; }

    /// <summary>How many keys have which alternative, the most frequent first; empty where no command looked for alternatives.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Alternatives { get; }

    /// <summary>Keys that something better can replace, or that nothing has to; null where no command looked for alternatives.</summary>
    public int? Replaceable { get; }

    public int Controls { get; }

    public int FailingControls { get; }

    /// <summary>Results: one control for one user.</summary>
    public int Passed { get; }

    public int Failed { get; }

    public int NotApplicable { get; }

    public int Of(KeyStage stage) => stages.TryGetValue(stage, out int count) ? count : 0;
}
