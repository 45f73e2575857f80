using System;
using System.Collections.Generic;
using System.Globalization;

namespace KeyRotation.Sandbox.Iam.Seeding;

/// <summary>Names of users as one finds them: services and people.</summary>
internal sealed class NameSource
{
    private static readonly string[] Systems =
    [
        "billing", "orders", "backup", "reports", "search", "payments", "inventory", "mailer", "metrics", "deploy", "ingest", "thumbnails",
        "crm-sync", "ledger", "audit", "exports", "images", "catalog", "shipping", "alerts", "etl", "sftp", "warehouse", "invoices", "signup",
        "telemetry", "archive", "forecast", "webhooks", "loyalty",
    ];

    private static readonly string[] Environments = ["prod", "staging", "dev", "eu", "us"];

    private static readonly string[] FirstNames =
    [
        "ada", "amir", "bruno", "carla", "chen", "daniel", "elena", "fatima", "grace", "hugo", "ines", "jonas", "kofi", "lena", "marta", "nadia",
        "olu", "priya", "ravi", "sofia", "tomas", "uma", "viktor", "wanda", "yuki", "zoe",
    ];

    private static readonly string[] LastNames =
    [
        "adeyemi", "bauer", "costa", "dubois", "eriksen", "fischer", "garcia", "haddad", "ito", "jansen", "kowalski", "larsen", "moreau", "novak",
        "okafor", "patel", "quinn", "rossi", "silva", "tanaka", "ueda", "vargas", "weber", "xu", "young", "zhang",
    ];

    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly SeededSequence sequence;

    public NameSource(SeededSequence sequence) => this.sequence = sequence;

    public string Service()
    {
        var name = "svc-" + sequence.Pick(Systems);
        return Free(taken.Contains(name) ? name + "-" + sequence.Pick(Environments) : name, "-");
    }

    public string Person() => Free(sequence.Pick(FirstNames) + "." + sequence.Pick(LastNames), string.Empty);

    private string Free(string name, string separator)
    {
        var candidate = name;
        for (var number = 2; !taken.Add(candidate); number++)
        {
            candidate = name + separator + number.ToString(CultureInfo.InvariantCulture);
        }

        return candidate;
    }
}
