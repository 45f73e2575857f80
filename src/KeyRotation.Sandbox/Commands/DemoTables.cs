using System.Collections.Generic;
using System.Linq;
using Spectre.Console;

namespace KeyRotation.Sandbox.Commands;

/// <summary>What the demo shows of keys.</summary>
internal static class DemoTables
{
    public static void Keys(IAnsiConsole console, IEnumerable<AccessKey> keys)
    {
        Table table = New("User", "Key", "Age", "Last used", "For", "Stage", "Reason");
        foreach (AccessKey key in keys)
        {
            table.AddRow(
                Markup.Escape(key.UserName),
                key.AccessKeyId ?? string.Empty,
                Display.Age(key.Age),
                Display.LastUsed(key.LastUsed, key.SeenAt),
                Markup.Escape(key.LastUsed.Service ?? string.Empty),
                key.Stage.ToString(),
                Markup.Escape(key.Reason ?? (key.ReplacedBy is null ? string.Empty : "replaced by " + key.ReplacedBy)));
        }

        console.Write(table);
    }

    public static void Rotations(IAnsiConsole console, IEnumerable<RotatedAccessKey> rotations)
    {
        Table table = New("User", "New key", "Replaces", "Secret");
        foreach (RotatedAccessKey key in rotations)
        {
            table.AddRow(Markup.Escape(key.UserName), key.AccessKeyId, key.ReplacedAccessKeyId, $"SecureString of {key.SecretAccessKey.Length} characters");
        }

        console.Write(table);
    }

    public static void State(IAnsiConsole console, SandboxAccount account, string userName)
    {
        Table table = New("What IAM holds of " + userName, string.Empty);
        foreach (SandboxAccessKey key in account.FindUser(userName)?.Keys ?? [])
        {
            table.AddRow(key.AccessKeyId, key.Status.ToString());
        }

        foreach (KeyValuePair<string, string> tag in account.Tags(userName).Where(tag => tag.Key.StartsWith("keyrotation:", System.StringComparison.Ordinal)))
        {
            table.AddRow("tag " + Markup.Escape(tag.Key), Markup.Escape(tag.Value));
        }

        console.Write(table);
    }

    private static Table New(params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)).NoWrap());
        }

        return table;
    }
}
