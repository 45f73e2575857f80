using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Organizations;

/// <summary>Service control policies: what is read of them, and what they deny.</summary>
public sealed class ControlPolicyTests : IDisposable
{
    private const string Member = "222222222222";
    private const string Kind = "SERVICE_CONTROL_POLICY";
    private const string NoKeys = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:CreateAccessKey","Resource":"*","Condition":{"StringNotEquals":{"iam:ResourceTag/AllowAccessKeys":"true"}}}]}""";

    private readonly SandboxServer server = Start.Empty();
    private readonly Client admin;
    private readonly string unit;

    public ControlPolicyTests()
    {
        admin = new Client(server);
        unit = server.Organization.AddOrganizationalUnit("Workloads");
        server.Organization.AddAccount(Member, "payments", unit);
    }

    [Fact]
    public async Task A_policy_is_listed_where_it_is_attached_and_read_by_its_id()
    {
        var id = server.Organization.AddServiceControlPolicy("NoKeys", NoKeys);
        server.Organization.AttachPolicy(id, unit);

        Assert.Equal(["p-FullAWSAccess", id], await PoliciesAsync(unit));
        Assert.Equal(["p-FullAWSAccess"], await PoliciesAsync(Member));
        var policy = (await admin.OrganizationsAsync("DescribePolicy", new { PolicyId = id })).Json["Policy"]!;
        Assert.Equal(NoKeys, policy["Content"]!.ToString());
        Assert.Equal($"arn:aws:organizations::123456789012:policy/{server.Organization.Id}/service_control_policy/{id}", policy["PolicySummary"]!["Arn"]!.ToString());
        Assert.Equal(unit, Assert.Single((await admin.OrganizationsAsync("ListParents", new { ChildId = Member })).Json["Parents"]!.AsArray())!["Id"]!.ToString());
        Assert.Equal("ROOT", (await admin.OrganizationsAsync("ListParents", new { ChildId = unit })).Json["Parents"]![0]!["Type"]!.ToString());
    }

    [Fact]
    public async Task What_is_not_there_is_refused_as_AWS_refuses_it()
    {
        Assert.Equal("PolicyNotFoundException", (await admin.OrganizationsAsync("DescribePolicy", new { PolicyId = "p-nonenone" })).JsonCode);
        Assert.Equal("TargetNotFoundException", (await admin.OrganizationsAsync("ListPoliciesForTarget", new { TargetId = "999999999999", Filter = Kind })).JsonCode);
        Assert.Equal("ChildNotFoundException", (await admin.OrganizationsAsync("ListParents", new { ChildId = "999999999999" })).JsonCode);
        Assert.Throws<ArgumentException>(() => server.Organization.AttachPolicy("p-nonenone", unit));
        Assert.Throws<ArgumentException>(() => server.Organization.AddServiceControlPolicy("large", NoKeys + new string(' ', 5120)));
        Assert.Throws<ArgumentException>(() => server.Organization.AddServiceControlPolicy("none", "no policy"));
    }

    [Fact]
    public async Task The_root_says_whether_they_are_enabled()
    {
        Assert.Equal("ENABLED", (await admin.OrganizationsAsync("ListRoots", new { })).Json["Roots"]![0]!["PolicyTypes"]![0]!["Status"]!.ToString());
        server.Organization.AreServiceControlPoliciesEnabled = false;
        Assert.Empty((await admin.OrganizationsAsync("ListRoots", new { })).Json["Roots"]![0]!["PolicyTypes"]!.AsArray());
    }

    public void Dispose()
    {
        admin.Dispose();
        server.Dispose();
    }

    private async Task<IEnumerable<string>> PoliciesAsync(string target) =>
        (await admin.OrganizationsAsync("ListPoliciesForTarget", new { TargetId = target, Filter = Kind })).Json["Policies"]!.AsArray().Select(policy => policy!["Id"]!.ToString());
}
