using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace KeyRotation.Tests.Delivery.Files;

/// <summary>A random credentials file, and what it must become when profile <c>target</c> gets a new key.</summary>
public sealed class RandomCredentials
{
    private static readonly Encoding[] Encodings =
    [
        new UTF8Encoding(false), new UTF8Encoding(false), new UTF8Encoding(true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true), new UnicodeEncoding(bigEndian: true, byteOrderMark: true), Encoding.Latin1,
    ];

    private static readonly string[] LineEnds = ["\n", "\r\n", "\n", "\r\n", "\r"];
    private static readonly string[] Blanks = ["", " ", "\t", "  ", " \t "];

    private readonly Random random;
    private readonly Encoding encoding;
    private readonly string[] ends;

    /// <summary>Text before, and the text that takes its place; a null begins a line that was missing.</summary>
    private readonly List<(string Before, string After)> pieces = [];

    private readonly bool isReadByAll;
    private int number;

    private RandomCredentials(int seed, bool isReadByAll)
    {
        Seed = seed;
        this.isReadByAll = isReadByAll;
#pragma warning disable CA5394 // Nothing here is secret.
        random = new Random(seed);
#pragma warning restore CA5394
        encoding = isReadByAll ? Encodings[0] : Pick(Encodings);
        ends = Chance(3) ? LineEnds : [Pick(LineEnds)];
    }

    public int Seed { get; }

    public byte[] Before { get; private set; } = [];

    public byte[] After { get; private set; } = [];

    /// <summary>A file that all AWS tools read, and read alike.</summary>
    public static RandomCredentials Make(int seed) => Make(seed, isReadByAll: true);

    /// <summary>A file that the AWS CLI may not read at all, or read otherwise.</summary>
    public static RandomCredentials MakeAny(int seed) => Make(seed, isReadByAll: false);

    public override string ToString() => $"seed {Seed}, {encoding.WebName}:\n{encoding.GetString(Before)}";

    private static RandomCredentials Make(int seed, bool isReadByAll)
    {
        var file = new RandomCredentials(seed, isReadByAll);
        file.Build();
        return file;
    }

    private void Build()
    {
        if (Equals(encoding, Encoding.Latin1))
        {
            Same("# caf\u00E9\u00FF" + End());
        }

        Fill(3);
        int sections = random.Next(4);
        int target = Chance(4) ? -1 : random.Next(sections + 1);
        for (int index = 0; index <= sections; index++)
        {
            Section(index == target);
        }

        bool unended = Chance(3) && pieces.Count > 0 && pieces[^1].Before.Length > 0;
        if (unended)
        {
            (string before, string after) = pieces[^1];
            pieces[^1] = (before.TrimEnd('\r', '\n'), after.TrimEnd('\r', '\n'));
        }

        Finish(target < 0);
    }

    /// <summary>Lines that are missing are marked while building, as only the finished file tells how its lines end.</summary>
    private void Finish(bool added)
    {
        string before = string.Concat(pieces.Select(piece => piece.Before));
        var after = new StringBuilder();
        foreach ((_, string text) in pieces)
        {
            bool missing = text.StartsWith('\0');
            bool ended = after.Length == 0 || after[^1] is '\r' or '\n';
            string end = LastEnd(after.ToString());
            string[] lines = missing ? text.Split('\0', StringSplitOptions.RemoveEmptyEntries) : [text];
            after.AppendJoin(string.Empty, lines.Select(line => !missing ? line : ended ? line + end : end + line));
        }

        if (added)
        {
            bool ended = after.Length == 0 || after[^1] is '\r' or '\n';
            string end = LastEnd(after.ToString());
            after.Append(ended ? string.Empty : end).Append("[target]").Append(end)
                .Append("aws_access_key_id = ").Append(Keys.NewId).Append(end)
                .Append("aws_secret_access_key = ").Append(Keys.NewSecret).Append(end);
        }

        Before = [.. encoding.GetPreamble(), .. encoding.GetBytes(before)];
        After = [.. encoding.GetPreamble(), .. encoding.GetBytes(after.ToString())];
    }

    private static string LastEnd(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n"
        : text.Length == 0 ? Environment.NewLine
        : text[^1] is '\r' or '\n' ? text[^1..]
        : LastEnd(text[..^1]);

    private void Section(bool target)
    {
        string name = target ? "target" : Pick(["default", "a", "profile target", "target-2", "my profile", Equals(encoding, Encoding.Latin1) ? "\u00FC" : "\u4E2D\u6587"]);
        string unique = isReadByAll && !target ? $" {number++}" : string.Empty;
        string[] blanks = isReadByAll && target ? [string.Empty] : Blanks;
        Same($"[{Pick(blanks)}{name}{unique}{Pick(blanks)}]{Pick(["", " ", " # one", "\t; two"])}{End()}");
        string indentation = Chance(4) ? Pick(Blanks) : string.Empty;
        List<string> missing = [];
        List<Action> settings = Enumerable.Range(0, random.Next(4)).Select(_ => (Action)(() => Other(indentation))).ToList();
        foreach ((string setting, string old, string now) in new[] { ("aws_access_key_id", Pick([Keys.OldId, "AKIA"]), Keys.NewId), ("aws_secret_access_key", Pick([Keys.OldSecret, Keys.OldSecret + "=", "x"]), Keys.NewSecret) })
        {
            if (target && Chance(5))
            {
                missing.Add($"{setting} = {now}");
            }
            else
            {
                settings.Insert(random.Next(settings.Count + 1), () => Setting(indentation, setting, old, target ? now : old));
            }
        }

        foreach (Action setting in settings)
        {
            Fill(2);
            setting();
        }

        string before = settings.Count == 0 ? string.Empty : indentation;
        pieces.Add((string.Empty, string.Concat(missing.Select(line => '\0' + before + line))));
        Fill(3);
    }

    private void Setting(string indentation, string name, string old, string now)
    {
        string written = Chance(4) ? name.ToUpperInvariant() : name;
        string left = $"{indentation}{written}{Pick(Blanks)}={Pick(Blanks)}";
        string right = Pick<string>(isReadByAll ? ["", " ", "\t"] : ["", " ", "\t", " # kept", " ; kept = x"]) + End();
        pieces.Add((left + old + right, left + now + right));
    }

    private void Other(string indentation)
    {
        string unique = isReadByAll ? $"{number++}" : string.Empty;
        Same(indentation + Pick([$"region{unique} = eu-west-1", $"output{unique}=json", $"x{unique}\t=", $"note{unique} = \u00E9 = [a] # b"]) + End());
        if (Chance(3))
        {
            Same($"{indentation}s3{unique} ={End()}{indentation}  aws_access_key_id = nested{End()}{indentation}\t\tmax = 2{End()}");
        }
    }

    private void Fill(int most)
    {
        for (int count = random.Next(most + 1); count > 0; count--)
        {
            Same(Pick(["", " ", "# aws_access_key_id = x", "  ; [target]", "#", "# \u00E9\u00E8"]) + End());
        }
    }

    private void Same(string text)
    {
        // An empty line's LF after a CR would not be a line, but the end of the line before.
        string line = text.StartsWith('\n') && pieces.Any(piece => piece.Before.EndsWith('\r')) ? " " + text : text;
        pieces.Add((line, line));
    }

    private string End() => Pick(ends);

    private bool Chance(int oneOf) => random.Next(oneOf) == 0;

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
