using System;
using Sodium;

namespace KeyRotation.Integrations.GitHub;

/// <summary>
/// Encrypts for the owner of a public key alone, as GitHub asks for it (crypto_box_seal of libsodium):
/// https://docs.github.com/rest/guides/encrypting-secrets-for-the-rest-api.
/// </summary>
internal static class SealedBox
{
    private const int KeyLength = 32;

    /// <summary>The encrypted text as base64.</summary>
    /// <param name="text">The text.</param>
    /// <param name="publicKey">The public key as base64.</param>
    /// <exception cref="DestinationException">It is not such a key, or libsodium is not there.</exception>
    public static string Seal(string text, string publicKey)
    {
        var key = new byte[KeyLength];
        if (!Convert.TryFromBase64String(publicKey, key, out int length) || length != KeyLength)
        {
            throw new DestinationException(FailureCategory.InvalidData, "GitHub gave a public key that is not one of 32 bytes. Nothing can be encrypted for it. See whether the address is that of the API.");
        }

        try
        {
            return Convert.ToBase64String(SealedPublicKeyBox.Create(text, key));
        }
        catch (Exception problem) when (problem is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or TypeInitializationException)
        {
            throw new DestinationException(
                FailureCategory.InvalidOperation,
                $"libsodium, which encrypts for GitHub, cannot be loaded on this system ({problem.GetBaseException().Message.TrimEnd('.')}). Install the module KeyRotation.Integrations again; it has libsodium for Windows, Linux and macOS.");
        }
    }
}
