using System;
using System.Security;

namespace KeyRotation;

/// <summary>
/// Credentials that a session holds for every command in it, as AWS Tools for PowerShell keep them in a variable. They are
/// had anew each time: whoever holds them renews them.
/// </summary>
public sealed class SessionCredentials
{
    private readonly Func<SessionKey> read;

    /// <summary>Describes them.</summary>
    /// <param name="name">Where they are and what they are called, for messages; no secret.</param>
    /// <param name="isPlainKey">Whether having them asks nobody and calls nobody.</param>
    /// <param name="read">Has them.</param>
    public SessionCredentials(string name, bool isPlainKey, Func<SessionKey> read)
    {
        Name = name ?? throw new ArgumentNullException(nameof(name));
        IsPlainKey = isPlainKey;
        this.read = read ?? throw new ArgumentNullException(nameof(read));
    }

    /// <summary>Where they are and what they are called.</summary>
    public string Name { get; }

    /// <summary>Whether having them asks nobody and calls nobody.</summary>
    public bool IsPlainKey { get; }

    /// <summary>Has them.</summary>
    /// <exception cref="KeyRotationException">What the session holds is no credentials.</exception>
    public SessionKey Read() => read();

    /// <summary>Their name.</summary>
    public override string ToString() => Name;
}

/// <summary>A key of a session's credentials, to sign with.</summary>
public sealed class SessionKey
{
    /// <summary>Takes a key.</summary>
    /// <param name="accessKeyId">Its id.</param>
    /// <param name="secretAccessKey">Its secret.</param>
    /// <param name="sessionToken">The token that goes with a temporary one; null for a user's own.</param>
    public SessionKey(string accessKeyId, SecureString secretAccessKey, string? sessionToken)
    {
        AccessKeyId = accessKeyId ?? throw new ArgumentNullException(nameof(accessKeyId));
        SecretAccessKey = secretAccessKey ?? throw new ArgumentNullException(nameof(secretAccessKey));
        SessionToken = sessionToken;
    }

    /// <summary>The key's id.</summary>
    public string AccessKeyId { get; }

    /// <summary>Its secret.</summary>
    public SecureString SecretAccessKey { get; }

    /// <summary>The token that goes with a temporary key; null for a user's own.</summary>
    public string? SessionToken { get; }

    /// <summary>The key's id.</summary>
    public override string ToString() => AccessKeyId;
}
