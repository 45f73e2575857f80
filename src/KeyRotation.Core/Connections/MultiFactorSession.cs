using System;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>
/// The session that an MFA code begins. AWS takes a code once, so that all that works with a connection, such as the next
/// command of a pipeline, shares the session.
/// </summary>
public sealed class MultiFactorSession
{
    private readonly object gate = new();
    private readonly Func<string, Task<string?>> ask;
    private Task<MultiFactorKey>? begun;

    /// <summary>Describes how to get a code.</summary>
    /// <param name="serialNumber">The serial number or ARN of the device; null for that of the profile.</param>
    /// <param name="tokenCode">The code; null to ask for it where one is needed.</param>
    /// <param name="ask">Asks for a code of the device that it is given; gives null where no one can answer.</param>
    public MultiFactorSession(string? serialNumber, string? tokenCode, Func<string, Task<string?>> ask)
    {
        SerialNumber = serialNumber;
        TokenCode = tokenCode;
        this.ask = ask ?? throw new ArgumentNullException(nameof(ask));
    }

    /// <summary>The serial number or ARN of the device; null for that of the profile.</summary>
    public string? SerialNumber { get; }

    /// <summary>The code that was given; null when none was.</summary>
    public string? TokenCode { get; }

    /// <summary>Whether a device or a code was given, so that also credentials that do without are to sign in with one.</summary>
    public bool IsWanted => (SerialNumber ?? TokenCode) is not null;

    /// <summary>The key of the session, which the first call begins.</summary>
    /// <param name="serialNumber">The device.</param>
    /// <param name="begin">Begins the session with a code; gets null where there is none.</param>
    public Task<MultiFactorKey> GetAsync(string serialNumber, Func<string?, Task<MultiFactorKey>> begin)
    {
        if (begin is null)
        {
            throw new ArgumentNullException(nameof(begin));
        }

        lock (gate)
        {
            return begun ??= BeginAsync(serialNumber, begin);
        }
    }

    /// <summary>The device; never the code.</summary>
    public override string ToString() => "MFA device " + (SerialNumber ?? "of the profile");

    private async Task<MultiFactorKey> BeginAsync(string serialNumber, Func<string?, Task<MultiFactorKey>> begin) =>
        await begin(TokenCode ?? await ask(serialNumber).ConfigureAwait(false)).ConfigureAwait(false);
}

/// <summary>A temporary key of a session that an MFA code began.</summary>
/// <param name="Key">The key.</param>
/// <param name="Expiration">When it ends, UTC.</param>
public sealed record MultiFactorKey(SessionKey Key, DateTimeOffset Expiration);
