using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;

namespace KeyRotation.Sandbox.Stores;

/// <summary>
/// Ids and secrets from the seed: the n-th drawn is always the same, and none comes twice. Not secure, and not meant to be:
/// these keys open nothing but the sandbox. Safe for many threads.
/// </summary>
internal sealed class IdentifierSource
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly object gate = new();
    private readonly HashSet<string> issued = new(StringComparer.Ordinal);
    private readonly string seed;
    private readonly string? accountId;
    private long drawn;

    /// <param name="seed">What they are drawn from.</param>
    /// <param name="accountId">The account whose keys are to say by their ids that they are its own; null: their ids say nothing.</param>
    public IdentifierSource(int seed, string? accountId = null)
    {
        this.seed = string.Create(CultureInfo.InvariantCulture, $"{seed}{(accountId is null ? string.Empty : "/" + accountId)}");
        this.accountId = accountId;
    }

    /// <summary>40 characters of AWS's secret alphabet, which is base64's.</summary>
    public string Secret() => Convert.ToBase64String(Draw().AsSpan(0, 30));

    /// <summary>88 characters that tell nobody anything.</summary>
    public string Opaque() => Convert.ToBase64String(Draw()) + Convert.ToBase64String(Draw());

    /// <summary>So many letters and digits, at most 32.</summary>
    public string Letters(int length) => string.Concat(Draw().Take(length).Select(value => Alphanumeric[value % Alphanumeric.Length]));

    public string Uuid() => new Guid(Draw().AsSpan(0, 16)).ToString("D", CultureInfo.InvariantCulture);

    /// <summary>An id that no other call gives: a prefix and so many letters and digits, at most 32.</summary>
    public string Unique(string prefix, int length)
    {
        while (true)
        {
            var id = prefix + string.Concat(Draw().Take(length).Select(value => Base32[value & 31]));
            lock (gate)
            {
                if (issued.Add(id))
                {
                    return id;
                }
            }
        }
    }

    /// <summary>The id of an access key, that of a user or of a session.</summary>
    public string AccessKeyId(string prefix)
    {
        if (accountId is null)
        {
            return Unique(prefix, AccessKeyIds.Length);
        }

        while (true)
        {
            var id = prefix + AccessKeyIds.Of(accountId, Draw());
            lock (gate)
            {
                if (issued.Add(id))
                {
                    return id;
                }
            }
        }
    }

    private byte[] Draw() => SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}/{Interlocked.Increment(ref drawn)}")));
}
