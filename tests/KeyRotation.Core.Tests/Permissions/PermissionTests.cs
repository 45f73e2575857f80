using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Accounts;
using KeyRotation.Activity;
using KeyRotation.Alternatives;
using KeyRotation.Audit;
using KeyRotation.Compliance;
using KeyRotation.Compromise;
using KeyRotation.ConfigRules;
using KeyRotation.Export;
using KeyRotation.Guardrails;
using KeyRotation.Guardrails.Policies;
using KeyRotation.Journal;
using KeyRotation.Leaks;
using KeyRotation.Notices;
using KeyRotation.Passes;
using KeyRotation.Retirement;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Status;
using KeyRotation.Steps;
using KeyRotation.Tests.Notices;
using KeyRotation.Tests.Support;
using KeyRotation.Users;
using Xunit;

namespace KeyRotation.Tests.Permissions;

/// <summary>Each cmdlet's work passes with exactly the policy that is documented, and every action of it is needed.</summary>
public sealed class PermissionTests
{
    private static readonly Dictionary<string, Func<TestAccount, IReport, Task>> Work = new(StringComparer.Ordinal)
    {
        ["Get-StaleAccessKey"] = (account, report) => new StaleKeyAudit(account.Session, TestAccount.Older(90), report).RunAsync(CancellationToken.None),
        ["Get-StaleAccessKey -Live"] = (account, report) => new StaleKeyAudit(account.Session, TestAccount.Older(90) with { Live = true }, report).RunAsync(CancellationToken.None),
        ["Get-StaleAccessKey -IncludeTags"] = (account, report) => new StaleKeyAudit(account.Session, TestAccount.Older(90) with { IncludeTags = true }, report).RunAsync(CancellationToken.None),
        ["Get-StaleAccessKey -DaysByTag -ExemptGroup"] = async (account, report) =>
        {
            account.State.SetGroup("vendors", "dormant");
            AccountSession session = await GroupExemptions.ReadAsync(account.Session, ["vendors"], CancellationToken.None);
            await new StaleKeyAudit(session, TestAccount.Older(90) with { DaysByTag = true }, report).RunAsync(CancellationToken.None);
        },
        ["Get-CompromisedAccessKey"] = (account, report) =>
        {
            string keyId = OldKeyOf(account, "stale");
            account.State.AddFinding("us-east-1", new SandboxFinding(keyId, "stale"));
            account.State.AttachAwsPolicy("dormant", "AWSCompromisedKeyQuarantineV2");
            return SearchAsync(account, report, new CompromiseOptions());
        },
        ["Get-CompromisedAccessKey -Path"] = (account, report) => SearchAsync(account, report, new CompromiseOptions
        {
            Inputs = [new CompromiseInput("report", () => new MemoryStream(Encoding.UTF8.GetBytes(OldKeyOf(account, "stale"))))],
        }),
        ["Find-LeakedAccessKey"] = FindLeakedAsync,
        ["Test-AccessKeyCompliance"] = (account, report) => CheckAsync(account, report, []),
        ["Test-AccessKeyCompliance -DaysByTag -RequiredTag"] = (account, report) => CheckAsync(account, report, ["Owner"]),
        ["Test-AccessKeyCompliance -CompareConfig"] = async (account, report) =>
        {
            account.State.AddConfigRule("us-east-1", "access-keys-rotated", "ACCESS_KEYS_ROTATED");
            account.State.AddConfigRule("us-east-1", "unused", "IAM_USER_UNUSED_CREDENTIALS_CHECK");
            account.State.AddConfigRule("us-east-1", "root", "IAM_ROOT_ACCESS_KEY_CHECK");
            await CheckAsync(account, report, [], account.Connection.ConfigRules());
        },
        ["Get-AccessKeyConfigRule"] = (account, report) => ReadRulesAsync(account, report, includesVerdicts: false),
        ["Get-AccessKeyConfigRule -IncludeVerdict"] = (account, report) => ReadRulesAsync(account, report, includesVerdicts: true),
        ["Set-AccessKeyConfigRule"] = (account, report) => new ConfigRuleSetting(
            account.Session, account.Connection.ConfigRules(), new ConfigRuleOptions { Tags = new Dictionary<string, string> { ["Owner"] = "security" } }, report).RunAsync(CancellationToken.None),
        ["Publish-AccessKeyFinding"] = (account, report) =>
        {
            var findings = new FindingSet();
            account.State.SetTag("stale", JournalTags.Exempt, "until=9999-12-31 reason=vendor");
            findings.Add(new ControlResult
            {
                Control = nameof(ComplianceControl.Rotation),
                Status = nameof(ControlStatus.Fail),
                Benchmark = "CIS AWS Foundations 7.0.0",
                ControlId = "2.12",
                Title = "Access keys are rotated",
                AccountId = account.State.AccountId,
                UserName = "stale",
                ResourceArn = account.State.FindUser("stale")!.Arn,
                Reason = "reason",
                Evidence = [],
                CheckedAt = account.Server.Clock.UtcNow,
            });
            return new FindingPublishing(account.Session, account.Connection.FindingImport(), report).RunAsync(findings.ByAccount().Single(), CancellationToken.None);
        },
        ["New-RotatedAccessKey"] = (account, report) => account.RunAsync(
            session => AccountPass.CreateRotationRules(session, new RotationOptions(), report), report, [new KeyTarget("interrupted", OldKeyOf(account, "interrupted"))], CancellationToken.None),
        ["Disable-OldAccessKey"] = (account, report) => StepAsync(account, report, session => new KeyDisabling(session, new RetirementOptions(), report)),
        ["Enable-OldAccessKey"] = (account, report) => StepAsync(account, report, session => new KeyEnabling(session, report), new KeyTarget("retired"), new KeyTarget("dormant")),
        ["Remove-RetiredAccessKey"] = (account, report) => StepAsync(account, report, session => new KeyRemoval(session, new RetirementOptions(), report)),
        ["Get-AccessKeyRotation"] = (account, report) => new AccountStatus(account.Session, new StatusOptions(), report).RunAsync([], CancellationToken.None),
        ["Get-AccessKeyActivity"] = (account, report) => new KeyActivitySearch(account.Session, new ActivityOptions(), new LookupPace(account.Time), report).RunAsync([new KeyTarget("stale")], CancellationToken.None),
        ["Get-AccessKeyActivity -Administration"] = (account, report) => new KeyChangeSearch(account.Session, new ActivityOptions(), new LookupPace(account.Time), report).RunAsync([new KeyTarget("stale")], CancellationToken.None),
        ["Get-AccessKeyAlternative"] = (account, report) => FindAlternativesAsync(account, report, new AlternativeOptions()),
        ["Get-AccessKeyAlternative -IncludeActivity"] = (account, report) => FindAlternativesAsync(account, report, new AlternativeOptions { Activity = new ActivityOptions() }),
        ["Invoke-AccessKeyRotation"] = PassAsync,
        ["Invoke-AccessKeyRotation -Notify"] = async (account, report) =>
        {
            var notices = new PassNotices();
            await PassAsync(account, notices.Watch(account.Session, report));
            await new NoticeSending(new NoticeOptions { DefaultRecipient = "ops" }, [TopicOf(account)], new OneAccount(account.Session), report).RunAsync(notices.ToLines(), CancellationToken.None);
        },
        ["Send-AccessKeyNotice"] = (account, report) => NoticeAsync(account, report, TopicOf(account), new NoticeOptions { DefaultRecipient = "ops" }),
        ["Send-AccessKeyNotice -From"] = (account, report) =>
        {
            account.State.VerifyMailIdentity("us-east-1", "keys@example.com");
            return NoticeAsync(account, report, account.Connection.Mail("keys@example.com"), new NoticeOptions { DefaultRecipient = "ops@example.com" });
        },
        ["Send-AccessKeyNotice -DaysAhead"] = (account, report) => NoticeAsync(account, report, TopicOf(account), new NoticeOptions { DefaultRecipient = "ops", DaysAhead = [14, 0] }),
        ["Get-KeyRotationAccount"] = (account, report) => ListAccountsAsync(account, report, includeTags: false),
        ["Get-KeyRotationAccount -OrganizationalUnit"] = (account, report) => ListAccountsAsync(account, report, includeTags: false, "Workloads"),
        ["Test-AccessKeyGuardrail"] = TestGuardrailAsync,
        ["Test-AccessKeyGuardrail -IncludeUsers"] = async (account, report) =>
        {
            var judged = new KeyGuardrail { TargetId = account.State.AccountId, AccountId = account.State.AccountId, InForce = "Yes", Reason = string.Empty };
            await report.ResultAsync(await new GuardrailFinding(judged, [[new KeyExemption("tagged", _ => true) { NeedsTags = true }]]).WithUsersAsync(account.Session, CancellationToken.None));
        },
        ["Get-KeyRotationAccount -IncludeTags"] = (account, report) => ListAccountsAsync(account, report, includeTags: true),
    };

