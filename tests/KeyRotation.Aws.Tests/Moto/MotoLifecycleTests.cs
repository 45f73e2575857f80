using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Query;
using Xunit;

namespace KeyRotation.Aws.Tests.Moto;

/// <summary>The clients against moto, which was written by others from the same documentation.</summary>
public sealed class MotoLifecycleTests : IClassFixture<MotoServer>
{
    private readonly MotoServer moto;

    public MotoLifecycleTests(MotoServer moto) => this.moto = moto;

    [Fact]
    public async Task A_key_is_created_listed_disabled_enabled_and_deleted()
    {
        using AwsConnection connection = await OpenAsync("svc-life");
        IIdentityService iam = connection.Account.Identity;
        Assert.Empty(await iam.ListAccessKeysAsync("svc-life", CancellationToken.None));

        CreatedKey first = await iam.CreateAccessKeyAsync("svc-life", CancellationToken.None);
        CreatedKey second = await iam.CreateAccessKeyAsync("svc-life", CancellationToken.None);
        await iam.UpdateAccessKeyAsync("svc-life", first.AccessKeyId, AccessKeyStatus.Inactive, CancellationToken.None);
        Assert.Equal(
            [(first.AccessKeyId, AccessKeyStatus.Inactive), (second.AccessKeyId, AccessKeyStatus.Active)],
            (await iam.ListAccessKeysAsync("svc-life", CancellationToken.None)).Select(key => (key.AccessKeyId, key.Status)));

        await iam.UpdateAccessKeyAsync("svc-life", first.AccessKeyId, AccessKeyStatus.Active, CancellationToken.None);
        await iam.DeleteAccessKeyAsync("svc-life", second.AccessKeyId, CancellationToken.None);
        ListedKey left = Assert.Single(await iam.ListAccessKeysAsync("svc-life", CancellationToken.None));
        Assert.Equal((first.AccessKeyId, AccessKeyStatus.Active), (left.AccessKeyId, left.Status));
        Assert.InRange(left.CreateDate, first.CreateDate.AddSeconds(-1), first.CreateDate.AddSeconds(1));
        Assert.Equal(UseKind.NeverUsed, (await iam.GetAccessKeyLastUsedAsync(first.AccessKeyId, CancellationToken.None)).Kind);
    }

