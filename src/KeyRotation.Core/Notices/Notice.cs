using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation;

/// <summary>What one owner of keys should know, in one text, and where it goes.</summary>
public sealed class Notice : IResult
{
    internal Notice(string recipient, string receiver, string subject, string text, IReadOnlyList<NoticeLine> lines)
    {
        Recipient = recipient;
        Receiver = receiver;
        Subject = subject;
        Text = text;
        Lines = new TextList<NoticeLine>(lines);
    }

    /// <summary>The owner: the value of the tag of the user that says it, or the default recipient.</summary>
    public string Recipient { get; }

    /// <summary>Where the notice goes: the topic, the host of a webhook, a script block. Never the full address of a webhook, which is a secret.</summary>
    public string Receiver { get; }

    /// <summary>The subject, in one line.</summary>
    public string Subject { get; }

    /// <summary>The text, as people read it; lines end with LF.</summary>
    public string Text { get; }

    /// <summary>What the text is made of.</summary>
    public IReadOnlyList<NoticeLine> Lines { get; }

    /// <summary>The accounts that it is about, joined by a comma.</summary>
    public string AccountId => string.Join(", ", Lines.Select(line => line.AccountId).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal));

    /// <summary>Recipient and subject.</summary>
    public override string ToString() => $"{Recipient}: {Subject}";
}
