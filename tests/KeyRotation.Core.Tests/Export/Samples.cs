using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Export.Content;
using KeyRotation.Export;

namespace KeyRotation.Tests.Export;

/// <summary>Objects of an account, as the audits give them; the same at every run.</summary>
internal static class Samples
{
    public const string Account = "123456789012";

    public static DateTimeOffset Now { get; } = new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);

    public static ReportContent Report(params IEnumerable<object> items)
    {
        var builder = new ReportBuilder();
        foreach (object item in items)
        {
            builder.Add(item);
        }

        return builder.ToContent("Access keys", TimeSpan.FromDays(90), Now.AddMinutes(2));
    }

    public static AccessKey Key(string user, double days, EvidenceOfUse use, KeyStage stage = KeyStage.Current, string? id = null, string? reason = null, IReadOnlyDictionary<string, string>? tags = null) =>
        new(new KeyReference(Account, user, id), AccessKeyStatus.Active, Now.AddDays(-days), Now, connection: null)
        {
            LastUsed = use,
            StageValue = stage,
            Reason = reason,
            Tags = tags,
            ReportTime = Now.AddHours(-3),
        };

    public static KeyAlternative Alternative(AccessKey key, string alternative, string confidence) => new(key, alternative, confidence)
    {
        Reason = $"It looks like {alternative}.",
        Evidence = ["10 calls"],
        TrustPolicy = "{}",
        Commands = ["aws iam create-role --role-name <role>"],
    };

    public static KeyStatus Status(string user, double days, KeyStage stage, string? id = null) =>
        new(new KeyReference(Account, user, id), AccessKeyStatus.Active, Now.AddDays(-days), stage, Now, connection: null);

    public static ControlResult Control(string user, ControlStatus status, string number = "1.13", ControlSeverity severity = ControlSeverity.Medium, string account = Account) => new()
    {
        Benchmark = "CIS AWS Foundations 5.0.0",
        ControlId = number,
        ControlValue = number == "1.11" ? ComplianceControl.UnusedCredentials : ComplianceControl.Rotation,
        Title = number == "1.11" ? "Ensure credentials unused for 45 days or more are disabled" : "Ensure access keys are rotated every 90 days or less",
        StatusValue = status,
        SeverityValue = severity,
        AccountId = account,
        UserName = user,
        ResourceArn = user == "<root_account>" ? $"arn:aws:iam::{account}:root" : $"arn:aws:iam::{account}:user/apps/{user}",
        Reason = status == ControlStatus.Fail ? "Access key 1 is active and 213 days old." : status == ControlStatus.Pass ? "Access key 1 is 12 days old." : "The user has no active access key.",
        Evidence = status == ControlStatus.NotApplicable
            ? [new ControlEvidence("access_key_1_active", "false", "credential report")]
            : [new ControlEvidence("access_key_1_active", "true", "credential report"), new ControlEvidence("access_key_1_last_rotated", "2026-04-21T07:00:00Z", "credential report")],
        Remedy = status == ControlStatus.Fail ? [$"New-RotatedAccessKey -UserName {user} -Destination SecretsManager", $"Disable-OldAccessKey -UserName {user}"] : [],
        References = ["PCI DSS 4.0.1 8.6.3", "NIST SP 800-53 Rev. 5 AC-2(3)"],
        ReportTime = Now.AddHours(-3),
        CheckedAt = Now,
    };

    /// <summary>Stale keys of the accounts of an organization, more in the later ones, with name and unit.</summary>
    public static IEnumerable<AccessKey> Organization(int accounts, int keysEach) => Enumerable.Range(0, accounts).SelectMany(number =>
    {
        ConnectionOptions connection = Member(number).GetConnection();
        return Enumerable.Range(0, keysEach).Select(i => new AccessKey(
            new KeyReference(connection.Account!.AccountId, $"svc-{i:00}", $"AKIA{number:00000000}{i:00000000}"), AccessKeyStatus.Active, Now.AddDays(-10 - (i * 30) - number), Now, connection)
        {
            LastUsed = i % 5 == 0 ? EvidenceOfUse.NeverUsed : EvidenceOfUse.Used(Now.AddDays(-(i + (number % 90)) / 3.0), "s3", "eu-west-1"),
            StageValue = 10 + (i * 30) + number >= 90 ? KeyStage.Stale : KeyStage.Current,
        });
    });

    public static Account Member(int number) => new((300_000_000_000 + number).ToString(System.Globalization.CultureInfo.InvariantCulture), "aws", "KeyRotation", new ConnectionOptions())
    {
        Name = $"team-{number:000}",
        OrganizationalUnit = number % 3 == 0 ? "Workloads/Production" : "Workloads/Test",
    };

    /// <summary>An account of many users at all stages.</summary>
    public static IReadOnlyList<KeyStatus> Inventory(int count)
    {
        string[] names = ["billing", "images", "payments", "backup", "deploy", "metrics", "search", "mailer", "etl", "portal", "ledger", "gateway"];
        string[] services = ["s3", "ec2", "dynamodb", "sqs", "ecr", "sts"];
        return Enumerable.Range(0, count).Select(i =>
        {
            int mix = (int)((uint)(i * 2654435761L) >> 8);
            double days = Math.Pow(mix % 1000 / 1000.0, 3) * 1400;
            KeyStage stage = (mix % 23) switch
            {
                0 => KeyStage.Superseded,
                1 => KeyStage.Quarantined,
                2 => KeyStage.Retired,
                3 => KeyStage.Exempt,
                4 when i % 5 == 0 => KeyStage.Undelivered,
                _ => days >= 90 ? KeyStage.Stale : KeyStage.Current,
            };
            double unused = mix % 7 == 0 ? days * 0.9 : Math.Min(days, Math.Pow(mix % 97 / 97.0, 4) * 60);
            EvidenceOfUse use = mix % 11 == 0 ? EvidenceOfUse.NeverUsed
                : mix % 31 == 0 ? EvidenceOfUse.Unknown("AccessDenied")
                : EvidenceOfUse.Used(Now.AddDays(-unused), services[mix % services.Length], mix % 3 == 0 ? null : "eu-west-1");
            bool isAtWork = stage != KeyStage.Current;
            string user = $"svc-{names[i % names.Length]}-{i / names.Length:00}";
            return new KeyStatus(
                new KeyReference(i % 5 == 0 ? "210987654321" : Account, mix % 9 == 0 ? $"svc-{names[i % names.Length]}-00" : user, isAtWork ? $"AKIA{mix:0000000000}{i:000000}" : null),
                stage is KeyStage.Quarantined or KeyStage.Retired ? AccessKeyStatus.Inactive : AccessKeyStatus.Active,
                Now.AddDays(-days),
                stage,
                Now,
                connection: null)
            {
                LastUsed = use,
                NextStep = stage switch
                {
                    KeyStage.Superseded => "Disable-OldAccessKey",
                    KeyStage.Quarantined or KeyStage.Retired => "Remove-RetiredAccessKey",
                    KeyStage.Current => null,
                    _ => "New-RotatedAccessKey",
                },
                DueDate = isAtWork ? Now.AddDays((mix % 9) - 5) : null,
                Blocker = stage == KeyStage.Exempt ? "exempt until 2027-01-31: vendor moves in January"
                    : stage == KeyStage.Superseded && mix % 2 == 0 ? "still in use (used 2026-11-20 07:00Z by s3 in eu-west-1)" : null,
                ReplacedBy = stage is KeyStage.Superseded or KeyStage.Quarantined ? $"AKIA{mix + 7:0000000000}{i:000000}" : null,
                Tags = i % 4 == 0 ? new Dictionary<string, string>(StringComparer.Ordinal) { ["Owner"] = "team-" + names[(i + 3) % names.Length] } : null,
                ReportTime = Now.AddHours(-3),
            };
        }).ToList();
    }

    public static IEnumerable<ControlResult> Audit(int users)
    {
        yield return Control("<root_account>", ControlStatus.Pass, "1.3", ControlSeverity.Critical);
        for (int i = 0; i < users; i++)
        {
            yield return Control($"svc-billing-{i:00}", i % 7 == 0 ? ControlStatus.Fail : i % 5 == 0 ? ControlStatus.NotApplicable : ControlStatus.Pass);
            yield return Control($"svc-billing-{i:00}", i % 40 == 39 ? ControlStatus.Fail : ControlStatus.Pass, "1.11", ControlSeverity.High);
        }
    }
}
