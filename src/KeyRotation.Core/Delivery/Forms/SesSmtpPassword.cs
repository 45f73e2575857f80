using System;
using System.Security.Cryptography;
using System.Text;

namespace KeyRotation.Delivery.Forms;

/// <summary>
/// The password of Amazon SES's SMTP endpoint, version 4: derived from a secret access key for one region, as the Amazon SES Developer
/// Guide says under "Obtaining Amazon SES SMTP credentials".
/// </summary>
internal static class SesSmtpPassword
{
    private const byte Version = 0x04;

    /// <summary>The version and a digest.</summary>
    private const int Size = 33;

    /// <summary>The password.</summary>
    /// <param name="secretAccessKey">The secret access key.</param>
    /// <param name="region">The region of SES.</param>
    public static string Of(string secretAccessKey, string region)
    {
        byte[] signature = Encoding.UTF8.GetBytes("AWS4" + secretAccessKey);
        foreach (string part in new[] { "11111111", region, "ses", "aws4_request", "SendRawEmail" })
        {
            using var algorithm = new HMACSHA256(signature);
            signature = algorithm.ComputeHash(Encoding.UTF8.GetBytes(part));
        }

        return Convert.ToBase64String([Version, .. signature]);
    }

    /// <summary>Whether a text has the form of such a password, which no secret access key has: 33 bytes in base64, the first one the version.</summary>
    /// <param name="text">The text.</param>
    public static bool IsOne(string? text)
    {
        if (text?.Length != Size / 3 * 4)
        {
            return false;
        }

        try
        {
            byte[] bytes = Convert.FromBase64String(text);
            return bytes.Length == Size && bytes[0] == Version;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
