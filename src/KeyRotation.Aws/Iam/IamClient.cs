using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Query;

namespace KeyRotation.Aws.Iam;

/// <summary>
/// IAM (API version 2010-05-08). Reads and repeatable changes go through a client that repeats them,
/// CreateAccessKey through one that sends once.
/// </summary>
internal sealed class IamClient : IIdentityService, IDisposable
{
    private const string PageSize = "1000";

    private readonly QueryClient repeating;
    private readonly Lazy<QueryClient> once;

    /// <param name="credentials">What signs the calls.</param>
    /// <param name="configOf">Where the calls go, with the given repetition.</param>
    public IamClient(AWSCredentials credentials, Func<RetryMode, ServiceClientConfig> configOf)
    {
        repeating = new QueryClient(credentials, configOf(RetryMode.Repeat()));
        // An audit creates nothing, and has a client less for each of a thousand accounts.
        once = new Lazy<QueryClient>(() => new QueryClient(credentials, configOf(RetryMode.Once)));
    }

    public async Task<IReadOnlyList<IamUser>> ListUsersAsync(CancellationToken cancellationToken)
    {
        var users = new List<IamUser>();
        await ReadPagesAsync("ListUsers", userName: null, "Users", user => users.Add(User(user)), cancellationToken).ConfigureAwait(false);
        return users;
    }

    public async Task<IReadOnlyList<ListedKey>> ListAccessKeysAsync(string userName, CancellationToken cancellationToken)
    {
        var keys = new List<ListedKey>();
        await ReadPagesAsync(
            "ListAccessKeys",
            userName,
            "AccessKeyMetadata",
            key => keys.Add(new ListedKey(key.Required("AccessKeyId"), Status(key), key.RequiredTime("CreateDate")) { UserName = key.Text("UserName") }),
            cancellationToken).ConfigureAwait(false);
        return keys;
    }

    public async Task<CreatedKey> CreateAccessKeyAsync(string userName, CancellationToken cancellationToken)
    {
        AnswerElement result = await once.Value.CallAsync(OfUser("CreateAccessKey", userName), cancellationToken).ConfigureAwait(false);
        AnswerElement key = result.Structure("AccessKey");
        return new CreatedKey(key.Required("AccessKeyId"), SecretText.Protect(key.Required("SecretAccessKey")), key.RequiredTime("CreateDate"));
    }

    public Task UpdateAccessKeyAsync(string userName, string accessKeyId, AccessKeyStatus status, CancellationToken cancellationToken) =>
        repeating.ChangeAsync(OfUser("UpdateAccessKey", userName).With("AccessKeyId", accessKeyId).With("Status", status.ToString()), cancellationToken);

    public Task DeleteAccessKeyAsync(string userName, string accessKeyId, CancellationToken cancellationToken) =>
        repeating.ChangeAsync(OfUser("DeleteAccessKey", userName).With("AccessKeyId", accessKeyId), cancellationToken);

    public async Task<EvidenceOfUse> GetAccessKeyLastUsedAsync(string accessKeyId, CancellationToken cancellationToken)
    {
        AnswerElement result = await repeating
            .CallAsync(new QueryRequest("GetAccessKeyLastUsed").With("AccessKeyId", accessKeyId), cancellationToken).ConfigureAwait(false);
        return Use(result.Structure("AccessKeyLastUsed"));
    }

    public async Task<ReportState> GenerateCredentialReportAsync(CancellationToken cancellationToken)
    {
        AnswerElement result = await repeating.CallAsync(new QueryRequest("GenerateCredentialReport"), cancellationToken).ConfigureAwait(false);
        return result.Required("State") switch
        {
            "STARTED" => ReportState.Started,
            "INPROGRESS" => ReportState.InProgress,
            "COMPLETE" => ReportState.Complete,
            string other => throw result.Malformed($"'{other}' is not a state of a report"),
        };
    }

