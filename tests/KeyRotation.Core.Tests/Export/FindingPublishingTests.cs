using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Compliance;
using KeyRotation.Export;
using KeyRotation.Journal;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Export;

/// <summary>Results of controls as findings of Security Hub, over HTTP.</summary>
public sealed class FindingPublishingTests
{
    private const string Region = "us-east-1";

    [Fact]
    public async Task A_repaired_failure_becomes_passed_under_the_same_id()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        await PublishAsync(account, await CheckAsync(account));
        SandboxImportedFinding before = Finding(account);
        account.State.AddAccessKey("svc");
        account.State.DeleteAccessKey("svc", old.AccessKeyId);
        account.Server.Clock.Advance(TimeSpan.FromHours(5));

        await PublishAsync(account, await CheckAsync(account));

        SandboxImportedFinding after = Finding(account);
        Assert.Equal((before.Id, "FAILED", "PASSED"), (after.Id, before.ComplianceStatus, after.ComplianceStatus));
        Assert.Equal("ACTIVE", after.RecordState);
        Assert.DoesNotContain("\"Workflow\"", after.Json, StringComparison.Ordinal);
        Assert.Equal(5, account.State.ImportedFindings(Region).Count);
    }

    [Fact]
    public async Task Findings_go_in_batches_of_100_after_one_question()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Users = 110 });
        IReadOnlyList<ControlResult> results = await CheckAsync(account);
        account.Server.Calls.Clear();

        RecordingReport report = await PublishAsync(account, results);

        Assert.Equal(223, results.Count);
        Assert.Equal(["BatchImportFindings", "BatchImportFindings", "BatchImportFindings"], account.Changes());
        Assert.StartsWith("223 findings (", Assert.Single(report.Questions).Target, StringComparison.Ordinal);
        FindingImport import = Assert.Single(report.Results<FindingImport>());
        Assert.Equal((223, 223, 0, results.Count(result => result.StatusValue == ControlStatus.Fail)), (import.Findings, import.Imported, import.NotImported, import.Failed));
    }

    [Fact]
    public async Task A_finding_that_is_refused_is_one_error_with_its_id_and_the_others_are_imported()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        account.State.RefuseFindings(Region, "2.12/svc");

        RecordingReport report = await PublishAsync(account, await CheckAsync(account));

        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal(("FindingNotImported", "svc"), (failure.ErrorId, failure.Target!.UserName));
        Assert.Contains("keyrotation/123456789012/cis-aws-foundations-7.0.0/2.12/svc", failure.Message, StringComparison.Ordinal);
        Assert.Equal((5, 4, 1), (report.Results<FindingImport>()[0].Findings, report.Results<FindingImport>()[0].Imported, report.Results<FindingImport>()[0].NotImported));
        Assert.Equal(4, account.State.ImportedFindings(Region).Count);
    }

    [Fact]
    public async Task Where_Security_Hub_is_not_enabled_the_error_says_what_enables_it()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        IReadOnlyList<ControlResult> results = await CheckAsync(account);
        account.State.SetSecurityHub(Region, isEnabled: false);

        KeyRotationException failure = await Assert.ThrowsAsync<KeyRotationException>(() => PublishAsync(account, results));

        Assert.Equal("SecurityHubNotEnabled", failure.ErrorId);
        Assert.Contains("aws securityhub enable-security-hub --region us-east-1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_imported_before_a_call_failed_is_said()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Users = 110 });
        IReadOnlyList<ControlResult> results = await CheckAsync(account);
        account.Server.Faults.Order(new Fault { Operation = "BatchImportFindings", Kind = FaultKind.Error, ErrorCode = "AccessDenied", HttpStatus = 403, After = 1 });
        var report = new RecordingReport();

        Assert.Equal(ServiceErrorKind.AccessDenied, (await Assert.ThrowsAsync<ServiceException>(() => PublishAsync(account, results, report))).Kind);

        Assert.Equal((223, 100, 123), (report.Results<FindingImport>()[0].Findings, report.Results<FindingImport>()[0].Imported, report.Results<FindingImport>()[0].NotImported));
    }

    [Theory]
    [InlineData(Agreement.Declined)]
    [InlineData(Agreement.OnlyPlanned)]
    public async Task Without_agreement_nothing_is_sent(Agreement answer)
    {
        await using TestAccount account = await TestAccount.StartAsync();

        RecordingReport report = await PublishAsync(account, await CheckAsync(account), new RecordingReport { OnQuestion = (_, _) => answer });

        Assert.Empty(account.Changes());
        Assert.Empty(report.Results<FindingImport>());
    }

    [Fact]
    public async Task Findings_of_another_account_are_refused_before_anything_is_sent()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { AccountId = "999999999999" });
        await using TestAccount other = await TestAccount.StartAsync();
        IReadOnlyList<ControlResult> results = await CheckAsync(other);

        Assert.Equal("WrongAccount", (await Assert.ThrowsAsync<KeyRotationException>(() => PublishAsync(account, results))).ErrorId);

        Assert.Empty(account.Changes());
    }

    [Fact]
    public void What_is_no_result_of_a_control_is_no_finding() =>
        Assert.Equal("NotAFinding", Assert.Throws<KeyRotationException>(() => new FindingSet().Add("text")).ErrorId);

    [Fact]
    public async Task The_finding_of_an_exempt_user_is_suppressed_once_with_the_reason_and_the_end()
    {
        await using TestAccount account = await ExemptAsync("until=2026-12-31 reason=vendor");

        RecordingReport first = await PublishAsync(account, await CheckAsync(account));
        account.Server.Calls.Clear();
        RecordingReport second = await PublishAsync(account, await CheckAsync(account));

        Assert.Equal(("FAILED", "SUPPRESSED", "Exempt from rotation until 2026-12-31: vendor", "KeyRotation"), Treatment(account));
        Assert.Equal((1, 0), (first.Results<FindingImport>()[0].Suppressed, second.Results<FindingImport>()[0].Suppressed));
        Assert.Equal(["BatchImportFindings"], account.Changes());
        Assert.Equal("1 finding of exempt users (svc) of account 123456789012 in Security Hub in us-east-1", first.Questions.Last().Target);
        Assert.All(account.State.ImportedFindings(Region).Where(finding => finding.Id != Finding(account).Id), finding => Assert.Equal("NEW", finding.WorkflowStatus));
    }

    [Fact]
    public async Task When_the_exemption_has_ended_the_finding_is_new_again_and_an_exemption_that_changed_changes_the_note()
    {
        await using TestAccount account = await ExemptAsync("until=2026-12-31 reason=vendor");
        await PublishAsync(account, await CheckAsync(account));
        account.State.SetTag("svc", JournalTags.Exempt, "until=2027-01-31 reason=vendor");
        await PublishAsync(account, await CheckAsync(account));
        Assert.Equal(("FAILED", "SUPPRESSED", "Exempt from rotation until 2027-01-31: vendor", "KeyRotation"), Treatment(account));

        account.Server.Clock.Advance(TimeSpan.FromDays(400));
        RecordingReport report = await PublishAsync(account, await CheckAsync(account));

        Assert.Equal(("FAILED", "NEW", "No longer exempt from rotation.", "KeyRotation"), Treatment(account));
        Assert.Equal((0, 1), (report.Results<FindingImport>()[0].Suppressed, report.Results<FindingImport>()[0].Reopened));
    }

    [Fact]
    public async Task A_finding_that_was_repaired_while_it_was_exempt_is_new_again_when_the_exemption_has_ended()
    {
        await using TestAccount account = await ExemptAsync("until=2026-12-31 reason=vendor");
        await PublishAsync(account, await CheckAsync(account));
        SandboxAccessKey old = account.State.FindUser("svc")!.Keys.Single();
        account.State.AddAccessKey("svc");
        account.State.DeleteAccessKey("svc", old.AccessKeyId);
        account.Server.Clock.Advance(TimeSpan.FromHours(5));
        await PublishAsync(account, await CheckAsync(account));
        Assert.Equal(("PASSED", "SUPPRESSED"), (Treatment(account).Compliance, Treatment(account).Status));

        account.State.RemoveTag("svc", JournalTags.Exempt);
        await PublishAsync(account, await CheckAsync(account));

        Assert.Equal(("PASSED", "NEW"), (Treatment(account).Compliance, Treatment(account).Status));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(true, "accepted by the board")]
    [InlineData(false, null)]
    [InlineData(false, "accepted by the board")]
    public async Task What_a_person_has_suppressed_stays_as_it_is(bool isExempt, string? note)
    {
        await using TestAccount account = await ExemptAsync("until=2026-12-31 reason=vendor");
        if (!isExempt)
        {
            account.State.RemoveTag("svc", JournalTags.Exempt);
        }

        account.State.SetTag("svc", "Other", "tag");
        await PublishAsync(account, await CheckAsync(account), new RecordingReport { OnQuestion = (_, action) => action == "Import" ? Agreement.Agreed : Agreement.Declined });
        account.State.SetFindingWorkflow(Region, Finding(account).Id, "SUPPRESSED", note);
        account.Server.Calls.Clear();

        await PublishAsync(account, await CheckAsync(account));

        Assert.Equal(["BatchImportFindings"], account.Changes());
        Assert.Equal(("SUPPRESSED", note), (Treatment(account).Status, Treatment(account).Note));
    }

    [Fact]
    public async Task What_a_person_suppresses_after_the_exemption_has_ended_stays_suppressed_although_the_note_is_ours()
    {
        await using TestAccount account = await ExemptAsync("until=2026-12-31 reason=vendor");
        await PublishAsync(account, await CheckAsync(account));
        account.State.RemoveTag("svc", JournalTags.Exempt);
        await PublishAsync(account, await CheckAsync(account));
        account.State.SetFindingWorkflow(Region, Finding(account).Id, "SUPPRESSED");

        await PublishAsync(account, await CheckAsync(account));

        Assert.Equal(("SUPPRESSED", "No longer exempt from rotation."), (Treatment(account).Status, Treatment(account).Note));
    }

    [Theory]
    [InlineData("someday")]
    [InlineData("until=2026-12-31")]
    public async Task An_exemption_that_cannot_be_read_is_an_error_and_changes_no_workflow(string value)
    {
        await using TestAccount account = await ExemptAsync(value);

        RecordingReport report = await PublishAsync(account, await CheckAsync(account));

        Assert.Equal("JournalUnreadable", Assert.Single(report.Failures).ErrorId);
        Assert.Equal("NEW", Treatment(account).Status);
    }

    [Theory]
    [InlineData("iam:ListUserTags")]
    [InlineData("securityhub:GetFindings")]
    [InlineData("securityhub:BatchUpdateFindings")]
    public async Task Without_a_permission_the_findings_are_imported_and_an_error_names_it(string missing)
    {
        await using TestAccount account = await ExemptAsync("until=2026-12-31 reason=vendor");
        IReadOnlyList<ControlResult> results = await CheckAsync(account);
        string[] actions = ["iam:ListUserTags", "securityhub:BatchImportFindings", "securityhub:GetFindings", "securityhub:BatchUpdateFindings"];
        account.State.AllowActions(SandboxServer.AdministratorName, [.. actions.Where(action => action != missing)]);

        RecordingReport report = await PublishAsync(account, results);

        Assert.Contains(missing, Assert.Single(report.Failures).Message, StringComparison.Ordinal);
        Assert.Equal((results.Count, 0), (report.Results<FindingImport>()[0].Imported, report.Results<FindingImport>()[0].Suppressed));
    }

    [Fact]
    public async Task More_than_100_findings_are_suppressed_in_batches_and_one_that_is_refused_is_one_error()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        for (int number = 0; number < 103; number++)
        {
            account.UserWithKey($"svc{number:000}", 200);
            account.State.SetTag($"svc{number:000}", JournalTags.Exempt, "until=9999-12-31 reason=" + (number < 101 ? "vendor" : "frozen"));
        }

        account.State.FreezeFindings(Region, "2.12/svc042");
        IReadOnlyList<ControlResult> results = await CheckAsync(account);
        account.Server.Calls.Clear();

        RecordingReport report = await PublishAsync(account, results);

        Assert.Equal(3, account.Changes().Count(call => call == "BatchUpdateFindings"));
        Assert.Equal(102, report.Results<FindingImport>()[0].Suppressed);
        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal(("FindingNotUpdated", "svc042"), (failure.ErrorId, failure.Target!.UserName));
        Assert.Equal(102, account.State.ImportedFindings(Region).Count(finding => finding.WorkflowStatus == "SUPPRESSED"));

        account.Server.Calls.Clear();
        await PublishAsync(account, results);
        Assert.Equal(2, account.Server.Calls.Count("GetFindings"));
        Assert.Equal(1, account.Server.Calls.Count("BatchUpdateFindings"));
    }

    [Fact]
    public async Task Tags_that_the_audit_has_read_are_not_read_again()
    {
        await using TestAccount account = await ExemptAsync("until=2026-12-31 reason=vendor");
        var audit = new RecordingReport();
        await new ComplianceAudit(account.Session, new ComplianceOptions { Benchmarks = [ComplianceBenchmark.Parse("7.0.0")], DaysByTag = true }, audit).RunAsync(CancellationToken.None);
        account.Server.Calls.Clear();

        await PublishAsync(account, audit.Results<ControlResult>());

        Assert.Equal("SUPPRESSED", Treatment(account).Status);
        Assert.Equal(0, account.Server.Calls.Count("ListUserTags"));
    }

    [Fact]
    public async Task A_plan_shows_what_would_be_suppressed()
    {
        await using TestAccount account = await ExemptAsync("until=2026-12-31 reason=vendor");

        RecordingReport report = await PublishAsync(account, await CheckAsync(account), new RecordingReport { OnQuestion = (_, _) => Agreement.OnlyPlanned });

        Assert.Equal(["Import", "Suppress"], report.Questions.Select(question => question.Action));
        Assert.Empty(account.Changes());
    }

    private static async Task<TestAccount> ExemptAsync(string exemption)
    {
        TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        account.UserWithKey("other", 200);
        account.State.SetTag("svc", JournalTags.Exempt, exemption);
        return account;
    }

    private static (string? Compliance, string Status, string? Note, string? By) Treatment(TestAccount account) =>
        (Finding(account).ComplianceStatus, Finding(account).WorkflowStatus, Finding(account).NoteText, Finding(account).NoteUpdatedBy);

    private static SandboxImportedFinding Finding(TestAccount account) => account.State.ImportedFindings(Region).Single(finding => finding.Id.EndsWith("/2.12/svc", StringComparison.Ordinal));

    private static async Task<IReadOnlyList<ControlResult>> CheckAsync(TestAccount account)
    {
        var report = new RecordingReport();
        await new ComplianceAudit(account.Session, new ComplianceOptions { Benchmarks = [ComplianceBenchmark.Parse("7.0.0")] }, report).RunAsync(CancellationToken.None);
        return report.Results<ControlResult>();
    }

    private static async Task<RecordingReport> PublishAsync(TestAccount account, IReadOnlyList<ControlResult> results, RecordingReport? report = null)
    {
        report ??= new RecordingReport();
        var set = new FindingSet();
        foreach (ControlResult result in results.Concat(results))
        {
            set.Add(result);
        }

        await new FindingPublishing(account.Session, account.Connection.FindingImport(), report).RunAsync(Assert.Single(set.ByAccount()), CancellationToken.None);
        return report;
    }
}
