using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Iam;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>
/// Every call of the IAM client, held against the official model: what it sends, and what it makes of an answer in which
/// every member of the model has a value of its own. The first word of a test is the operation.
/// </summary>
public sealed class IamConformanceTests
{
    private static ServiceModel Model => ServiceModel.Iam;

    [Fact]
    public async Task ListUsers_reads_every_page()
    {
        (IReadOnlyList<IamUser> users, IReadOnlyList<ModelAnswer> pages) = await PagesAsync("ListUsers", client => client.ListUsersAsync(CancellationToken.None));

        Assert.Equal(
            Items(pages, "Users", (page, item) => new IamUser(page[item + ".UserName"], page[item + ".Arn"], page.Time(item + ".CreateDate")) { UserId = page[item + ".UserId"] }),
            users);
    }

    [Fact]
    public async Task ListAccessKeys_reads_every_page_and_every_status()
    {
        (IReadOnlyList<ListedKey> keys, IReadOnlyList<ModelAnswer> pages) = await PagesAsync("ListAccessKeys", client => client.ListAccessKeysAsync("svc", CancellationToken.None));

        Assert.Equal(
            Items(pages, "AccessKeyMetadata", (page, item) => new ListedKey(page[item + ".AccessKeyId"], Enum.Parse<AccessKeyStatus>(page[item + ".Status"]), page.Time(item + ".CreateDate")) { UserName = page[item + ".UserName"] }),
            keys);
        Assert.Equal(Enum.GetValues<AccessKeyStatus>().Length, keys.Select(key => key.Status).Distinct().Count());
    }

    [Fact]
    public async Task CreateAccessKey_reads_the_key_and_its_secret()
    {
        (CreatedKey key, ModelAnswer answer) = await CallAsync("CreateAccessKey", client => client.CreateAccessKeyAsync("svc", CancellationToken.None));

        Assert.Equal(answer["AccessKey.AccessKeyId"], key.AccessKeyId);
        Assert.Equal(answer["AccessKey.SecretAccessKey"], SecretText.Reveal(key.SecretAccessKey));
        Assert.Equal(answer.Time("AccessKey.CreateDate"), key.CreateDate);
    }

    [Theory]
    [InlineData(AccessKeyStatus.Active)]
    [InlineData(AccessKeyStatus.Inactive)]
    public async Task UpdateAccessKey_names_user_key_and_status(AccessKeyStatus status)
    {
        StubRequest request = await ChangeAsync("UpdateAccessKey", client => client.UpdateAccessKeyAsync("svc", Clients.KeyId, status, CancellationToken.None));

        Assert.Equal(("svc", Clients.KeyId, status.ToString()), (request.Parameter("UserName"), request.Parameter("AccessKeyId"), request.Parameter("Status")));
    }

    [Fact]
    public async Task DeleteAccessKey_names_user_and_key()
    {
        StubRequest request = await ChangeAsync("DeleteAccessKey", client => client.DeleteAccessKeyAsync("svc", Clients.KeyId, CancellationToken.None));

        Assert.Equal(("svc", Clients.KeyId), (request.Parameter("UserName"), request.Parameter("AccessKeyId")));
    }

    [Fact]
    public async Task GetAccessKeyLastUsed_reads_when_and_where()
    {
        (EvidenceOfUse use, ModelAnswer answer) = await CallAsync("GetAccessKeyLastUsed", client => client.GetAccessKeyLastUsedAsync(Clients.KeyId, CancellationToken.None));

        Assert.Equal(UseKind.Used, use.Kind);
        Assert.Equal(answer.Time("AccessKeyLastUsed.LastUsedDate"), use.At);
        Assert.Equal(answer["AccessKeyLastUsed.ServiceName"], use.Service);
        Assert.Equal(answer["AccessKeyLastUsed.Region"], use.Region);
    }

    [Theory]
    [InlineData("STARTED", ReportState.Started)]
    [InlineData("INPROGRESS", ReportState.InProgress)]
    [InlineData("COMPLETE", ReportState.Complete)]
    public async Task GenerateCredentialReport_reads_the_state(string text, ReportState expected)
    {
        (ReportState state, _) = await CallAsync("GenerateCredentialReport", client => client.GenerateCredentialReportAsync(CancellationToken.None), ("State", text));

        Assert.Equal(expected, state);
        Assert.Equal(Enum.GetValues<ReportState>().Length, Model.Output("GenerateCredentialReport")!.Members["State"].Enum.Count);
    }

    [Fact]
    public async Task GetCredentialReport_reads_bytes_and_time()
    {
        (CredentialReportDocument report, ModelAnswer answer) = await CallAsync("GetCredentialReport", client => client.GetCredentialReportAsync(CancellationToken.None));

        Assert.Equal(Convert.FromBase64String(answer["Content"]), report.Content);
        Assert.Equal(answer.Time("GeneratedTime"), report.GeneratedTime);
    }

