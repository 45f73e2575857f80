namespace KeyRotation.Delivery.Files;

/// <summary>A setting of a profile, and where it stands in the file's text.</summary>
internal sealed class ProfileSetting
{
    public const string AccessKeyId = "aws_access_key_id";
    public const string SecretAccessKey = "aws_secret_access_key";

    private ProfileSetting(string name, TextLine line, int indentation, int valueStart, int valueEnd)
    {
        Name = name;
        Line = line;
        Next = line.Next;
        Indentation = indentation;
        ValueStart = valueStart;
        ValueEnd = valueEnd;
    }

    /// <summary>The name in lower case: SDKs do not tell the cases of settings apart.</summary>
    public string Name { get; }

    /// <summary>Its line, without what is nested below it.</summary>
    public TextLine Line { get; }

    /// <summary>Where the line starts that follows it and what is nested below it.</summary>
    public int Next { get; private set; }

    /// <summary>How many blanks its line starts with.</summary>
    public int Indentation { get; }

    public int ValueStart { get; }

    public int ValueEnd { get; }

    public bool IsOfTheKey => Name is AccessKeyId or SecretAccessKey;

    /// <summary>Reads <c>name = value</c>; null when a line is not of that form.</summary>
    public static ProfileSetting? Read(string text, TextLine line, int indentation)
    {
        int equals = text.IndexOf('=', line.Start, line.End - line.Start);
        if (equals < 0)
        {
            return null;
        }

        int start = equals + 1;
        while (start < line.End && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        return new ProfileSetting(NameOf(text, line, equals), line, indentation, start, ValueEndOf(text, start, line.End));
    }

    /// <summary>What a line sets for Python's reader, which also takes a colon: botocore and the AWS CLI use it.</summary>
    public static string? NameBeforeColon(string text, TextLine line)
    {
        int separator = text.IndexOfAny([':', '='], line.Start, line.End - line.Start);
        return separator >= 0 && text[separator] == ':' ? NameOf(text, line, separator) : null;
    }

    /// <summary>The value; a comment behind it is not of the value.</summary>
    public string ValueIn(string text) => text.Substring(ValueStart, ValueEnd - ValueStart);

    public void Nest(TextLine line) => Next = line.Next;

    private static string NameOf(string text, TextLine line, int separator) =>
        text.Substring(line.Start, separator - line.Start).Trim().ToLowerInvariant();

    private static int ValueEndOf(string text, int start, int end)
    {
        for (int index = start + 1; index < end; index++)
        {
            if (text[index] is '#' or ';' && char.IsWhiteSpace(text[index - 1]))
            {
                end = index;
            }
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }
}
