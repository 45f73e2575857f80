using System;
using System.Collections.Generic;
using System.Security;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>
/// What rotation needs of IAM. Every member throws <see cref="ServiceException"/> when the service refuses or
/// does not answer. Lists are complete: pages are read to the end.
/// </summary>
public interface IIdentityService
{
    /// <summary>All users of the account.</summary>
    Task<IReadOnlyList<IamUser>> ListUsersAsync(CancellationToken cancellationToken);

    /// <summary>The keys of one user.</summary>
    Task<IReadOnlyList<ListedKey>> ListAccessKeysAsync(string userName, CancellationToken cancellationToken);

    /// <summary>Creates a key. Goes out once and is never retried: an unclear answer is the caller's to settle.</summary>
    Task<CreatedKey> CreateAccessKeyAsync(string userName, CancellationToken cancellationToken);

    /// <summary>Makes a key active or inactive.</summary>
    Task UpdateAccessKeyAsync(string userName, string accessKeyId, AccessKeyStatus status, CancellationToken cancellationToken);

    /// <summary>Deletes a key for good.</summary>
    Task DeleteAccessKeyAsync(string userName, string accessKeyId, CancellationToken cancellationToken);

    /// <summary>When a key was last used.</summary>
    Task<EvidenceOfUse> GetAccessKeyLastUsedAsync(string accessKeyId, CancellationToken cancellationToken);

    /// <summary>Asks for a credential report and says how far it is.</summary>
    Task<ReportState> GenerateCredentialReportAsync(CancellationToken cancellationToken);

    /// <summary>The credential report that was generated last.</summary>
    Task<CredentialReportDocument> GetCredentialReportAsync(CancellationToken cancellationToken);

    /// <summary>The names of the users in a group.</summary>
    Task<IReadOnlyList<string>> GetGroupAsync(string groupName, CancellationToken cancellationToken);

    /// <summary>The tags of one user.</summary>
    Task<IReadOnlyDictionary<string, string>> ListUserTagsAsync(string userName, CancellationToken cancellationToken);

    /// <summary>Sets tags of one user, all of them or none.</summary>
    Task TagUserAsync(string userName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Removes tags of one user; those that are not there do not matter.</summary>
    Task UntagUserAsync(string userName, IReadOnlyCollection<string> tagKeys, CancellationToken cancellationToken);
}

/// <summary>An IAM user.</summary>
/// <param name="UserName">The name as it was created.</param>
/// <param name="Arn">The ARN.</param>
/// <param name="CreateDate">When it was created, UTC.</param>
public sealed record IamUser(string UserName, string Arn, DateTimeOffset CreateDate)
{
    /// <summary>The unique id, by which AWS Config names the user; null where it was not given.</summary>
    public string? UserId { get; init; }
}

/// <summary>A key as ListAccessKeys shows it.</summary>
/// <param name="AccessKeyId">The key's id.</param>
/// <param name="Status">Active or not.</param>
/// <param name="CreateDate">When it was created, UTC.</param>
public sealed record ListedKey(string AccessKeyId, AccessKeyStatus Status, DateTimeOffset CreateDate)
{
    /// <summary>The user as AWS writes the name: it finds users whatever the case of the letters. Null where it was not given.</summary>
    public string? UserName { get; init; }
}

/// <summary>A key as CreateAccessKey answers it: the only time that AWS tells the secret.</summary>
public sealed class CreatedKey
{
    /// <summary>Holds a created key.</summary>
    /// <param name="accessKeyId">The key's id.</param>
    /// <param name="secretAccessKey">Its secret.</param>
    /// <param name="createDate">When it was created, UTC.</param>
    public CreatedKey(string accessKeyId, SecureString secretAccessKey, DateTimeOffset createDate)
    {
        AccessKeyId = accessKeyId;
        SecretAccessKey = secretAccessKey;
        CreateDate = createDate;
    }

    /// <summary>The key's id.</summary>
    public string AccessKeyId { get; }

    /// <summary>Its secret.</summary>
    public SecureString SecretAccessKey { get; }

    /// <summary>When it was created, UTC.</summary>
    public DateTimeOffset CreateDate { get; }
}

/// <summary>How far a credential report is (<c>ReportStateType</c>).</summary>
public enum ReportState
{
    /// <summary>Generation has begun.</summary>
    Started,

    /// <summary>Generation goes on.</summary>
    InProgress,

    /// <summary>The report can be read.</summary>
    Complete,
}

/// <summary>A credential report as the service gives it.</summary>
/// <param name="Content">The CSV text as UTF-8 bytes.</param>
/// <param name="GeneratedTime">When it was generated, UTC; AWS keeps a report for four hours.</param>
public sealed record CredentialReportDocument(byte[] Content, DateTimeOffset GeneratedTime);