    [Fact]
    public async Task GetGroup_reads_every_page()
    {
        (IReadOnlyList<string> members, IReadOnlyList<ModelAnswer> pages) = await PagesAsync("GetGroup", client => client.GetGroupAsync("vendors", CancellationToken.None));

        Assert.Equal(Items(pages, "Users", (page, item) => page[item + ".UserName"]), members);
    }

    [Fact]
    public async Task ListUserTags_reads_every_page()
    {
        (IReadOnlyDictionary<string, string> tags, IReadOnlyList<ModelAnswer> pages) = await PagesAsync("ListUserTags", client => client.ListUserTagsAsync("svc", CancellationToken.None));

        Assert.Equal(
            Items(pages, "Tags", (page, item) => new KeyValuePair<string, string>(page[item + ".Key"], page[item + ".Value"])).OrderBy(tag => tag.Key, StringComparer.Ordinal),
            tags.OrderBy(tag => tag.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task TagUser_sends_every_tag()
    {
        // The empty value is one; so are the characters that a form must escape.
        var tags = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["keyrotation:pending"] = "rotate AKIA at=2026-11-20T07:00:00Z token=4f1c+/=",
            ["Kostenstelle Köln"] = "日本 @42_x-y",
            ["empty"] = string.Empty,
        };
        StubRequest request = await ChangeAsync("TagUser", client => client.TagUserAsync("svc", tags, CancellationToken.None));

        Assert.Equal(tags, Enumerable.Range(1, 3).ToDictionary(
            item => request.Parameter($"Tags.member.{item}.Key")!,
            item => request.Parameter($"Tags.member.{item}.Value")!,
            StringComparer.Ordinal));
    }

    [Fact]
    public async Task UntagUser_sends_every_tag_key()
    {
        string[] keys = ["keyrotation:pending", "Kostenstelle Köln", Clients.KeyId];
        StubRequest request = await ChangeAsync("UntagUser", client => client.UntagUserAsync("svc", keys, CancellationToken.None));

        Assert.Equal(keys, Enumerable.Range(1, 3).Select(item => request.Parameter($"TagKeys.member.{item}")));
    }

    [Fact]
    public void Every_call_of_the_client_is_tried_here()
    {
        string[] tests = typeof(IamConformanceTests).GetMethods().Select(test => test.Name.Split('_')[0]).ToArray();
        IEnumerable<string> calls = typeof(IamClient).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(call => call.Name).Where(name => name.EndsWith("Async", StringComparison.Ordinal));

        Assert.All(calls, call => Assert.Contains(call[..^"Async".Length], tests));
    }

    private static async Task<(T Result, ModelAnswer Answer)> CallAsync<T>(string operation, Func<IamClient, Task<T>> call, params (string Path, string Value)[] given)
    {
        var answer = new ModelAnswer(Model, operation, 0, given);
        await using var stub = new StubServer(_ => StubAnswer.Ok(answer.Xml));
        using IamClient client = Clients.Iam(stub.Endpoint);

        T result = await call(client);

        Assert.Empty(ModelInput.Problems(Model, operation, Assert.Single(stub.Requests)));
        return (result, answer);
    }

    private static async Task<StubRequest> ChangeAsync(string operation, Func<IamClient, Task> call)
    {
        var answer = new ModelAnswer(Model, operation);
        await using var stub = new StubServer(_ => StubAnswer.Ok(answer.Xml));
        using IamClient client = Clients.Iam(stub.Endpoint);

        await call(client);

        StubRequest request = Assert.Single(stub.Requests);
        Assert.Empty(ModelInput.Problems(Model, operation, request));
        return request;
    }

    /// <summary>Answers with three pages; the second call must carry the first page's marker, and so on.</summary>
    private static async Task<(T Result, IReadOnlyList<ModelAnswer> Pages)> PagesAsync<T>(string operation, Func<IamClient, Task<T>> call)
    {
        List<ModelAnswer> pages = Enumerable.Range(0, 3)
            .Select(page => new ModelAnswer(Model, operation, page * 100, ("IsTruncated", page < 2 ? "true" : "false"), ("Marker", "marker+/= of page " + page)))
            .ToList();
        await using var stub = new StubServer(request => StubAnswer.Ok(pages[request.Parameter("Marker") is string marker ? marker[^1] - '0' + 1 : 0].Xml));
        using IamClient client = Clients.Iam(stub.Endpoint);

        T result = await call(client);

        Assert.Equal([null, pages[0]["Marker"], pages[1]["Marker"]], stub.Requests.Select(request => request.Parameter("Marker")));
        Assert.All(stub.Requests, request => Assert.Empty(ModelInput.Problems(Model, operation, request)));
        return (result, pages);
    }

    private static IEnumerable<T> Items<T>(IReadOnlyList<ModelAnswer> pages, string list, Func<ModelAnswer, string, T> item) =>
        pages.SelectMany(page => Enumerable.Range(1, ModelAnswer.Items).Select(number => item(page, $"{list}.member.{number}")));
}