    [Fact]
    public async Task The_AWS_CLI_lists_the_same_keys()
    {
        using AwsConnection connection = await OpenAsync("svc-cli");
        IIdentityService iam = connection.Account.Identity;
        CreatedKey first = await iam.CreateAccessKeyAsync("svc-cli", CancellationToken.None);
        await iam.CreateAccessKeyAsync("svc-cli", CancellationToken.None);
        await iam.UpdateAccessKeyAsync("svc-cli", first.AccessKeyId, AccessKeyStatus.Inactive, CancellationToken.None);

        string listed = await moto.CliAsync("iam", "list-access-keys", "--user-name", "svc-cli", "--query", "AccessKeyMetadata[].[AccessKeyId,Status]");

        Assert.Equal(
            (await iam.ListAccessKeysAsync("svc-cli", CancellationToken.None)).Select(key => key.AccessKeyId + "\t" + key.Status).Order(StringComparer.Ordinal),
            listed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whose_a_key_is_and_whom_a_policy_is_attached_to()
    {
        using AwsConnection connection = await OpenAsync("svc-leaked");
        CreatedKey key = await connection.Account.Identity.CreateAccessKeyAsync("svc-leaked", CancellationToken.None);
        string policy = (await moto.CliAsync(
            "iam", "create-policy", "--policy-name", "Quarantine", "--query", "Policy.Arn",
            "--policy-document", """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:*","Resource":"*"}]}""")).Trim();
        await moto.CliAsync("iam", "attach-user-policy", "--user-name", "svc-leaked", "--policy-arn", policy);
        IKeyLookup lookup = connection.KeyLookup();

        Assert.Equal("svc-leaked", (await lookup.FindUserAsync(key.AccessKeyId, CancellationToken.None)).UserName);
        Assert.Equal(["svc-leaked"], await lookup.ListUsersOfPolicyAsync(policy, CancellationToken.None));
    }

    [Fact]
    public async Task The_detectors_of_GuardDuty_are_listed()
    {
        using AwsConnection connection = await OpenAsync("svc-guarded");
        string created = await moto.CliAsync("guardduty", "create-detector", "--enable", "--query", "DetectorId");

        Assert.Contains(created.Trim(), await connection.Findings(region: null).ListDetectorsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Tags_are_set_read_and_removed()
    {
        using AwsConnection connection = await OpenAsync("svc-tags");
        IIdentityService iam = connection.Account.Identity;
        Assert.Empty(await iam.ListUserTagsAsync("svc-tags", CancellationToken.None));
        var tags = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["keyrotation:AKIA0001"] = "quarantined since=2026-11-20T07:00:00Z by=AKIA0002",
            ["note"] = "x + y = z / @ home",
            ["empty"] = string.Empty,
        };

        await iam.TagUserAsync("svc-tags", tags, CancellationToken.None);
        Assert.Equal(tags.OrderBy(tag => tag.Key, StringComparer.Ordinal), (await iam.ListUserTagsAsync("svc-tags", CancellationToken.None)).OrderBy(tag => tag.Key, StringComparer.Ordinal));

        await iam.UntagUserAsync("svc-tags", ["note", "empty", "never there"], CancellationToken.None);
        Assert.Equal("keyrotation:AKIA0001", Assert.Single(await iam.ListUserTagsAsync("svc-tags", CancellationToken.None)).Key);
    }

    [Fact]
    public async Task The_credential_report_is_made_and_read()
    {
        using AwsConnection connection = await OpenAsync("svc-report");
        IIdentityService iam = connection.Account.Identity;
        await iam.CreateAccessKeyAsync("svc-report", CancellationToken.None);

        ReportState state;
        do
        {
            state = await iam.GenerateCredentialReportAsync(CancellationToken.None);
        }
        while (state != ReportState.Complete);
        CredentialReportDocument report = await iam.GetCredentialReportAsync(CancellationToken.None);

        string text = Encoding.UTF8.GetString(report.Content);
        Assert.StartsWith("user,arn,user_creation_time,", text, StringComparison.Ordinal);
        Assert.Contains("\nsvc-report,arn:aws:iam::", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_am_I_names_the_user_of_a_key_that_was_issued()
    {
        using AwsConnection connection = await OpenAsync("svc-who");
        CreatedKey key = await connection.Account.Identity.CreateAccessKeyAsync("svc-who", CancellationToken.None);

        CallerIdentity caller = await connection.Account.Callers.GetCallerIdentityAsync(key.AccessKeyId, key.SecretAccessKey, CancellationToken.None);

        Assert.Equal($"arn:aws:iam::{caller.AccountId}:user/svc-who", caller.Arn);
        Assert.Equal(connection.Account.AccountId, caller.AccountId);
        Assert.Contains(await connection.Account.Identity.ListUsersAsync(CancellationToken.None), user => (user.UserName, user.Arn) == ("svc-who", caller.Arn));
    }

    [Fact]
    public async Task Refusals_are_typed()
    {
        using AwsConnection connection = await OpenAsync("svc-refused");
        IIdentityService iam = connection.Account.Identity;
        await iam.CreateAccessKeyAsync("svc-refused", CancellationToken.None);
        await iam.CreateAccessKeyAsync("svc-refused", CancellationToken.None);

        await AssertKindAsync(ServiceErrorKind.QuotaReached, () => iam.CreateAccessKeyAsync("svc-refused", CancellationToken.None));
        await AssertKindAsync(ServiceErrorKind.NotFound, () => iam.ListAccessKeysAsync("nobody", CancellationToken.None));
        await AssertKindAsync(ServiceErrorKind.NotFound, () => iam.ListUserTagsAsync("nobody", CancellationToken.None));
        await AssertKindAsync(ServiceErrorKind.NotFound, () => iam.DeleteAccessKeyAsync("svc-refused", "AKIANOTTHERE00000001", CancellationToken.None));
    }

    private static async Task AssertKindAsync(ServiceErrorKind kind, Func<Task> call)
    {
        var problem = await Assert.ThrowsAsync<ServiceException>(call);
        Assert.Equal((kind, false), (problem.Kind, problem.IsUnclear));
    }

    private async Task<AwsConnection> OpenAsync(string userName)
    {
        await moto.CallAsync(new QueryRequest("CreateUser").With("UserName", userName));
        return await AwsConnection.OpenAsync(moto.Options, TimeProvider.System, CancellationToken.None);
    }
}
