using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Compliance;
using KeyRotation.Export;
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
