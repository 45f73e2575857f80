using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Clients;

/// <summary>The sandbox as boto3 sees it. Each script prints one JSON object.</summary>
public sealed class Boto3Tests
{
    private const string Prelude = """
        import boto3, json, time
        from botocore.config import Config
        from botocore.exceptions import ClientError
        config = Config(retries={'mode': 'standard', 'max_attempts': 3})
        iam = boto3.client('iam', config=config)
        sts = boto3.client('sts', config=config)
        def code(call, **arguments):
            try:
                call(**arguments)
                return 'none'
            except ClientError as error:
                return error.response['Error']['Code'] + ' ' + str(error.response['ResponseMetadata']['HTTPStatusCode'])

        """;

    [Fact]
    public async Task A_key_lives_from_creation_to_deletion()
    {
        using var server = SandboxServer.Start(Start.Options with { Propagation = TimeSpan.Zero });
        var result = await RunAsync(server, """
            iam.create_user(UserName='ada', Tags=[{'Key': 'owner', 'Value': 'web'}])
            first = iam.create_access_key(UserName='ada')['AccessKey']
            second = iam.create_access_key(UserName='ada')['AccessKey']
            third = code(iam.create_access_key, UserName='ada')
            own = boto3.client('sts', aws_access_key_id=second['AccessKeyId'], aws_secret_access_key=second['SecretAccessKey'])
            who = own.get_caller_identity()['Arn']
            iam.update_access_key(UserName='ada', AccessKeyId=second['AccessKeyId'], Status='Inactive')
            refused = code(own.get_caller_identity)
            used = iam.get_access_key_last_used(AccessKeyId=second['AccessKeyId'])['AccessKeyLastUsed']
            never = iam.get_access_key_last_used(AccessKeyId=first['AccessKeyId'])['AccessKeyLastUsed']
            iam.delete_access_key(UserName='ada', AccessKeyId=second['AccessKeyId'])
            left = [key['AccessKeyId'] for key in iam.list_access_keys(UserName='ada')['AccessKeyMetadata']]
            print(json.dumps(dict(first=first['AccessKeyId'], third=third, who=who, refused=refused, service=used['ServiceName'],
                used=used['LastUsedDate'].isoformat(), never='LastUsedDate' in never, left=left, created=first['CreateDate'].isoformat())))
            """);

        Assert.Equal("LimitExceeded 409", Text(result, "third"));
        Assert.Equal("arn:aws:iam::123456789012:user/ada", Text(result, "who"));
        Assert.Equal("InvalidClientTokenId 403", Text(result, "refused"));
        Assert.Equal("sts", Text(result, "service"));
        Assert.Equal("2026-11-20T07:00:00+00:00", Text(result, "used"));
        Assert.Equal("2026-11-20T07:00:00+00:00", Text(result, "created"));
        Assert.False(result["never"]!.GetValue<bool>());
        Assert.Equal([Text(result, "first")], Texts(result, "left"));
    }

    [Fact]
    public async Task Its_paginators_read_an_organization_and_its_roles_lead_into_the_accounts()
    {
        using var server = SandboxServer.Start(Start.Options with { Accounts = 45, Users = 3 });
        var result = await RunAsync(server, """
            org = boto3.client('organizations', config=config)
            accounts = [account for page in org.get_paginator('list_accounts').paginate() for account in page['Accounts']]
            root = org.list_roots()['Roots'][0]['Id']
            top = org.list_organizational_units_for_parent(ParentId=root)['OrganizationalUnits'][0]
            units = org.list_organizational_units_for_parent(ParentId=top['Id'])['OrganizationalUnits']
            below = sum(len(page['Accounts']) for unit in units for page in org.get_paginator('list_accounts_for_parent').paginate(ParentId=unit['Id']))
            last = accounts[-1]['Id']
            session = sts.assume_role(RoleArn='arn:aws:iam::%s:role/OrganizationAccountAccessRole' % last, RoleSessionName='night-run')['Credentials']
            own = boto3.client('iam', aws_access_key_id=session['AccessKeyId'], aws_secret_access_key=session['SecretAccessKey'], aws_session_token=session['SessionToken'])
            print(json.dumps(dict(accounts=len(accounts), units=[unit['Name'] for unit in units], below=below, last=last,
                manager=org.describe_organization()['Organization']['MasterAccountId'], users=[user['Arn'] for user in own.list_users()['Users']])))
            """);

        Assert.Equal(46, result["accounts"]!.GetValue<int>());
        Assert.Equal(45, result["below"]!.GetValue<int>());
        Assert.Equal(["Development", "Production", "Test"], Texts(result, "units").Order(StringComparer.Ordinal));
        Assert.Equal("123456789012", Text(result, "manager"));
        Assert.Equal(server.Organization.FindAccount(Text(result, "last"))!.Users.Select(user => user.Arn), Texts(result, "users"));
    }

