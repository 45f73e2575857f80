using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>
/// IAM with a limit on the calls under way. The limit sits on the calls and not on the rotations, so that one
/// that waits for its new key to be known takes no place.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim whose wait handle is never taken holds nothing to release.")]
internal sealed class LimitedIdentityService : IIdentityService
{
    private readonly IIdentityService inner;
    private readonly SemaphoreSlim places;

    public LimitedIdentityService(IIdentityService inner, int callsInFlight)
    {
        this.inner = inner;
        places = new SemaphoreSlim(callsInFlight, callsInFlight);
    }

    public Task<IReadOnlyList<IamUser>> ListUsersAsync(CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListUsersAsync(cancellationToken), cancellationToken);

    public Task<IamUser> GetUserAsync(string userName, CancellationToken cancellationToken) =>
        CallAsync(() => inner.GetUserAsync(userName, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<ListedKey>> ListAccessKeysAsync(string userName, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListAccessKeysAsync(userName, cancellationToken), cancellationToken);

    public Task<CreatedKey> CreateAccessKeyAsync(string userName, CancellationToken cancellationToken) =>
        CallAsync(() => inner.CreateAccessKeyAsync(userName, cancellationToken), cancellationToken);

    public Task UpdateAccessKeyAsync(string userName, string accessKeyId, AccessKeyStatus status, CancellationToken cancellationToken) =>
        CallAsync(() => inner.UpdateAccessKeyAsync(userName, accessKeyId, status, cancellationToken), cancellationToken);

    public Task DeleteAccessKeyAsync(string userName, string accessKeyId, CancellationToken cancellationToken) =>
        CallAsync(() => inner.DeleteAccessKeyAsync(userName, accessKeyId, cancellationToken), cancellationToken);

    public Task<EvidenceOfUse> GetAccessKeyLastUsedAsync(string accessKeyId, CancellationToken cancellationToken) =>
        CallAsync(() => inner.GetAccessKeyLastUsedAsync(accessKeyId, cancellationToken), cancellationToken);

    public Task<ReportState> GenerateCredentialReportAsync(CancellationToken cancellationToken) =>
        CallAsync(() => inner.GenerateCredentialReportAsync(cancellationToken), cancellationToken);

    public Task<CredentialReportDocument> GetCredentialReportAsync(CancellationToken cancellationToken) =>
        CallAsync(() => inner.GetCredentialReportAsync(cancellationToken), cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> ListUserTagsAsync(string userName, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListUserTagsAsync(userName, cancellationToken), cancellationToken);

    public Task TagUserAsync(string userName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        CallAsync(() => inner.TagUserAsync(userName, tags, cancellationToken), cancellationToken);

    public Task UntagUserAsync(string userName, IReadOnlyCollection<string> tagKeys, CancellationToken cancellationToken) =>
        CallAsync(() => inner.UntagUserAsync(userName, tagKeys, cancellationToken), cancellationToken);

    private async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await call().ConfigureAwait(false);
        }
        finally
        {
            places.Release();
        }
    }

    private Task<bool> CallAsync(Func<Task> call, CancellationToken cancellationToken) => CallAsync(
        async () =>
        {
            await call().ConfigureAwait(false);
            return true;
        },
        cancellationToken);
}
