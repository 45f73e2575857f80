using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Guardrails;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Guardrails;

public sealed class GuardrailCheckTests
{
    private const string Management = "123456789012";
    private const string Member = "111111111111";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("account")]
    [InlineData("unit")]
    [InlineData("root")]
    public async Task A_policy_is_in_force_wherever_it_is_attached_at_or_above_the_account(string place)
    {
        await using var organization = await InventedOrganization.StartAsync();
        string at = organization.PlaceOf(place);
        string id = organization.Attach("NoKeys", GuardrailText.Of(new GuardrailOptions { ExceptedRoleArns = ["arn:aws:iam::*:role/KeyRotation"] }), at);

        KeyGuardrail found = Assert.Single(await organization.CheckAsync(Member));

        Assert.Equal((Member, "Yes", Member), (found.TargetId, found.InForce, found.AccountId));
        Assert.Equal(["callers with the tag AllowAccessKeys = true", "callers arn:aws:iam::*:role/KeyRotation"], found.Exceptions);
        GuardrailPolicy policy = Assert.Single(found.Policies);
        Assert.Equal((id, "NoKeys", at, organization.Server.Organization.PolicyArn(id)), (policy.Id, policy.Name, policy.AttachedTo, policy.Arn));
        Assert.Equal(["service-linked roles"], found.OutOfReach);
    }

    [Fact]
    public async Task A_policy_on_another_unit_is_not_and_the_reason_says_so()
    {
        await using var organization = await InventedOrganization.StartAsync();
        organization.Attach("NoKeys", GuardrailText.Of(new GuardrailOptions()), organization.Elsewhere);

        KeyGuardrail found = Assert.Single(await organization.CheckAsync(Member));

        Assert.Equal("No", found.InForce);
        Assert.Contains("No policy that is attached to 111111111111 or above it denies iam:CreateAccessKey", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_target_the_whole_organization_is_meant_and_the_management_account_is_out_of_reach()
    {
        await using var organization = await InventedOrganization.StartAsync();
        organization.Attach("NoKeys", GuardrailText.Of(new GuardrailOptions()), organization.Server.Organization.RootId);

        KeyGuardrail found = Assert.Single(await organization.CheckAsync());
        KeyGuardrail management = Assert.Single(await organization.CheckAsync(Management));

        Assert.Equal((organization.Server.Organization.RootId, "Yes", Management), (found.TargetId, found.InForce, found.AccountId));
        Assert.Equal(["the management account 123456789012", "service-linked roles"], found.OutOfReach);
        Assert.Equal("No", management.InForce);
        Assert.Contains("management account", management.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_that_are_switched_off_are_not_in_force()
    {
        await using var organization = await InventedOrganization.StartAsync();
        organization.Attach("NoKeys", GuardrailText.Of(new GuardrailOptions()), organization.Server.Organization.RootId);
        organization.Server.Organization.AreServiceControlPoliciesEnabled = false;

        KeyGuardrail found = Assert.Single(await organization.CheckAsync(Member));

        Assert.Equal("No", found.InForce);
        Assert.Contains("not enabled", found.Reason, StringComparison.Ordinal);
        Assert.Contains("enable-policy-type", found.Reason, StringComparison.Ordinal);
        Assert.Equal(0, organization.Server.Calls.Count("ListPoliciesForTarget"));
    }

    [Fact]
    public async Task What_one_policy_leaves_unknown_another_can_settle()
    {
        await using var organization = await InventedOrganization.StartAsync();
        organization.Attach("Mfa", """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"false"}}}}""", Member);
        KeyGuardrail unknown = Assert.Single(await organization.CheckAsync(Member));
        organization.Attach("NoKeys", GuardrailText.Of(new GuardrailOptions()), organization.Unit);
        KeyGuardrail known = Assert.Single(await organization.CheckAsync(Member));

        Assert.Equal("Unknown", unknown.InForce);
        Assert.Contains("Bool aws:MultiFactorAuthPresent false", unknown.Reason, StringComparison.Ordinal);
        Assert.Equal("Yes", known.InForce);
        Assert.Equal(["Unknown", "Yes"], known.Policies.Select(policy => policy.InForce));
    }

    [Fact]
    public async Task Of_several_denials_the_exception_of_each_is_needed()
    {
        await using var organization = await InventedOrganization.StartAsync();
        organization.Attach("Tag", GuardrailText.Of(new GuardrailOptions()), Member);
        organization.Attach("Path", GuardrailText.Of(new GuardrailOptions { UserPath = "human", TagName = "Human" }), organization.Unit);
        SandboxAccount account = organization.Account;
        Tagged(account, "svc-both", "AllowAccessKeys");
        Tagged(account, "svc-none", "team");

        KeyGuardrail found = await organization.WithUsersAsync(Member);

        Assert.Contains("Tag: callers with the tag AllowAccessKeys = true", found.Exceptions);
        Assert.Contains("Path: keys of users other than arn:aws:iam::*:user/human/*", found.Exceptions);
        Assert.Contains("exception of each", found.Reason, StringComparison.Ordinal);
        Assert.Equal(["svc-both"], found.Users);
    }

    [Fact]
    public async Task A_level_without_an_allow_denies_it_to_everyone()
    {
        await using var organization = await InventedOrganization.StartAsync();
        organization.Attach("OnlyS3", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}""", organization.Unit);
        organization.Server.Organization.DetachPolicy("p-FullAWSAccess", organization.Unit);

        KeyGuardrail found = await organization.WithUsersAsync(Member);

        Assert.Equal(("Yes", 0), (found.InForce, found.Exceptions.Count));
        Assert.Contains($"No policy that is attached to {organization.Unit} allows iam:CreateAccessKey", found.Reason, StringComparison.Ordinal);
        Assert.Empty(found.Users!);
        Assert.Equal(0, organization.Server.Calls.Count("ListUsers"));
    }

    [Fact]
    public async Task No_policy_at_all_is_no_answer()
    {
        await using var organization = await InventedOrganization.StartAsync();
        organization.Server.Organization.DetachPolicy("p-FullAWSAccess", organization.Unit);

        Assert.Equal("Unknown", Assert.Single(await organization.CheckAsync(Member)).InForce);
    }

    [Fact]
    public async Task Each_parent_each_list_and_each_policy_is_read_once_for_all_targets()
    {
        await using var organization = await InventedOrganization.StartAsync();
        string root = organization.Server.Organization.RootId;
        string id = organization.Attach("NoKeys", GuardrailText.Of(new GuardrailOptions()), root);
        organization.Server.Organization.AttachPolicy(id, organization.Unit);
        organization.Server.Calls.Clear();

        IReadOnlyList<KeyGuardrail> found = await organization.CheckAsync(Member, "222222222222", organization.Unit, root);

        Assert.All(found, guardrail => Assert.Equal("Yes", guardrail.InForce));
        Assert.Equal(["callers with the tag AllowAccessKeys = true"], found[0].Exceptions);
        Assert.Equal(
            [("DescribeOrganization", 1), ("DescribePolicy", 1), ("ListParents", 3), ("ListPoliciesForTarget", 4), ("ListRoots", 1)],
            organization.Server.Calls.Snapshot().GroupBy(call => call.Operation, StringComparer.Ordinal).Select(calls => (calls.Key, calls.Count())).Order());
    }

    [Fact]
    public async Task A_policy_that_cannot_be_read_is_unknown_and_says_why()
    {
        await using var organization = await InventedOrganization.StartAsync();
        organization.Attach("NoKeys", GuardrailText.Of(new GuardrailOptions()), Member);
        organization.State.AllowActions(SandboxServer.AdministratorName, "organizations:List*", "organizations:DescribeOrganization");

        var report = new RecordingReport();
        IReadOnlyList<KeyGuardrail> all = await organization.CheckAsync(report, Member, Member);

        KeyGuardrail found = all[0];
        Assert.Equal(("Unknown", "Unknown"), (found.InForce, all[1].InForce));
        Assert.Equal("AccessDenied", Assert.Single(report.Failures).ErrorId);
        Assert.Contains("organizations:DescribePolicy", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_is_not_there_is_one_error_and_the_others_are_judged()
    {
        await using var organization = await InventedOrganization.StartAsync();
        var report = new RecordingReport();

        IReadOnlyList<KeyGuardrail> found = await organization.CheckAsync(report, "999999999999", Member, "ou-none-12345678");

        Assert.Equal([Member], found.Select(guardrail => guardrail.TargetId));
        Assert.Equal(["GuardrailTargetNotFound", "GuardrailTargetNotFound"], report.Failures.Select(failure => failure.ErrorId));
        Assert.Contains("999999999999", report.Failures[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_fails_leaves_that_target_unknown_as_an_error_and_the_others_are_judged()
    {
        await using var organization = await InventedOrganization.StartAsync();
        organization.Attach("NoKeys", GuardrailText.Of(new GuardrailOptions()), organization.Unit);
        organization.Server.Faults.Order(new Fault { Operation = "ListPoliciesForTarget", Kind = FaultKind.Error, ErrorCode = "AccessDeniedException", HttpStatus = 400, Times = 1 });
        var report = new RecordingReport();

        IReadOnlyList<KeyGuardrail> found = await organization.CheckAsync(report, Member, "222222222222");

        Assert.Equal([("222222222222", "Yes")], found.Select(guardrail => (guardrail.TargetId, guardrail.InForce)));
        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal("AccessDenied", failure.ErrorId);
        Assert.StartsWith("Which policies hold for 111111111111 is not known.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("organizations:ListPoliciesForTarget", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("organizations:ListRoots")]
    [InlineData("organizations:DescribeOrganization")]
    public async Task Who_may_not_read_the_organization_hears_which_account_may(string missing)
    {
        await using var organization = await InventedOrganization.StartAsync();
        string[] all = ["organizations:ListRoots", "organizations:DescribeOrganization", "organizations:ListParents", "organizations:ListPoliciesForTarget", "organizations:DescribePolicy"];
        organization.State.AllowActions(SandboxServer.AdministratorName, all.Except([missing], StringComparer.Ordinal).ToArray());

        KeyRotationException failure = await Assert.ThrowsAsync<KeyRotationException>(() => organization.CheckAsync(Member));

        Assert.Equal(("GuardrailNotRead", FailureCategory.PermissionDenied), (failure.ErrorId, failure.Category));
        Assert.Contains(missing, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_of_no_organization_hears_so()
    {
        await using TestAccount account = await TestAccount.StartAsync();

        KeyRotationException failure = await Assert.ThrowsAsync<KeyRotationException>(() =>
            new GuardrailCheck(account.Connection.Organization(), new RecordingReport()).RunAsync(account.Session.Caller, [], Stop));

        Assert.Equal("NoOrganization", failure.ErrorId);
    }

    [Fact]
    public async Task Users_are_read_with_tags_only_where_the_policies_ask_for_tags()
    {
        await using var organization = await InventedOrganization.StartAsync();
        Tagged(organization.Account, "svc-allowed", "allowaccesskeys");
        Tagged(organization.Account, "svc-other", "team");
        string role = organization.Attach("Roles", """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:CreateAccessKey","Resource":"*","Condition":{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/svc-o*"}}}}""", Member);
        KeyGuardrail byArn = await organization.WithUsersAsync(Member);
        Assert.Equal(0, organization.Server.Calls.Count("ListUserTags"));
        organization.Server.Organization.DetachPolicy(role, Member);
        organization.Attach("Tag", GuardrailText.Of(new GuardrailOptions { TagOf = TagOwner.User }), Member);
        KeyGuardrail byTag = await organization.WithUsersAsync(Member);

        Assert.Equal(["svc-other"], byArn.Users);
        Assert.Equal(["svc-allowed"], byTag.Users);
        Assert.Equal(2, organization.Server.Calls.Count("ListUserTags"));
    }

    private static void Tagged(SandboxAccount account, string userName, string tag)
    {
        account.CreateUser(userName);
        account.SetTag(userName, tag, "true");
    }
}
