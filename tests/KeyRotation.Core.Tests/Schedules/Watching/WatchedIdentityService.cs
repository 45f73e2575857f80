using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Tests.Schedules.Model;

namespace KeyRotation.Tests.Schedules.Watching;

/// <summary>IAM, watched.</summary>
internal sealed class WatchedIdentityService : IIdentityService
{
    private readonly IIdentityService inner;
    private readonly CallWatch watch;
    private readonly History history;
    private readonly bool mayWrite;
    private readonly ReadsBehind reads;

    public WatchedIdentityService(IIdentityService inner, CallWatch watch, History history, ReadsBehind reads, bool mayWrite)
    {
        this.inner = inner;
        this.watch = watch;
        this.history = history;
        this.mayWrite = mayWrite;
        this.reads = reads;
    }

    /// <summary>The keys whose last use was answered.</summary>
    public ConcurrentDictionary<string, EvidenceOfUse> Evidence { get; } = new(StringComparer.Ordinal);

    /// <summary>When the credential reports that were read had been generated.</summary>
    public ConcurrentQueue<DateTimeOffset> ReportTimes { get; } = new();

    public Task<IReadOnlyList<IamUser>> ListUsersAsync(CancellationToken cancellationToken) =>
        CallAsync("ListUsers", userName: null, () => inner.ListUsersAsync(cancellationToken));

    public async Task<IReadOnlyList<ListedKey>> ListAccessKeysAsync(string userName, CancellationToken cancellationToken)
    {
        IReadOnlyList<ListedKey> keys = reads.Keys(userName, await CallAsync("ListAccessKeys", userName, () => inner.ListAccessKeysAsync(userName, cancellationToken)));
        foreach (ListedKey key in keys)
        {
            if (mayWrite && key.Status == AccessKeyStatus.Active && history.Find(key.AccessKeyId) is { IsActive: true } seen)
            {
                Learning.SeenAtWork(seen, Sign.Listed);
            }
        }

        return keys;
    }

    public Task<CreatedKey> CreateAccessKeyAsync(string userName, CancellationToken cancellationToken) =>
        CallAsync("CreateAccessKey", userName, () => inner.CreateAccessKeyAsync(userName, cancellationToken));

    public Task UpdateAccessKeyAsync(string userName, string accessKeyId, AccessKeyStatus status, CancellationToken cancellationToken) =>
        ChangeAsync("UpdateAccessKey", userName, () => inner.UpdateAccessKeyAsync(userName, accessKeyId, status, cancellationToken));

    public Task DeleteAccessKeyAsync(string userName, string accessKeyId, CancellationToken cancellationToken) =>
        ChangeAsync("DeleteAccessKey", userName, () => inner.DeleteAccessKeyAsync(userName, accessKeyId, cancellationToken));

    public async Task<EvidenceOfUse> GetAccessKeyLastUsedAsync(string accessKeyId, CancellationToken cancellationToken)
    {
        EvidenceOfUse use = await CallAsync(
            "GetAccessKeyLastUsed", history.Find(accessKeyId)?.UserName, () => inner.GetAccessKeyLastUsedAsync(accessKeyId, cancellationToken));
        Evidence[accessKeyId] = use;
        return use;
    }

    public Task<ReportState> GenerateCredentialReportAsync(CancellationToken cancellationToken) =>
        CallAsync("GenerateCredentialReport", userName: null, () => inner.GenerateCredentialReportAsync(cancellationToken));

    public async Task<CredentialReportDocument> GetCredentialReportAsync(CancellationToken cancellationToken)
    {
        CredentialReportDocument document = await CallAsync("GetCredentialReport", userName: null, () => inner.GetCredentialReportAsync(cancellationToken));
        ReportTimes.Enqueue(document.GeneratedTime);
        return document;
    }

    public Task<IReadOnlyList<string>> GetGroupAsync(string groupName, CancellationToken cancellationToken) => inner.GetGroupAsync(groupName, cancellationToken);

    public async Task<IReadOnlyDictionary<string, string>> ListUserTagsAsync(string userName, CancellationToken cancellationToken) =>
        reads.Tags(userName, await CallAsync("ListUserTags", userName, () => inner.ListUserTagsAsync(userName, cancellationToken)));

    public Task TagUserAsync(string userName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        ChangeAsync("TagUser", userName, () => inner.TagUserAsync(userName, tags, cancellationToken));

    public Task UntagUserAsync(string userName, IReadOnlyCollection<string> tagKeys, CancellationToken cancellationToken) =>
        ChangeAsync("UntagUser", userName, () => inner.UntagUserAsync(userName, tagKeys, cancellationToken));

    private Task<T> CallAsync<T>(string operation, string? userName, Func<Task<T>> send) => watch.CallAsync("iam", operation, userName, send);

    private Task ChangeAsync(string operation, string userName, Func<Task> send) => CallAsync(
        operation,
        userName,
        async () =>
        {
            await send();
            return true;
        });
}