    public static TheoryData<string> Cmdlets() => new(DocumentedPolicies.Read().Keys);

    public static TheoryData<string, string> CmdletsAndActions()
    {
        var data = new TheoryData<string, string>();
        foreach ((string cmdlet, IReadOnlyList<string> actions) in DocumentedPolicies.Read())
        {
            foreach (string action in actions)
            {
                data.Add(cmdlet, action);
            }
        }

        return data;
    }

    [Fact]
    public void Every_cmdlet_has_a_policy() => Assert.Equal(Work.Keys.Order(StringComparer.Ordinal), DocumentedPolicies.Read().Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public async Task A_cmdlet_passes_with_exactly_its_policy(string cmdlet)
    {
        await using TestAccount account = await PrepareAsync();
        account.State.AllowActions(SandboxServer.AdministratorName, [.. DocumentedPolicies.Read()[cmdlet]]);
        var report = new RecordingReport();

        await Work[cmdlet](account, report);

        Assert.Empty(report.Failures);
        Assert.DoesNotContain(account.Server.Calls.Snapshot(), call => call.Outcome == "AccessDenied");
    }

    [Theory]
    [MemberData(nameof(CmdletsAndActions))]
    public async Task Without_one_action_the_error_names_it_and_nothing_is_lost(string cmdlet, string action)
    {
        await using TestAccount account = await PrepareAsync();
        account.State.AllowActions(SandboxServer.AdministratorName, [.. DocumentedPolicies.Read()[cmdlet].Where(allowed => allowed != action)]);
        var report = new RecordingReport();
        List<SandboxAccessKey> activeBefore = account.State.Users.SelectMany(user => user.Keys).Where(key => key.Status == SandboxKeyStatus.Active).ToList();

        string said = await SaidAsync(cmdlet, account, report);

        Assert.Contains(action, said, StringComparison.Ordinal);
        Assert.All(account.State.DeletedKeys, key => Assert.Equal(SandboxKeyStatus.Inactive, key.StatusAtDeletion));
        foreach (string userName in activeBefore.Select(key => key.UserName).Distinct(StringComparer.Ordinal))
        {
            Assert.Contains(account.State.FindUser(userName)!.Keys, key => key.Status == SandboxKeyStatus.Active);
        }

        Assert.All(report.Results<IResult>().OfType<RotatedAccessKey>(), key => Assert.Equal("Active", account.StatusOf(key.AccessKeyId)));
    }

    private static async Task<string> SaidAsync(string cmdlet, TestAccount account, RecordingReport report)
    {
        try
        {
            await Work[cmdlet](account, report);
        }
        catch (ServiceException problem)
        {
            return KeyRotationException.Of(problem, target: null).Message;
        }
        catch (KeyRotationException failure)
        {
            return failure.Message;
        }

        if (cmdlet.StartsWith("Send-", StringComparison.Ordinal) && report.Failures.Count == 0)
        {
            // A notice that can be sent is sent: what is missing beside it is a warning.
            Assert.NotEmpty(report.Warnings);
            return string.Join('\n', report.Warnings);
        }

        Assert.NotEmpty(report.Failures);
        return string.Join('\n', report.Failures.Select(failure => failure.Message));
    }

    /// <summary>An account in which every step has something to do: a stale key, a rotation that was interrupted, a superseded, a dormant and a retired key, and one disabled by hand.</summary>
    private static async Task<TestAccount> PrepareAsync()
    {
        TestAccount account = await TestAccount.StartAsync(new SandboxOptions { ReportPolls = 0, Propagation = TimeSpan.Zero });
        foreach (string userName in new[] { "retired", "byhand", "superseded" })
        {
            account.UserWithKey(userName, 200);
            Assert.Empty((await account.RotateAndUseAsync(new KeyTarget(userName))).Failures);
        }

        SandboxAccessKey dormant = account.UserWithKey("dormant", 400);
        Assert.Empty((await account.DisableAsync(null, new KeyTarget("dormant", dormant.AccessKeyId))).Failures);
        account.State.AddAccessKey("dormant", account.Server.Clock.UtcNow.AddDays(-1));
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Empty((await account.DisableAsync(null, new KeyTarget("retired"))).Failures);
        account.Server.Clock.Advance(TimeSpan.FromDays(8));
        account.State.UpdateAccessKey("byhand", OldKeyOf(account, "byhand"), SandboxKeyStatus.Inactive);

        account.UserWithKey("stale", 200);
        SandboxAccessKey old = account.UserWithKey("interrupted", 200);
        account.State.SetTag("interrupted", "keyrotation:pending", $"rotate {old.AccessKeyId} at={account.Server.Clock.UtcNow.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} token=dead");
        account.State.AddAccessKey("interrupted", account.Server.Clock.UtcNow);
        account.Server.Clock.Advance(TimeSpan.FromMinutes(16));
        account.Server.Organization.AddAccount("222222222222", "payments", account.Server.Organization.AddOrganizationalUnit("Workloads"));
        account.Server.Calls.Clear();
        return account;
    }

    private static Task StepAsync(TestAccount account, IReport report, Func<AccountSession, StepRule> createRule, params KeyTarget[] targets) =>
        account.RunAsync(session => [createRule(session)], report, targets, CancellationToken.None);

    /// <summary>With a user whose two keys the credential report does not tell apart: each of them is asked for.</summary>
    private static Task CheckAsync(TestAccount account, IReport report, IReadOnlyList<string> requiredTags, IConfigRuleService? config = null)
    {
        SandboxAccessKey first = account.UserWithKey("twins", 200);
        account.State.AddAccessKey("twins", first.CreateDate);
        var options = new ComplianceOptions { RequiredTags = requiredTags, DaysByTag = requiredTags.Count > 0, Benchmarks = [ComplianceBenchmark.Parse("7.0.0")] };
        return new ComplianceAudit(account.Session, options, report, config).RunAsync(CancellationToken.None);
    }

    private static Task ReadRulesAsync(TestAccount account, IReport report, bool includesVerdicts)
    {
        account.State.AddConfigRule("us-east-1", "access-keys-rotated", "ACCESS_KEYS_ROTATED");
        return new ConfigRuleReading(account.Session, account.Connection.ConfigRules(), includesVerdicts, report).RunAsync(CancellationToken.None);
    }

    private static Task ListAccountsAsync(TestAccount account, IReport report, bool includeTags, params string[] units)
    {
        var options = new OrganizationOptions
        {
            Units = units,
            IncludeTags = includeTags,
            Create = (listed, _, _) => new Account(listed.AccountId, "aws", "KeyRotation", account.Session.Connection),
        };
        return new OrganizationAccounts(account.Connection.Organization(), options, report).RunAsync(account.Session.Caller, CancellationToken.None);
    }

    private static Task TestGuardrailAsync(TestAccount account, IReport report)
    {
        SandboxOrganization organization = account.Server.Organization;
        organization.AttachPolicy(organization.AddServiceControlPolicy("NoKeys", GuardrailText.Of(new GuardrailOptions())), organization.RootId);
        return new GuardrailCheck(account.Connection.Organization(), report).RunAsync(account.Session.Caller, [new GuardrailTarget("222222222222", Name: null)], CancellationToken.None);
    }

    private static Task FindAlternativesAsync(TestAccount account, IReport report, AlternativeOptions options) =>
        new KeyAlternativeSearch(account.Session, options, new LookupPace(account.Time), report).RunAsync([], [new KeyTarget("stale")], CancellationToken.None);

    private static Task SearchAsync(TestAccount account, IReport report, CompromiseOptions options) =>
        new CompromiseSearch(account.Session, account.Connection.KeyLookup(), account.Connection.Findings, options, report).RunAsync(CancellationToken.None);

    private static async Task FindLeakedAsync(TestAccount account, IReport report)
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, OldKeyOf(account, "stale"));
            await new LeakSearch(account.Session, account.Connection.KeyLookup(), new LeakOptions { Paths = [file] }, report).RunAsync(CancellationToken.None);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Task PassAsync(TestAccount account, IReport report) =>
        account.RunAsync(session => AccountPass.CreateRules(session, new PassOptions(), report), report, [], CancellationToken.None);

    private static INoticeReceiver TopicOf(TestAccount account) => account.Connection.Topic(account.State.CreateTopic("us-east-1", "key-notices"));

    /// <summary>A key that an earlier command gave, of a user whose tags it does not have.</summary>
    private static Task NoticeAsync(TestAccount account, IReport report, INoticeReceiver receiver, NoticeOptions options)
    {
        DateTimeOffset now = account.Server.Clock.UtcNow;
        var status = new KeyStatus(new KeyReference(account.State.AccountId, "stale", OldKeyOf(account, "stale")), AccessKeyStatus.Active, now.AddDays(-100), KeyStage.Stale, now, connection: null)
        {
            NextStep = "New-RotatedAccessKey",
            DueDate = now.AddDays(-10),
        };
        return new NoticeSending(options, [receiver], new OneAccount(account.Session), report).RunAsync([NoticeLines.Of(status)!], CancellationToken.None);
    }

    private static string OldKeyOf(TestAccount account, string userName) =>
        account.State.FindUser(userName)!.Keys.OrderBy(key => key.CreateDate).First().AccessKeyId;
}
