using System.Security;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>Who signs the calls. GetCallerIdentity needs no permission: the natural proof that a key works and whose it is.</summary>
public interface ICallerIdentityService
{
    /// <summary>Who signs with the session's own credentials.</summary>
    Task<CallerIdentity> GetCallerIdentityAsync(CancellationToken cancellationToken);

    /// <summary>Who signs with the given key. One attempt, not retried: the caller decides how often to ask.</summary>
    Task<CallerIdentity> GetCallerIdentityAsync(string accessKeyId, SecureString secretAccessKey, CancellationToken cancellationToken);
}

/// <summary>The answer to "who am I".</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Arn">The ARN of the user or the assumed role.</param>
public sealed record CallerIdentity(string AccountId, string Arn);
