using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Query;

namespace KeyRotation.Sandbox.Iam;

/// <summary>The rows of the credential report. It has no key ids: that is AWS's doing.</summary>
internal static class CredentialReportTable
{
    private const string None = "N/A";
    private const string NotSupported = "not_supported";
    private const string Header =
        "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,"
        + "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
        + "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,"
        + "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

    /// <summary>The report as it would be now: LF between lines and none after the last.</summary>
    public static string Write(IamStore store)
    {
        var rows = store.ReportRows().Select(row => User(row.User, row.Slots));
        return string.Join('\n', rows.Prepend(Root(store)).Select(cells => string.Join(',', cells.Select(Quote))).Prepend(Header));
    }

    private static IEnumerable<string> Root(IamStore store)
    {
        var created = QueryContext.Text(store.CreateDate);
        string[] user = ["<root_account>", store.RootArn, created];
        string[] password = [NotSupported, "no_information", NotSupported, NotSupported, "true"];
        string[] key = store.RootHasAccessKey ? ["true", created, None, None, None] : ["false", None, None, None, None];
        return [.. user, .. password, .. key, .. Key(null), .. Certificates()];
    }

    private static IEnumerable<string> User(SandboxUser user, IReadOnlyList<SandboxAccessKey?> slots) =>
    [
        user.UserName, user.Arn, QueryContext.Text(user.CreateDate),
        .. Password(user), Flag(user.MfaActive), .. Key(slots[0]), .. Key(slots[1]), .. Certificates(),
    ];

    private static string[] Password(SandboxUser user) => user.PasswordEnabled
        ? ["true", user.PasswordLastUsed is { } used ? QueryContext.Text(used) : "no_information", Date(user.PasswordLastChanged), None]
        : ["false", None, None, None];

    private static string[] Key(SandboxAccessKey? key) =>
    [
        Flag(key?.Status == SandboxKeyStatus.Active), Date(key?.CreateDate),
        Date(key?.LastUsed?.At), key?.LastUsed?.Region ?? None, key?.LastUsed?.Service ?? None,
    ];

    private static string[] Certificates() => ["false", None, "false", None];

    private static string Flag(bool value) => value ? "true" : "false";

    private static string Date(DateTimeOffset? time) => time is { } value ? QueryContext.Text(value) : None;

    // User names may hold commas.
    private static string Quote(string cell) =>
        cell.AsSpan().ContainsAny(",\"\n") ? "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : cell;
}
