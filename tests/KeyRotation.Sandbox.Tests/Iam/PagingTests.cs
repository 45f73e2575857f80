using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Iam;

public sealed class PagingTests : IDisposable
{
    private readonly SandboxServer server = SandboxServer.Start(Start.Options with { Users = 249 });
    private readonly Client admin;

    public PagingTests() => admin = new Client(server);

    [Theory]
    [InlineData(null, 3)]
    [InlineData(1000, 1)]
    [InlineData(250, 1)]
    [InlineData(249, 2)]
    [InlineData(7, 36)]
    public async Task All_users_come_once_over_all_pages(int? maxItems, int pages)
    {
        var names = new List<string>();
        var count = await ReadAsync(maxItems, answer => names.AddRange(answer.All("UserName").Select(name => name.Value)));

        Assert.Equal(pages, count);
        Assert.Equal(server.Account.Users.Select(user => user.UserName), names);
        Assert.Equal(250, names.Count);
    }

    [Fact]
    public async Task Users_that_come_and_go_between_pages_hide_no_other()
    {
        var expected = server.Account.Users.Where(user => user.Keys.Count > 0 || user.PasswordEnabled).Select(user => user.UserName).ToList();
        var seen = new List<string>();
        await ReadAsync(10, answer =>
        {
            var page = answer.All("UserName").Select(name => name.Value).ToArray();
            seen.AddRange(page);
            var last = server.Account.FindUser(page[^1])!;
            if (last.Keys.Count == 0 && !last.PasswordEnabled)
            {
                server.Account.DeleteUser(last.UserName);
            }

            server.Account.CreateUser("a-new-" + seen.Count.ToString(CultureInfo.InvariantCulture));
        });

        Assert.Empty(expected.Except(seen, StringComparer.Ordinal));
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Tags_and_keys_have_pages_too()
    {
        var user = server.Account.CreateUser("zz-paged").UserName;
        foreach (var number in Enumerable.Range(0, 45))
        {
            server.Account.SetTag(user, "tag" + number.ToString(CultureInfo.InvariantCulture), "v");
        }

        server.Account.AddAccessKey(user);
        server.Account.AddAccessKey(user);
        var tags = await AllAsync("ListUserTags", "Key", user, 20);
        var keys = await AllAsync("ListAccessKeys", "AccessKeyId", user, 1);

        Assert.Equal((45, 3), (tags.Values.Distinct(StringComparer.Ordinal).Count(), tags.Pages));
        Assert.Equal((2, 2), (keys.Values.Distinct(StringComparer.Ordinal).Count(), keys.Pages));
    }

    [Theory]
    [InlineData("0", "ValidationError")]
    [InlineData("1001", "ValidationError")]
    [InlineData("-1", "ValidationError")]
    [InlineData("many", "MalformedInput")]
    public async Task A_page_has_one_to_a_thousand_items(string maxItems, string code)
    {
        var answer = await admin.IamAsync("ListUsers", ("MaxItems", maxItems));

        Assert.Equal((400, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_marker_that_was_not_given_out_is_refused() =>
        Assert.Equal("ValidationError", (await admin.IamAsync("ListUsers", ("Marker", "not a marker"))).Code);

    public void Dispose()
    {
        admin.Dispose();
        server.Dispose();
    }

    private async Task<int> ReadAsync(int? maxItems, Action<Answer> page)
    {
        string? marker = null;
        for (var pages = 1; ; pages++)
        {
            var parameters = new List<(string, string)>();
            if (maxItems is { } most)
            {
                parameters.Add(("MaxItems", most.ToString(CultureInfo.InvariantCulture)));
            }

            if (marker is not null)
            {
                parameters.Add(("Marker", marker));
            }

            var answer = await admin.IamAsync("ListUsers", [.. parameters]);
            page(answer);
            marker = answer.Marker;
            Assert.Equal(marker is null ? "false" : "true", answer.Value("IsTruncated"));
            if (marker is null)
            {
                return pages;
            }
        }
    }

    private async Task<(List<string> Values, int Pages)> AllAsync(string operation, string element, string user, int maxItems)
    {
        var values = new List<string>();
        (string, string)[] parameters = [("UserName", user), ("MaxItems", maxItems.ToString(CultureInfo.InvariantCulture))];
        var answer = await admin.IamAsync(operation, parameters);
        var pages = 1;
        values.AddRange(answer.All(element).Select(item => item.Value));
        for (; answer.Marker is { } marker; pages++)
        {
            answer = await admin.IamAsync(operation, [.. parameters, ("Marker", marker)]);
            values.AddRange(answer.All(element).Select(item => item.Value));
        }

        return (values, pages);
    }
}
