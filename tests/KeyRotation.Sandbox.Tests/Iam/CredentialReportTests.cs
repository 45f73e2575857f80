using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Iam;

public sealed class CredentialReportTests
{
    private const string Header =
        "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,"
        + "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
        + "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,"
        + "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

    [Fact]
    public async Task A_report_is_started_then_in_progress_then_complete()
    {
        using var server = SandboxServer.Start(Start.Options with { ReportPolls = 2 });
        using var admin = new Client(server);
        var absent = await admin.IamAsync("GetCredentialReport");
        Assert.Equal((410, "ReportNotPresent"), (absent.Status, absent.Code));

        var states = new List<string?>();
        for (var i = 0; i < 5; i++)
        {
            states.Add((await admin.IamAsync("GenerateCredentialReport")).Value("State"));
        }

        Assert.Equal(["STARTED", "INPROGRESS", "INPROGRESS", "COMPLETE", "COMPLETE"], states);
    }

    [Fact]
    public async Task Asking_for_the_content_counts_as_a_poll()
    {
        using var server = Start.Empty();
        using var admin = new Client(server);
        await admin.IamAsync("GenerateCredentialReport");

        var early = await admin.IamAsync("GetCredentialReport");
        Assert.Equal((404, "ReportInProgress"), (early.Status, early.Code));
        Assert.Equal("text/csv", (await admin.IamAsync("GetCredentialReport")).Value("ReportFormat"));
    }

    [Fact]
    public async Task A_report_may_never_be_complete()
    {
        using var server = SandboxServer.Start(Start.Options with { ReportPolls = int.MaxValue });
        using var admin = new Client(server);
        await admin.IamAsync("GenerateCredentialReport");
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal("INPROGRESS", (await admin.IamAsync("GenerateCredentialReport")).Value("State"));
        }
    }

    [Fact]
    public async Task A_report_is_kept_for_four_hours_with_what_was_true_then()
    {
        using var server = SandboxServer.Start(Start.Options with { ReportPolls = 0 });
        using var admin = new Client(server);
        server.Account.CreateUser("gone-soon");
        var first = await ReportAsync(admin);
        server.Account.DeleteUser("gone-soon");
        server.Account.CreateUser("came-late");

        server.Clock.Advance(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1));
        Assert.Equal("COMPLETE", (await admin.IamAsync("GenerateCredentialReport")).Value("State"));
        Assert.Equal(first, await ContentAsync(admin));
        Assert.Equal("2026-11-20T07:00:00Z", (await admin.IamAsync("GetCredentialReport")).Value("GeneratedTime"));

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var expired = await admin.IamAsync("GetCredentialReport");
        Assert.Equal((410, "ReportExpired"), (expired.Status, expired.Code));
        var second = await ReportAsync(admin);
        Assert.DoesNotContain("gone-soon", second, StringComparison.Ordinal);
        Assert.Contains("came-late", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_content_has_the_columns_and_words_of_AWS()
    {
        using var server = SandboxServer.Start(Start.Options with { ReportPolls = 0 });
        using var admin = new Client(server);
        server.Account.CreateUser("Zed", Start.Time.AddDays(-100));
        var key = server.Account.AddAccessKey("Zed", Start.Time.AddDays(-95).AddSeconds(0.7));
        server.Account.RecordUse(key.AccessKeyId, "s3", "eu-west-1", Start.Time.AddDays(-1));
        server.Account.CreateUser("adam,eve", Start.Time.AddDays(-50));
        server.Account.SetPassword("adam,eve", Start.Time.AddDays(-50));
        var lines = (await ReportAsync(admin)).Split('\n');

        Assert.Equal(Header, lines[0]);
        Assert.StartsWith("<root_account>,arn:aws:iam::123456789012:root,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,", lines[1], StringComparison.Ordinal);
        Assert.Equal(
            "\"adam,eve\",\"arn:aws:iam::123456789012:user/adam,eve\",2026-10-01T07:00:00Z,true,no_information,2026-10-01T07:00:00Z,N/A,false,"
            + "false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A",
            lines[2]);
        Assert.StartsWith("sandbox-admin,", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("Zed,arn:aws:iam::123456789012:user/Zed,2026-08-12T07:00:00Z,false,N/A,N/A,N/A,false,", lines[4], StringComparison.Ordinal);
        Assert.Contains(",true,2026-08-17T07:00:00Z,2026-11-19T07:00:00Z,eu-west-1,s3,", lines[4], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
        Assert.DoesNotContain("AKIA", string.Concat(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_root_row_shows_a_root_key()
    {
        using var server = SandboxServer.Start(Start.Options with { ReportPolls = 0 });
        using var admin = new Client(server);
        server.Account.RootHasAccessKey = true;

        Assert.Contains(",true,true,2023-", (await ReportAsync(admin)).Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_for_each_user_and_slots_that_do_not_follow_creation()
    {
        using var server = SandboxServer.Start(Start.Options with { ReportPolls = 0, Users = 400 });
        using var admin = new Client(server);
        var rows = (await ReportAsync(admin)).Split('\n').Skip(2).Select(line => line.Split(',')).ToArray();

        Assert.Equal(server.Account.Users.Select(user => user.UserName), rows.Select(row => row[0]));
        var pairs = rows.Where(row => row[9] != "N/A" && row[14] != "N/A").ToArray();
        Assert.Contains(pairs, row => string.CompareOrdinal(row[9], row[14]) < 0);
        Assert.Contains(pairs, row => string.CompareOrdinal(row[9], row[14]) > 0);
        Assert.Contains(rows, row => row[9] == "N/A" && row[14] != "N/A");
    }

    private static async Task<string> ReportAsync(Client admin)
    {
        while ((await admin.IamAsync("GenerateCredentialReport")).Value("State") != "COMPLETE")
        {
        }

        return await ContentAsync(admin);
    }

    private static async Task<string> ContentAsync(Client admin) =>
        Encoding.UTF8.GetString(Convert.FromBase64String((await admin.IamAsync("GetCredentialReport")).Value("Content")!));
}