    [Fact]
    public async Task Its_paginators_read_all_users_and_tags()
    {
        using var server = SandboxServer.Start(Start.Options with { Users = 249 });
        var result = await RunAsync(server, """
            default = [user['UserName'] for page in iam.get_paginator('list_users').paginate() for user in page['Users']]
            by_forty = iam.get_paginator('list_users').paginate(PaginationConfig={'PageSize': 40})
            small = [user['UserName'] for page in by_forty for user in page['Users']]
            for start in range(10, 50, 10):
                iam.tag_user(UserName=small[0], Tags=[{'Key': 'größe %d' % n, 'Value': 'a b+c=%d' % n} for n in range(start, start + 10)])
            pages = list(iam.get_paginator('list_user_tags').paginate(UserName=small[0], PaginationConfig={'PageSize': 15}))
            tags = [tag for page in pages for tag in page['Tags']]
            iam.untag_user(UserName=small[0], TagKeys=[tag['Key'] for tag in tags])
            left = iam.list_user_tags(UserName=small[0])['Tags']
            reserved = code(iam.tag_user, UserName=small[0], Tags=[{'Key': 'aws:x', 'Value': ''}])
            umlaut = next(tag for tag in tags if tag['Key'].startswith('g'))
            print(json.dumps(dict(default=len(default), same=default == small, pages=len(pages), tag=umlaut, left=len(left), reserved=reserved)))
            """);

        Assert.Equal(250, result["default"]!.GetValue<int>());
        Assert.True(result["same"]!.GetValue<bool>());
        Assert.Equal(3, result["pages"]!.GetValue<int>());
        Assert.StartsWith("größe", Text(result["tag"]!, "Key"), StringComparison.Ordinal);
        Assert.StartsWith("a b+c=", Text(result["tag"]!, "Value"), StringComparison.Ordinal);
        Assert.Equal(0, result["left"]!.GetValue<int>());
        Assert.Equal("InvalidInput 400", Text(result, "reserved"));
    }

    [Fact]
    public async Task It_reads_the_credential_report_and_waits_for_it()
    {
        using var server = SandboxServer.Start(Start.Options with { Users = 20, ReportPolls = 3 });
        var result = await RunAsync(server, """
            import csv, io
            absent = code(iam.get_credential_report)
            states = []
            while not states or states[-1] != 'COMPLETE':
                states.append(iam.generate_credential_report()['State'])
            report = iam.get_credential_report()
            rows = list(csv.DictReader(io.StringIO(report['Content'].decode())))
            users = [row['user'] for row in rows]
            print(json.dumps(dict(absent=absent, states=states, users=users, columns=len(rows[0]), at=report['GeneratedTime'].isoformat())))
            """);

        Assert.Equal("ReportNotPresent 410", Text(result, "absent"));
        Assert.Equal(["STARTED", "INPROGRESS", "INPROGRESS", "INPROGRESS", "COMPLETE"], Texts(result, "states"));
        Assert.Equal(server.Account.Users.Select(user => user.UserName).Prepend("<root_account>"), Texts(result, "users"));
        Assert.Equal(22, result["columns"]!.GetValue<int>());
        Assert.Equal("2026-11-20T07:00:00+00:00", Text(result, "at"));
    }

    [Fact]
    public async Task It_assumes_roles_and_retries_what_was_throttled()
    {
        using var server = Start.Empty();
        var role = server.Account.AddRole("audit", "iam:ListUsers");
        server.Faults.Order(new Fault { Operation = "ListUsers", Kind = FaultKind.Throttle });
        server.Faults.Order(new Fault { Operation = "ListUsers", Kind = FaultKind.HtmlUnavailable });
        var result = await RunAsync(server, $$"""
            given = sts.assume_role(RoleArn='{{role}}', RoleSessionName='night-run')['Credentials']
            session = dict(aws_access_key_id=given['AccessKeyId'], aws_secret_access_key=given['SecretAccessKey'], aws_session_token=given['SessionToken'])
            assumed = boto3.client('iam', config=config, **session)
            users = len(assumed.list_users()['Users'])
            denied = code(assumed.delete_user, UserName='sandbox-admin')
            unnamed = code(iam.get_user, UserName='nobody')
            web = sts.assume_role_with_web_identity(RoleArn='{{role}}', RoleSessionName='night-run', WebIdentityToken='token')['AssumedRoleUser']['Arn']
            regional = boto3.client('sts', region_name='eu-central-1').get_caller_identity()['Arn']
            print(json.dumps(dict(users=users, denied=denied, unnamed=unnamed, web=web, regional=regional)))
            """);

        Assert.Equal(1, result["users"]!.GetValue<int>());
        Assert.Equal("AccessDenied 403", Text(result, "denied"));
        Assert.Equal("NoSuchEntity 404", Text(result, "unnamed"));
        Assert.Equal("arn:aws:sts::123456789012:assumed-role/audit/night-run", Text(result, "web"));
        Assert.Equal("arn:aws:iam::123456789012:user/sandbox-admin", Text(result, "regional"));
        Assert.Equal(0, server.Faults.Pending);
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static IEnumerable<string> Texts(JsonNode node, string name) => node[name]!.AsArray().Select(item => item!.GetValue<string>());

    private static async Task<JsonNode> RunAsync(SandboxServer server, string script)
    {
        if (!await ForeignProcess.IsThereAsync("python3", "-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('boto3') is None)"))
        {
            Assert.Skip("python3 with boto3 is not installed on this machine.");
        }

        var result = await ForeignProcess.RunAsync("python3", ["-c", Prelude + script], ForeignProcess.Environment(server));
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json;
    }
}
