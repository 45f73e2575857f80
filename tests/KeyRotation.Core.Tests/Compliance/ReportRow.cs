using System;
using System.Globalization;
using System.Linq;

namespace KeyRotation.Tests.Compliance;

/// <summary>A row of a credential report in the words of the corpus: ages before the corpus's own now.</summary>
internal sealed record ReportRow(string User)
{
    public const string Header =
        "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,"
        + "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
        + "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,"
        + "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

    public static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private const string NoKey = "false,N/A,N/A,N/A,N/A";

    public string Password { get; init; } = "false,N/A,N/A";

    public string FirstKey { get; init; } = NoKey;

    public string SecondKey { get; init; } = NoKey;

    /// <summary>An enabled password: <c>password_last_used</c> and <c>password_last_changed</c>.</summary>
    public static string EnabledPassword(string lastUsed, string lastChanged) => $"true,{lastUsed},{lastChanged}";

    public static string Active(string created, string used = "N/A") => Key("true", created, used);

    public static string Inactive(string created, string used = "N/A") => Key("false", created, used);

    /// <summary>A time before now: <c>90d</c>, <c>90d-1s</c> (a second younger), <c>90d+1s</c>, or a value as it stands.</summary>
    public static string Ago(string text)
    {
        int days = text.IndexOf('d', StringComparison.Ordinal);
        if (days < 1 || !text[..days].All(char.IsAsciiDigit))
        {
            return text;
        }

        TimeSpan ago = TimeSpan.FromDays(int.Parse(text[..days], CultureInfo.InvariantCulture));
        ago += text[(days + 1)..] switch
        {
            "" => TimeSpan.Zero,
            "-1s" => TimeSpan.FromSeconds(-1),
            "+1s" => TimeSpan.FromSeconds(1),
            string other => throw new FormatException(other),
        };
        return (Now - ago).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    public override string ToString() => string.Join(
        ',',
        User,
        User == "<root_account>" ? "arn:aws:iam::123456789012:root" : "arn:aws:iam::123456789012:user/" + User,
        "2020-01-01T00:00:00Z",
        string.Join(',', Password.Split(',').Select(Ago)),
        "N/A,false",
        FirstKey,
        SecondKey,
        "false,N/A,false,N/A");

    private static string Key(string active, string created, string used) =>
        $"{active},{Ago(created)},{Ago(used)}," + (used is "N/A" or "no_information" ? "N/A,N/A" : "eu-west-1,s3");
}
