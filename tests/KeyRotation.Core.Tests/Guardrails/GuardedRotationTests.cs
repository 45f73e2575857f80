using System;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws;
using KeyRotation.Guardrails;
using KeyRotation.Passes;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Steps;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Guardrails;

/// <summary>Rotation below a guardrail, over the sandbox that follows it.</summary>
public sealed class GuardedRotationTests
{
    private const string Rotator = "KeyRotation";

    private static readonly GuardrailOptions ButTheRotator = new() { ExceptedRoleArns = ["arn:aws:iam::*:role/" + Rotator], ProtectsJournal = true };

    [Fact]
    public async Task A_rotation_that_the_policy_denies_leaves_nothing_and_names_the_policy()
    {
        await using var organization = await InventedOrganization.StartAsync();
        AddUser(organization.Account);
        string id = organization.Attach("NoKeys", GuardrailText.Of(new GuardrailOptions()), organization.Unit);

        RecordingReport report = await RotateAsync(organization, SandboxOrganization.RoleName);

        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal(("AccessDenied", FailureCategory.PermissionDenied), (failure.ErrorId, failure.Category));
        Assert.Contains($"The service control policy {id} ({organization.Server.Organization.PolicyArn(id)}) denies iam:CreateAccessKey", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Test-AccessKeyGuardrail 111111111111, signed in to the management account 123456789012", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Allow iam:CreateAccessKey", failure.Message, StringComparison.Ordinal);
        Assert.Single(organization.Account.FindUser("svc")!.Keys);
        Assert.Empty(organization.Account.Tags("svc"));
    }

    [Theory]
    [InlineData(TagOwner.Principal)]
    [InlineData(TagOwner.User)]
    public async Task A_role_that_is_left_out_rotates(TagOwner owner)
    {
        await using var organization = await InventedOrganization.StartAsync();
        AddUser(organization.Account);
        organization.Account.AddRole(Rotator);
        organization.Attach("NoKeys", GuardrailText.Of(ButTheRotator with { TagOf = owner }), organization.Unit);

        RecordingReport report = await RotateAsync(organization, Rotator);

        Assert.Empty(report.Failures);
        Assert.Equal("svc", Assert.Single(report.Results<RotatedAccessKey>()).UserName);
    }

    [Fact]
    public async Task A_tag_of_the_user_lets_any_role_rotate_its_key()
    {
        await using var organization = await InventedOrganization.StartAsync();
        AddUser(organization.Account);
        organization.Account.SetTag("svc", "AllowAccessKeys", "true");
        organization.Attach("NoKeys", GuardrailText.Of(new GuardrailOptions { TagOf = TagOwner.User }), organization.Unit);

        Assert.Single((await RotateAsync(organization, SandboxOrganization.RoleName)).Results<RotatedAccessKey>());
    }

    [Fact]
    public async Task Another_role_cannot_write_a_protected_journal_and_creates_no_key()
    {
        await using var organization = await InventedOrganization.StartAsync();
        AddUser(organization.Account);
        organization.Account.SetTag("svc", "AllowAccessKeys", "true");
        string id = organization.Attach("Journal", GuardrailText.Of(ButTheRotator with { TagOf = TagOwner.User }), organization.Unit);

        RecordingReport report = await RotateAsync(organization, SandboxOrganization.RoleName);

        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Contains($"{id} ({organization.Server.Organization.PolicyArn(id)}) denies iam:TagUser", failure.Message, StringComparison.Ordinal);
        Assert.Contains("aws organizations describe-policy --policy-id " + id, failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, organization.Server.Calls.Count("CreateAccessKey"));
    }

    [Fact]
    public async Task What_the_check_says_of_users_is_what_happens_to_them()
    {
        await using var organization = await InventedOrganization.StartAsync();
        organization.Attach("NoKeys", GuardrailText.Of(new GuardrailOptions { UserPath = "human" }), organization.Unit);
        foreach (string name in new[] { "svc-a", "svc-b" })
        {
            organization.Account.CreateUser(name);
        }

        organization.Account.SetTag("svc-b", "AllowAccessKeys", "true");
        organization.Attach("Tag", GuardrailText.Of(new GuardrailOptions { TagOf = TagOwner.User }), InventedOrganization.Member);
        KeyGuardrail found = await organization.WithUsersAsync(InventedOrganization.Member);
        using AwsConnection open = await organization.EnterAsync(InventedOrganization.Member, SandboxOrganization.RoleName);

        Assert.Equal(["svc-b"], found.Users);
        await open.Account.Identity.CreateAccessKeyAsync("svc-b", CancellationToken.None);
        ServiceException refused = await Assert.ThrowsAsync<ServiceException>(() => open.Account.Identity.CreateAccessKeyAsync("svc-a", CancellationToken.None));
        Assert.Equal(ServiceErrorKind.AccessDenied, refused.Kind);
    }

    private static void AddUser(SandboxAccount account)
    {
        account.CreateUser("svc");
        account.AddAccessKey("svc", TestAccount.Start.AddDays(-200));
    }

    private static async Task<RecordingReport> RotateAsync(InventedOrganization organization, string role)
    {
        var report = new RecordingReport();
        using AwsConnection open = await organization.EnterAsync(InventedOrganization.Member, role);
        AccountSession session = open.Account.Limited(8);
        await new StepRunner(session, AccountPass.CreateRotationRules(session, new RotationOptions(), report), new StepRunnerOptions(), report).RunAsync([new KeyTarget("svc")], CancellationToken.None);
        return report;
    }
}
