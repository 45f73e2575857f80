using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>
/// Finds out whose a key is of which only the id is known, and which users AWS has restricted. Every member throws
/// <see cref="ServiceException"/> when the service refuses or does not answer.
/// </summary>
public interface IKeyLookup
{
    /// <summary>The user of the account who has the key, and when the key was last used.</summary>
    /// <param name="accessKeyId">The key's id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<KeyUser> FindUserAsync(string accessKeyId, CancellationToken cancellationToken);

    /// <summary>The account that the key belongs to, whichever it is.</summary>
    /// <param name="accessKeyId">The key's id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<string> FindAccountAsync(string accessKeyId, CancellationToken cancellationToken);

    /// <summary>The users that a policy is attached to, all pages.</summary>
    /// <param name="policyArn">The policy.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<string>> ListUsersOfPolicyAsync(string policyArn, CancellationToken cancellationToken);
}

/// <summary>Who has a key.</summary>
/// <param name="UserName">The IAM user.</param>
/// <param name="LastUsed">When the key was last used.</param>
public sealed record KeyUser(string UserName, EvidenceOfUse LastUsed);
