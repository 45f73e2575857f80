using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using KeyRotation.Export;

namespace KeyRotation.Notices.Webhooks;

/// <summary>The bodies that webhooks take, within the limits of who takes them.</summary>
internal static class WebhookBody
{
    /// <summary>"Header block" of Slack: at most 150 characters.</summary>
    private const int SlackHeader = 150;

    /// <summary>"Section block" of Slack: at most 3,000 characters.</summary>
    private const int SlackSection = 3000;

    /// <summary>Slack takes 50 blocks, but refuses a message whose blocks have some 13,000 characters together (<c>msg_blocks_too_long</c>).</summary>
    private const int SlackText = 12_000;

    /// <summary>Teams takes messages of 28 KB. What is around the text, and what escaping adds to ordinary text, stays below the rest.</summary>
    private const int TeamsText = 24_000;

    public static string Of(WebhookFormat format, Notice notice) => JsonText.Of(
        format switch
        {
            WebhookFormat.Slack => Slack(notice),
            WebhookFormat.Teams => Teams(notice),
            _ => Json(notice),
        },
        keepNulls: false);

    /// <summary>The text is for notifications. What Slack could take for a mention or a link is escaped; the blocks are plain text, in which there is neither.</summary>
    private static JsonObject Slack(Notice notice) => new()
    {
        { "text", Escape(VisibleText.Cut(notice.Subject, SlackHeader)) },
        {
            "blocks",
            new[] { Block("header", VisibleText.Cut(notice.Subject, SlackHeader)) }
                .Concat(Pieces(Fit(notice.Text, SlackText, text => text.Length), SlackSection).Select(piece => Block("section", piece)))
                .ToList()
        },
    };

    private static JsonObject Teams(Notice notice) => new()
    {
        { "type", "message" },
        {
            "attachments",
            new[]
            {
                new JsonObject
                {
                    { "contentType", "application/vnd.microsoft.card.adaptive" },
                    { "content", Card(notice) },
                },
            }
        },
    };

    /// <summary>Rich text blocks, because what is in them is never Markdown: names may hold underscores and brackets.</summary>
    private static JsonObject Card(Notice notice) => new()
    {
        { "$schema", "http://adaptivecards.io/schemas/adaptive-card.json" },
        { "type", "AdaptiveCard" },
        { "version", "1.2" },
        {
            "body",
            new[] { RichText(VisibleText.Cut(notice.Subject, SlackHeader), isTitle: true) }
                .Concat(Fit(notice.Text, TeamsText, SizeInJson).Split('\n').Where(line => line.Trim().Length > 0).Select(line => RichText(line, isTitle: false)))
                .ToList()
        },
    };

    private static JsonObject Json(Notice notice) => new()
    {
        { "recipient", notice.Recipient },
        { "subject", notice.Subject },
        { "text", notice.Text },
        { "lines", notice.Lines.Select(Line).ToList() },
    };

    private static JsonObject Line(NoticeLine line) => new()
    {
        { "accountId", line.AccountId.Length == 0 ? null : line.AccountId },
        { "accountName", line.AccountName },
        { "userName", line.UserName.Length == 0 ? null : line.UserName },
        { "accessKeyId", line.AccessKeyId },
        { "what", line.What },
        { "when", line.When },
        { "toDo", line.ToDo },
        { "secretLocation", line.SecretLocation },
    };

    private static JsonObject Block(string type, string text) => new()
    {
        { "type", type },
        { "text", new JsonObject { { "type", "plain_text" }, { "text", text }, { "emoji", false } } },
    };

    private static JsonObject RichText(string text, bool isTitle) => new()
    {
        { "type", "RichTextBlock" },
        { "inlines", new[] { new JsonObject { { "type", "TextRun" }, { "text", text }, { "weight", isTitle ? "bolder" : null }, { "size", isTitle ? "medium" : null } } } },
    };

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>The text, or as many of its lines as fit and a word about the rest.</summary>
    private static string Fit(string text, int limit, Func<string, int> sizeOf)
    {
        const int Remark = 100;
        if (sizeOf(text) <= limit)
        {
            return text;
        }

        string[] lines = text.Split('\n');
        var kept = new List<string>();
        int size = Remark;
        foreach (string line in lines.Select(line => VisibleText.Cut(line, SlackSection)))
        {
            size += sizeOf(line + "\n");
            if (size > limit)
            {
                break;
            }

            kept.Add(line);
        }

        kept.Add($"… and {lines.Length - kept.Count} more lines, for which there is no room here.");
        return string.Join("\n", kept);
    }

    /// <summary>What a line needs in a card: its text in JSON, and the block around it.</summary>
    private static int SizeInJson(string text)
    {
        const int Around = 260;
        var json = new StringBuilder();
        JsonString.Append(json, text);
        return Encoding.UTF8.GetByteCount(json.ToString()) + (Around * text.Count(character => character == '\n'));
    }

    /// <summary>The text in pieces that end with a line; a longer line is cut.</summary>
    private static IEnumerable<string> Pieces(string text, int longest)
    {
        var piece = new StringBuilder();
        foreach (string line in text.Split('\n').Select(line => VisibleText.Cut(line, longest)))
        {
            if (piece.Length > 0 && piece.Length + 1 + line.Length > longest)
            {
                yield return piece.ToString();
                piece.Clear();
            }

            piece.Append(piece.Length > 0 ? "\n" : string.Empty).Append(line);
        }

        if (piece.ToString().Trim().Length > 0)
        {
            yield return piece.ToString();
        }
    }
}
