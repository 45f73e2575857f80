using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace KeyRotation.Sandbox;

/// <summary>
/// Ids and secrets from the seed: the n-th drawn is always the same, and none comes twice. Not secure, and not meant to be:
/// these keys open nothing but the sandbox. Not safe for many threads.
/// </summary>
internal sealed class IdentifierSource
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly HashSet<string> issued = new(StringComparer.Ordinal);
    private readonly int seed;
    private long drawn;

    public IdentifierSource(int seed) => this.seed = seed;

    public string UserId() => Unique("AIDA", 17);

    public string RoleId() => Unique("AROA", 17);

    public string AccessKeyId() => Unique("AKIA", 16);

    public string TemporaryKeyId() => Unique("ASIA", 16);

    /// <summary>40 characters of AWS's secret alphabet, which is base64's.</summary>
    public string Secret() => Convert.ToBase64String(Draw().AsSpan(0, 30));

    public string SessionToken() => "FwoGZXIvYXdzE" + Convert.ToBase64String(Draw()) + Convert.ToBase64String(Draw());

    /// <summary>What Secrets Manager appends to a secret's name in its ARN.</summary>
    public string SecretSuffix() => string.Concat(Draw().Take(6).Select(value => Alphanumeric[value % Alphanumeric.Length]));

    public string Uuid() => new Guid(Draw().AsSpan(0, 16)).ToString("D", CultureInfo.InvariantCulture);

    /// <summary>What KMS would make of a secret value.</summary>
    public string Ciphertext() => "AQICAHh" + Convert.ToBase64String(Draw()) + Convert.ToBase64String(Draw());

    private string Unique(string prefix, int length)
    {
        while (true)
        {
            var id = prefix + string.Concat(Draw().Take(length).Select(value => Base32[value & 31]));
            if (issued.Add(id))
            {
                return id;
            }
        }
    }

    private byte[] Draw() => SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}/{++drawn}")));
}
