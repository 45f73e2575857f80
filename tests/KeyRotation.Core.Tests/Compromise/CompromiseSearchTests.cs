using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Compromise;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Compromise;

/// <summary>What AWS and reports say against keys, as keys of the account.</summary>
public sealed class CompromiseSearchTests
{
    private const string Region = "us-east-1";

    [Fact]
    public async Task A_finding_of_GuardDuty_gives_its_key_with_all_that_was_found()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 30);
        account.UserWithKey("quiet", 30);
        account.State.RecordUse(key.AccessKeyId, "s3", Region, account.Server.Clock.UtcNow.AddHours(-1));
        account.State.AddFinding(Region, new SandboxFinding(key.AccessKeyId, "svc") { Severity = 8 });
        account.State.AddFinding(Region, new SandboxFinding(key.AccessKeyId, "svc") { Type = "Exfiltration:IAMUser/AnomalousBehavior", Severity = 5 });

        AccessKey found = Assert.Single((await SearchAsync(account)).Results<AccessKey>());

        Assert.Equal((key.AccessKeyId, "svc", "Active", "Current"), (found.AccessKeyId, found.UserName, found.Status, found.Stage));
        Assert.Equal(["Exfiltration:IAMUser/AnomalousBehavior Medium", "UnauthorizedAccess:IAMUser/MaliciousIPCaller High"], found.Compromise!.Select(evidence => $"{evidence.Type} {evidence.Severity}").Order(StringComparer.Ordinal));
        Assert.Equal(("s3", "High", "GuardDuty (2)"), (found.LastUsed.Service, CompromiseDisplay.WorstSeverity(found.Compromise), CompromiseDisplay.Sources(found.Compromise)));
        Assert.NotNull(found.GetConnection());
    }

    [Fact]
    public async Task Archived_findings_temporary_keys_and_the_root_user_give_no_key()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 30);
        account.State.AddFinding(Region, new SandboxFinding(key.AccessKeyId, "svc") { Archived = true });
        account.State.AddFinding(Region, new SandboxFinding("ASIAQWERTYUIOPASDFGH", "deploy") { UserType = "AssumedRole" });
        account.State.AddFinding(Region, new SandboxFinding("AKIAQWERTYUIOPASDFGH", "Root") { UserType = "Root", Type = "Policy:IAMUser/RootCredentialUsage" });

        RecordingReport report = await SearchAsync(account);

        Assert.Empty(report.Results<AccessKey>());
        Assert.Empty(report.Failures);
        Assert.Contains(report.Warnings, warning => warning.Contains("ASIAQWERTYUIOPASDFGH (deploy)", StringComparison.Ordinal) && warning.Contains("revoke the active sessions", StringComparison.Ordinal));
        Assert.Contains(report.Warnings, warning => warning.Contains("sign in as root", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_pages_detectors_and_regions_are_read()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        List<SandboxAccessKey> keys = Enumerable.Range(0, 5).Select(index => account.UserWithKey($"svc-{index}", 30)).ToList();
        string second = account.State.AddDetector("eu-west-1");
        account.State.AddDetector("eu-west-1");
        for (int index = 0; index < 130; index++)
        {
            account.State.AddFinding(Region, new SandboxFinding(keys[index % 2].AccessKeyId, "svc"));
        }

        account.State.AddFinding("eu-west-1", new SandboxFinding(keys[2].AccessKeyId, "svc"));
        account.State.AddFinding("eu-west-1", new SandboxFinding(keys[3].AccessKeyId, "svc"), second);

        RecordingReport report = await SearchAsync(account, new CompromiseOptions { FindingRegions = [Region, "eu-west-1", Region] });

        Assert.Equal(["svc-0", "svc-1", "svc-2", "svc-3"], report.Results<AccessKey>().Select(key => key.UserName).Order(StringComparer.Ordinal));
        Assert.Equal(130, report.Results<AccessKey>().Sum(key => key.Compromise!.Count) - 2);
        Assert.Equal(3 + 2, account.Server.Calls.Count("ListFindings"));
    }

    [Fact]
    public async Task A_region_without_GuardDuty_is_a_warning()
    {
        await using TestAccount account = await TestAccount.StartAsync();

        RecordingReport report = await SearchAsync(account);

        Assert.Empty(report.Failures);
        Assert.Contains("GuardDuty is not enabled in us-east-1", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWSCompromisedKeyQuarantine")]
    [InlineData("AWSCompromisedKeyQuarantineV2")]
    [InlineData("AWSCompromisedKeyQuarantineV3")]
    public async Task A_user_that_AWS_restricted_gives_each_of_its_active_keys(string policy)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey first = account.UserWithKey("leaked", 30);
        SandboxAccessKey second = account.State.AddAccessKey("leaked");
        account.State.UpdateAccessKey("leaked", second.AccessKeyId, SandboxKeyStatus.Inactive);
        account.State.AttachAwsPolicy("leaked", policy);

        Assert.Equal(first.AccessKeyId, Assert.Single((await SearchAsync(account)).Results<AccessKey>()).AccessKeyId);

        IReadOnlyList<AccessKey> all = (await SearchAsync(account, new CompromiseOptions { IncludeInactive = true })).Results<AccessKey>();
        Assert.Equal(["Active", "Inactive"], all.Select(key => key.Status).Order(StringComparer.Ordinal));
        CompromiseEvidence evidence = Assert.Single(all[0].Compromise!);
        Assert.Equal(("QuarantinePolicy", policy, $"arn:aws:iam::aws:policy/{policy}"), (evidence.Source, evidence.Type, evidence.FindingId));
        Assert.Contains("does not name the key", evidence.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ListDetectors", "GuardDuty")]
    [InlineData("ListFindings", "GuardDuty")]
    [InlineData("GetFindings", "GuardDuty")]
    [InlineData("ListEntitiesForPolicy", "QuarantinePolicy")]
    public async Task A_source_that_is_refused_is_one_error_and_the_other_goes_on(string operation, string lost)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 30);
        account.State.AddFinding(Region, new SandboxFinding(key.AccessKeyId, "svc"));
        account.State.AttachAwsPolicy("svc", "AWSCompromisedKeyQuarantineV2");
        account.Server.Faults.Order(new Fault { Operation = operation, Kind = FaultKind.Error, ErrorCode = "AccessDenied", HttpStatus = 403, Times = 10 });

        RecordingReport report = await SearchAsync(account);

        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal("AccessDenied", failure.ErrorId);
        Assert.Contains($":{operation} failed", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(lost, Assert.Single(report.Results<AccessKey>()).Compromise!.Select(evidence => evidence.Source), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_key_of_another_account_is_named_with_its_account()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        string foreign = string.Empty;
        account.Server.Organization.AddAccount("222222222222", "payments", fill: other =>
        {
            other.CreateUser("theirs");
            foreign = other.AddAccessKey("theirs").AccessKeyId;
        });
        _ = account.Server.Organization.FindAccount("222222222222");

        RecordingReport report = await SearchAsync(account, Input($"found {foreign}"));

        Assert.Empty(report.Results<AccessKey>());
        Assert.Empty(report.Failures);
        Assert.Contains($"of account 222222222222 and not of account {account.State.AccountId}: {foreign}", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_that_names_another_account_costs_no_call()
    {
        await using TestAccount account = await TestAccount.StartAsync();

        RecordingReport report = await SearchAsync(account, Input(Inputs.GuardDuty(account: "333333333333")));

        Assert.Contains("333333333333", Assert.Single(report.Warnings), StringComparison.Ordinal);
        Assert.Empty(account.Server.Calls.Snapshot());
    }

    [Fact]
    public async Task A_key_of_whom_nothing_can_be_found_out_is_an_error()
    {
        await using TestAccount account = await TestAccount.StartAsync();

        KeyRotationException failure = Assert.Single((await SearchAsync(account, Input($"{Inputs.Id} {Inputs.OtherId}"))).Failures);

        Assert.Equal("KeyOwnerUnknown", failure.ErrorId);
        Assert.Contains($"{Inputs.Id}, {Inputs.OtherId}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_of_the_documentation_are_passed_over()
    {
        await using TestAccount account = await TestAccount.StartAsync();

        RecordingReport report = await SearchAsync(account, Input("aws_access_key_id = AKIAIOSFODNN7EXAMPLE"));

        Assert.Empty(report.Failures);
        Assert.Empty(report.Warnings);
        Assert.Empty(account.Server.Calls.Snapshot());
    }

    [Fact]
    public async Task A_key_in_several_reports_is_one_key_with_the_evidence_of_all()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 30);
        string id = key.AccessKeyId;

        RecordingReport report = await SearchAsync(account, Input(Inputs.Gitleaks(id), Inputs.Gitleaks(id), Inputs.Trufflehog(id), Inputs.Sarif(id), Inputs.GitHub(id), $"{id} {key.SecretAccessKey}"));

        AccessKey found = Assert.Single(report.Results<AccessKey>());
        Assert.Equal("gitleaks (2), trufflehog, GitHub, File", CompromiseDisplay.Sources(found.Compromise));
        Assert.Equal(["GetAccessKeyLastUsed", "ListAccessKeys"], account.Server.Calls.Snapshot().Select(call => call.Operation));
        Assert.DoesNotContain(key.SecretAccessKey, System.Text.Json.JsonSerializer.Serialize(found.Compromise) + string.Join('\n', report.VerboseMessages.Concat(report.Warnings)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_was_deleted_meanwhile_is_said()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 30);
        account.State.DeleteAccessKey("svc", key.AccessKeyId);

        RecordingReport report = await SearchAsync(account, Input(key.AccessKeyId));

        Assert.Empty(report.Results<AccessKey>());
        Assert.Single(report.Failures);
    }

    [Fact]
    public async Task Where_the_last_use_may_not_be_asked_the_key_is_found_by_the_user_that_the_finding_names()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 30);
        account.State.AddFinding(Region, new SandboxFinding(key.AccessKeyId, "svc"));
        account.Server.Faults.Order(new Fault { Operation = "GetAccessKeyLastUsed", Kind = FaultKind.Error, ErrorCode = "AccessDenied", HttpStatus = 403, Times = 10 });

        RecordingReport report = await SearchAsync(account);

        AccessKey found = Assert.Single(report.Results<AccessKey>());
        Assert.Equal((key.AccessKeyId, UseKind.Unknown), (found.AccessKeyId, found.LastUsed.Kind));
        Assert.Equal("EvidenceUnknown", Assert.Single(report.Failures).ErrorId);
    }

    private static CompromiseOptions Input(params string[] texts) => new()
    {
        Inputs = texts.Select((text, index) => new CompromiseInput($"report {index + 1}", () => new MemoryStream(Encoding.UTF8.GetBytes(text)))).ToList(),
    };

    private static async Task<RecordingReport> SearchAsync(TestAccount account, CompromiseOptions? options = null)
    {
        var report = new RecordingReport();
        await new CompromiseSearch(account.Session.Limited(8), account.Connection.KeyLookup(), account.Connection.Findings, options ?? new CompromiseOptions(), report).RunAsync(CancellationToken.None);
        return report;
    }
}
