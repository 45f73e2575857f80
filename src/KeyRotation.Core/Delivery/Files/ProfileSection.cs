using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Delivery.Files;

/// <summary>A profile's section of a credentials file, and where its parts stand in the file's text.</summary>
internal sealed class ProfileSection
{
    private readonly string text;
    private readonly string where;
    private readonly List<ProfileSetting> settings = [];

    public ProfileSection(string text, TextLine header, string where)
    {
        this.text = text;
        this.where = where;
        Header = header;
    }

    /// <summary>The text that it is a part of.</summary>
    public string Text => text;

    public TextLine Header { get; }

    public IReadOnlyList<ProfileSetting> Settings => settings;

    public ProfileSetting? this[string name] => settings.FirstOrDefault(setting => setting.Name == name);

    public string? AccessKeyId => this[ProfileSetting.AccessKeyId]?.ValueIn(text);

    public string? SecretAccessKey => this[ProfileSetting.SecretAccessKey]?.ValueIn(text);

    /// <summary>Where one more setting goes: behind the last one, indented alike, or Python's reader takes it or its neighbour for a value's next line.</summary>
    public int SettingsEnd => settings.Count == 0 ? Header.Next : settings[settings.Count - 1].Next;

    /// <summary>The blanks before a setting.</summary>
    public string Indentation
    {
        get
        {
            ProfileSetting? last = settings.LastOrDefault();
            return last is null ? string.Empty : text.Substring(last.Line.Start, last.Indentation);
        }
    }

    /// <summary>Takes the next line of the section.</summary>
    public void Add(TextLine line, int indentation)
    {
        if (ProfileSetting.NameBeforeColon(text, line) is ProfileSetting.AccessKeyId or ProfileSetting.SecretAccessKey)
        {
            throw Ambiguous("sets a key with a colon, which some AWS tools read and some do not: write '='");
        }

        ProfileSetting? last = settings.LastOrDefault();
        ProfileSetting? setting = ProfileSetting.Read(text, line, indentation);
        if (last is not null && indentation > last.Indentation)
        {
            Nest(last, setting, line);
        }
        else if (setting?.IsOfTheKey == true && this[setting.Name] is not null)
        {
            throw Ambiguous($"sets {setting.Name} twice: leave one");
        }
        else if (setting is not null)
        {
            settings.Add(setting);
        }
    }

    /// <summary>A refusal: AWS tools differ in what they read there.</summary>
    public DestinationException Ambiguous(string what) => Ambiguous(where, what);

    /// <inheritdoc cref="Ambiguous(string)"/>
    public static DestinationException Ambiguous(string where, string what) =>
        new(FailureCategory.InvalidData, $"{where} is ambiguous and nothing is written: it {what}. Correct the file, then run again.");

    private void Nest(ProfileSetting last, ProfileSetting? setting, TextLine line)
    {
        if (last.IsOfTheKey)
        {
            throw Ambiguous($"continues {last.Name} on an indented line, which some AWS tools read as a setting: indent all lines alike");
        }

        if (setting?.IsOfTheKey == true && last.ValueStart < last.ValueEnd)
        {
            throw Ambiguous($"has {setting.Name} indented below {last.Name}, which some AWS tools read as a part of that: indent all lines alike");
        }

        last.Nest(line);
    }
}
