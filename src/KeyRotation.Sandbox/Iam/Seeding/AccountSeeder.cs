using System;
using System.Collections.Generic;

namespace KeyRotation.Sandbox.Iam.Seeding;

/// <summary>
/// Fills an account with users, keys, ages and uses as they are found in accounts that have grown: most of them in order, some stale, some
/// asleep, some forgotten. The same seed and start time make the same store.
/// </summary>
internal sealed class AccountSeeder
{
    private static readonly string[] Services = ["s3", "sqs", "dynamodb", "sts", "ec2", "ses", "ecr", "logs"];
    private static readonly string[] Owners = ["platform", "payments", "data", "web", "security", "finance"];

    private readonly IamStore store;
    private readonly DateTimeOffset now;
    private readonly SeededSequence sequence;
    private readonly NameSource names;

    private AccountSeeder(IamStore store, DateTimeOffset now, int seed)
    {
        this.store = store;
        this.now = now;
        sequence = new SeededSequence(seed);
        names = new NameSource(sequence);
    }

    public static void Seed(IamStore store, DateTimeOffset now, int seed, int users, int? staleUsers)
    {
        var seeder = new AccountSeeder(store, now, seed);
        var stale = staleUsers is { } count ? seeder.sequence.Choose(count, users) : null;
        for (var index = 0; index < users; index++)
        {
            seeder.AddUser(stale?.Contains(index));
        }
    }

    private void AddUser(bool? mustBeStale)
    {
        var isPerson = sequence.Chance(25);
        var name = isPerson ? names.Person() : names.Service();
        store.CreateUser(name, "/", Ago(days: sequence.Next(920, 1150)));
        AddTags(name, isPerson);
        if (isPerson && sequence.Chance(80))
        {
            AddPassword(name);
        }

        switch (mustBeStale)
        {
            case true:
                AddStale(name, sequence.Next(0, 10));
                break;
            case false:
                AddFresh(name, sequence.Next(0, 70));
                break;
            default:
                AddAny(name, sequence.Next(0, 100));
                break;
        }
    }

    private void AddAny(string name, int draw)
    {
        if (draw < 68)
        {
            AddFresh(name, draw);
        }
        else if (draw < 90)
        {
            AddStale(name, draw % 10);
        }
        else
        {
            AddOlderPair(name, draw);
        }
    }

    /// <summary>Sixty of seventy have one key, used of late; the rest is what else occurs among young keys.</summary>
    private void AddFresh(string name, int draw)
    {
        switch (draw)
        {
            case < 56:
                Use(AddKey(name, 1, 85), withinDays: 1);
                break;
            case < 60:
                AddKey(name, 1, 85);
                break;
            case < 63:
                AddKey(name, 20, 85, SandboxKeyStatus.Inactive);
                break;
            case < 66:
                Use(AddKey(name, 50, 85), withinDays: 1);
                Use(AddKey(name, 2, 40), withinDays: 1);
                break;
            default:
                // No key at all.
                break;
        }
    }

    /// <summary>One active key of more than 90 days: in daily use, asleep, or never used.</summary>
    private void AddStale(string name, int draw)
    {
        switch (draw)
        {
            case < 6:
                Use(AddKey(name, 95, 900), withinDays: 2);
                break;
            case < 8:
                var key = AddKey(name, 400, 900);
                store.RecordUse(key.AccessKeyId, sequence.Pick(Services), sequence.Pick(store.BusyRegions), Ago(sequence.Next(100, 380)));
                break;
            default:
                AddKey(name, 95, 900);
                break;
        }
    }

    /// <summary>An old key beside a newer one, or an old one that is switched off.</summary>
    private void AddOlderPair(string name, int draw)
    {
        if (draw < 94)
        {
            Use(AddKey(name, 150, 900, SandboxKeyStatus.Inactive), withinDays: 60);
            return;
        }

        Use(AddKey(name, 150, 700, draw < 97 ? SandboxKeyStatus.Active : SandboxKeyStatus.Inactive), withinDays: 30);
        Use(AddKey(name, 5, 80), withinDays: 1);
    }

    private SandboxAccessKey AddKey(string name, int leastDays, int mostDays, SandboxKeyStatus status = SandboxKeyStatus.Active) =>
        store.AddAccessKey(name, Ago(sequence.Next(leastDays, mostDays)), status);

    private void Use(SandboxAccessKey key, int withinDays) => store.RecordUse(
        key.AccessKeyId, sequence.Pick(Services), sequence.Pick(store.BusyRegions), now - TimeSpan.FromSeconds(sequence.Next(60, withinDays * 86_400)));

    private void AddPassword(string name)
    {
        DateTimeOffset? lastUsed = sequence.Chance(80) ? Ago(sequence.Next(0, 120)) : null;
        store.SetPassword(name, Ago(sequence.Next(130, 900)), lastUsed, mfaActive: sequence.Chance(70));
    }

    private void AddTags(string name, bool isPerson)
    {
        var tags = new List<KeyValuePair<string, string>>();
        if (sequence.Chance(70))
        {
            tags.Add(new("owner", sequence.Pick(Owners) + "@example.com"));
        }

        if (!isPerson && sequence.Chance(60))
        {
            tags.Add(new("Application", name[4..]));
            tags.Add(new("Environment", sequence.Chance(60) ? "production" : "development"));
        }

        store.SetTags(name, tags);
    }

    // Not on the hour and not on the day, as in life; never less than the days.
    private DateTimeOffset Ago(int days) => now - TimeSpan.FromDays(days) - TimeSpan.FromSeconds(sequence.Next(60, 80_000));
}
