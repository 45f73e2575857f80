using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Delivery.Files;

/// <summary>Sets a profile's key in the text of a credentials file, and takes it back. Nothing else of the text changes.</summary>
internal static class ProfileText
{
    public static readonly string[] KeySettings = [ProfileSetting.AccessKeyId, ProfileSetting.SecretAccessKey];

    /// <summary>Whether what is added to a profile needs a line end first, because the file's last line has none.</summary>
    public static bool NeedsLineEnd(string text, ProfileSection? section)
    {
        int position = section?.SettingsEnd ?? text.Length;
        return position > 0 && text[position - 1] is not ('\r' or '\n');
    }

    /// <summary>The line end to add lines with: that of the line before. Another kind could melt with the one behind it.</summary>
    private static string LineEndBefore(string text, int position)
    {
        int last = position == 0 ? -1 : text.LastIndexOfAny(['\r', '\n'], position - 1);
        return last < 0 ? Environment.NewLine
            : text[last] == '\r' ? "\r"
            : last > 0 && text[last - 1] == '\r' ? "\r\n" : "\n";
    }

    /// <summary>The text with a key in a profile.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="name">The profile.</param>
    /// <param name="section">Its section; null to add one.</param>
    /// <param name="accessKeyId">The key's id.</param>
    /// <param name="secretAccessKey">Its secret.</param>
    public static string WithKey(string text, string name, ProfileSection? section, string accessKeyId, string secretAccessKey)
    {
        string[] values = [accessKeyId, secretAccessKey];
        string end = LineEndBefore(text, section?.SettingsEnd ?? text.Length);
        bool needsLineEnd = NeedsLineEnd(text, section);
        if (section is null)
        {
            string added = string.Concat(KeySettings.Select((setting, index) => $"{setting} = {values[index]}{end}"));
            return $"{text}{(needsLineEnd ? end : string.Empty)}[{name}]{end}{added}";
        }

        var edits = new TextEdits();
        string missing = string.Empty;
        for (int index = 0; index < KeySettings.Length; index++)
        {
            if (section[KeySettings[index]] is ProfileSetting setting)
            {
                edits.Replace(setting.ValueStart, setting.ValueEnd, values[index]);
            }
            else
            {
                string line = $"{section.Indentation}{KeySettings[index]} = {values[index]}";
                missing += needsLineEnd ? end + line : line + end;
            }
        }

        edits.Replace(section.SettingsEnd, section.SettingsEnd, missing);
        return edits.ApplyTo(text);
    }

    /// <summary>The text with a profile's key as it was, or without the profile when it was not there.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="section">The profile's section with the key that was written.</param>
    /// <param name="former">What was there.</param>
    public static string WithFormer(string text, ProfileSection section, FormerProfile former)
    {
        var edits = new TextEdits();
        var removed = new List<TextLine>();
        foreach (string name in KeySettings)
        {
            ProfileSetting setting = section[name]!;
            if (former.ValueOf(name) is string value)
            {
                edits.Replace(setting.ValueStart, setting.ValueEnd, value);
            }
            else
            {
                removed.Add(setting.Line);
            }
        }

        // A section that somebody else put a setting into stays, without the key.
        if (!former.SectionExisted && section.Settings.Count == KeySettings.Length)
        {
            removed.Add(section.Header);
        }

        Remove(edits, removed, text, former.LineEndAdded);
        return edits.ApplyTo(text);
    }

    private static void Remove(TextEdits edits, List<TextLine> removed, string text, bool lineEndAdded)
    {
        foreach (TextLine line in removed)
        {
            edits.Replace(line.Start, line.Next, string.Empty);
        }

        // The line end that was added before them goes with them, unless something comes behind them now.
        int first = removed.Select(line => line.Start).DefaultIfEmpty(text.Length).Min();
        if (lineEndAdded && first + removed.Sum(line => line.Next - line.Start) == text.Length)
        {
            TextLine before = TextLine.Of(text).LastOrDefault(line => line.Start < first);
            edits.Replace(before.End, before.Next, string.Empty);
        }
    }
}
