using System;
using System.Collections.Generic;

namespace KeyRotation.Export.Content;

/// <summary>What a report is made of.</summary>
public sealed class ReportContent
{
    internal ReportContent(string title, TimeSpan limit, DateTimeOffset generatedAt, IReadOnlyList<ReportKey> keys, IReadOnlyList<ControlResult> controls, IReadOnlyDictionary<string, ReportAccount> accounts)
    {
        Title = title;
        Limit = limit;
        GeneratedAt = generatedAt;
        Keys = keys;
        Controls = controls;
        Accounts = accounts;
    }

    /// <summary>The title.</summary>
    public string Title { get; }

    /// <summary>The age that charts mark as the limit.</summary>
    public TimeSpan Limit { get; }

    /// <summary>When the report was made, by the clock of the machine, UTC.</summary>
    public DateTimeOffset GeneratedAt { get; }

    /// <summary>How many keys it holds.</summary>
    public int KeyCount => Keys.Count;

    /// <summary>How many results of controls it holds.</summary>
    public int ControlCount => Controls.Count;

    internal IReadOnlyList<ReportKey> Keys { get; }

    internal IReadOnlyList<ControlResult> Controls { get; }

    /// <summary>What is known of accounts, by their ids; also of those that nothing was found in.</summary>
    internal IReadOnlyDictionary<string, ReportAccount> Accounts { get; }
}
