using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>IAM with a limit on the calls under way.</summary>
internal sealed class LimitedIdentityService : IIdentityService
{
    private readonly IIdentityService inner;
    private readonly CallLimit limit;

    public LimitedIdentityService(IIdentityService inner, CallLimit limit)
    {
        this.inner = inner;
        this.limit = limit;
    }

    public Task<IReadOnlyList<IamUser>> ListUsersAsync(CancellationToken cancellationToken) =>
        limit.CallAsync(() => inner.ListUsersAsync(cancellationToken), cancellationToken);

    public Task<IReadOnlyList<ListedKey>> ListAccessKeysAsync(string userName, CancellationToken cancellationToken) =>
        limit.CallAsync(() => inner.ListAccessKeysAsync(userName, cancellationToken), cancellationToken);

    public Task<CreatedKey> CreateAccessKeyAsync(string userName, CancellationToken cancellationToken) =>
        limit.CallAsync(() => inner.CreateAccessKeyAsync(userName, cancellationToken), cancellationToken);

    public Task UpdateAccessKeyAsync(string userName, string accessKeyId, AccessKeyStatus status, CancellationToken cancellationToken) =>
        limit.CallAsync(() => inner.UpdateAccessKeyAsync(userName, accessKeyId, status, cancellationToken), cancellationToken);

    public Task DeleteAccessKeyAsync(string userName, string accessKeyId, CancellationToken cancellationToken) =>
        limit.CallAsync(() => inner.DeleteAccessKeyAsync(userName, accessKeyId, cancellationToken), cancellationToken);

    public Task<EvidenceOfUse> GetAccessKeyLastUsedAsync(string accessKeyId, CancellationToken cancellationToken) =>
        limit.CallAsync(() => inner.GetAccessKeyLastUsedAsync(accessKeyId, cancellationToken), cancellationToken);

    public Task<ReportState> GenerateCredentialReportAsync(CancellationToken cancellationToken) =>
        limit.CallAsync(() => inner.GenerateCredentialReportAsync(cancellationToken), cancellationToken);

    public Task<CredentialReportDocument> GetCredentialReportAsync(CancellationToken cancellationToken) =>
        limit.CallAsync(() => inner.GetCredentialReportAsync(cancellationToken), cancellationToken);

    public Task<IReadOnlyList<string>> GetGroupAsync(string groupName, CancellationToken cancellationToken) =>
        limit.CallAsync(() => inner.GetGroupAsync(groupName, cancellationToken), cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> ListUserTagsAsync(string userName, CancellationToken cancellationToken) =>
        limit.CallAsync(() => inner.ListUserTagsAsync(userName, cancellationToken), cancellationToken);

    public Task TagUserAsync(string userName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        limit.CallAsync(() => inner.TagUserAsync(userName, tags, cancellationToken), cancellationToken);

    public Task UntagUserAsync(string userName, IReadOnlyCollection<string> tagKeys, CancellationToken cancellationToken) =>
        limit.CallAsync(() => inner.UntagUserAsync(userName, tagKeys, cancellationToken), cancellationToken);
}