    public async Task<CredentialReportDocument> GetCredentialReportAsync(CancellationToken cancellationToken)
    {
        AnswerElement result = await repeating.CallAsync(new QueryRequest("GetCredentialReport"), cancellationToken).ConfigureAwait(false);
        try
        {
            return new CredentialReportDocument(Convert.FromBase64String(result.Required("Content")), result.RequiredTime("GeneratedTime"));
        }
        catch (FormatException)
        {
            throw result.Malformed("the content of the credential report is not base64");
        }
    }

    public async Task<IReadOnlyList<string>> GetGroupAsync(string groupName, CancellationToken cancellationToken)
    {
        var members = new List<string>();
        await ReadPagesAsync("GetGroup", "GroupName", groupName, "Users", user => members.Add(user.Required("UserName")), cancellationToken).ConfigureAwait(false);
        return members;
    }

    public async Task<IReadOnlyDictionary<string, string>> ListUserTagsAsync(string userName, CancellationToken cancellationToken)
    {
        var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        await ReadPagesAsync(
            "ListUserTags",
            userName,
            "Tags",
            tag => tags[tag.Required("Key")] = tag.Present("Value"),
            cancellationToken).ConfigureAwait(false);
        return tags;
    }

    public Task TagUserAsync(string userName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        repeating.ChangeAsync(
            OfUser("TagUser", userName).WithList("Tags", tags, (request, name, tag) => request.With(name + ".Key", tag.Key).With(name + ".Value", tag.Value)),
            cancellationToken);

    public Task UntagUserAsync(string userName, IReadOnlyCollection<string> tagKeys, CancellationToken cancellationToken) =>
        repeating.ChangeAsync(OfUser("UntagUser", userName).WithList("TagKeys", tagKeys, (request, name, tagKey) => request.With(name, tagKey)), cancellationToken);

    public void Dispose()
    {
        repeating.Dispose();
        if (once.IsValueCreated)
        {
            once.Value.Dispose();
        }
    }

    private Task ReadPagesAsync(string operation, string? userName, string list, Action<AnswerElement> read, CancellationToken cancellationToken) =>
        ReadPagesAsync(operation, "UserName", userName, list, read, cancellationToken);

    /// <summary>Reads to the last page; a page in between may be empty.</summary>
    private async Task ReadPagesAsync(string operation, string parameter, string? value, string list, Action<AnswerElement> read, CancellationToken cancellationToken)
    {
        var walk = new PageWalk(repeating, operation);
        string? marker = null;
        do
        {
            QueryRequest request = new QueryRequest(operation).With(parameter, value).With("MaxItems", PageSize).With("Marker", marker);
            AnswerElement page = await repeating.CallAsync(request, cancellationToken).ConfigureAwait(false);
            List<AnswerElement> items = page.List(list).ToList();
            marker = page.IsTrue("IsTruncated") ? page.Required("Marker") : null;
            walk.Add(items.Count, page.Size, marker);
            items.ForEach(read);
        }
        while (marker is not null);
    }

    /// <summary>The last use as GetAccessKeyLastUsed answers it.</summary>
    internal static EvidenceOfUse Use(AnswerElement lastUsed) => lastUsed.Time("LastUsedDate") is DateTimeOffset at
        ? EvidenceOfUse.Used(at, lastUsed.Text("ServiceName"), lastUsed.Text("Region"))
        : EvidenceOfUse.NeverUsed;

    private static QueryRequest OfUser(string operation, string userName) => new QueryRequest(operation).With("UserName", userName);

    private static IamUser User(AnswerElement user) => new(user.Required("UserName"), user.Required("Arn"), user.RequiredTime("CreateDate")) { UserId = user.Text("UserId") };

    private static AccessKeyStatus Status(AnswerElement key) => key.Required("Status") switch
    {
        "Active" => AccessKeyStatus.Active,
        "Inactive" => AccessKeyStatus.Inactive,
        "Expired" => AccessKeyStatus.Expired,
        string other => throw key.Malformed($"'{other}' is not a status of a key"),
    };
}
