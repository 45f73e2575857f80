using System.Linq;

namespace KeyRotation.Delivery.Files;

/// <summary>Sets a profile's key in the text of a credentials file, and takes it back. Nothing else of the text changes.</summary>
internal static class ProfileText
{
    private static readonly string[] KeySettings = [ProfileSetting.AccessKeyId, ProfileSetting.SecretAccessKey];

    /// <summary>Whether what is added to a profile needs a line end first, because the file's last line has none.</summary>
    public static bool NeedsLineEnd(string text, ProfileSection? section)
    {
        int position = section?.SettingsEnd ?? text.Length;
        return position > 0 && text[position - 1] is not ('\r' or '\n');
    }

    /// <summary>The text with a key in a profile.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">The profile.</param>
    /// <param name="section">Its section; null to add one.</param>
    /// <param name="accessKeyId">The key's id.</param>
    /// <param name="secretAccessKey">Its secret.</param>
    public static string WithKey(CredentialsFile file, string name, ProfileSection? section, string accessKeyId, string secretAccessKey)
    {
        string[] values = [accessKeyId, secretAccessKey];
        string end = file.LineEnd;
        bool needsLineEnd = NeedsLineEnd(file.Text, section);
        if (section is null)
        {
            string added = string.Concat(KeySettings.Select((setting, index) => $"{setting} = {values[index]}{end}"));
            return $"{file.Text}{(needsLineEnd ? end : string.Empty)}[{name}]{end}{added}";
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
        return edits.ApplyTo(file.Text);
    }

    /// <summary>The text with a profile's key as it was, or without the profile when it was not there.</summary>
    /// <param name="file">The file.</param>
    /// <param name="section">The profile's section with the key that was written.</param>
    /// <param name="former">What was there.</param>
    public static string WithFormer(CredentialsFile file, ProfileSection section, FormerProfile former)
    {
        var edits = new TextEdits();
        int firstRemoved = int.MaxValue;
        foreach (string name in KeySettings)
        {
            ProfileSetting setting = section[name]!;
            if (former.ValueOf(name) is string value)
            {
                edits.Replace(setting.ValueStart, setting.ValueEnd, value);
            }
            else
            {
                edits.Replace(setting.Start, setting.Next, string.Empty);
                firstRemoved = System.Math.Min(firstRemoved, setting.Start);
            }
        }

        // A section that somebody else put a setting into stays, without the key.
        if (!former.SectionExisted && section.Settings.Count == KeySettings.Length)
        {
            edits.Replace(section.Header.Start, section.Header.Next, string.Empty);
            firstRemoved = section.Header.Start;
        }

        string restored = edits.ApplyTo(file.Text);
        return former.LineEndAdded && restored.Length == firstRemoved ? WithoutLastLineEnd(restored) : restored;
    }

    private static string WithoutLastLineEnd(string text) =>
        text.Substring(0, TextLine.Of(text).Select(line => line.End).LastOrDefault());
}
