using System;
using System.Runtime.InteropServices;
using System.Security;

namespace KeyRotation;

/// <summary>The two crossings between plain text and SecureString.</summary>
public static class SecretText
{
    /// <summary>Puts a text into a read-only SecureString.</summary>
    /// <param name="plainText">The text.</param>
    public static SecureString Protect(string plainText)
    {
        if (plainText is null)
        {
            throw new ArgumentNullException(nameof(plainText));
        }

        var secret = new SecureString();
        foreach (char character in plainText)
        {
            secret.AppendChar(character);
        }

        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>Takes the text out again, at the moment of use.</summary>
    /// <param name="secret">The secret.</param>
    public static string Reveal(SecureString secret)
    {
        if (secret is null)
        {
            throw new ArgumentNullException(nameof(secret));
        }

        IntPtr pointer = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            return Marshal.PtrToStringUni(pointer, secret.Length);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(pointer);
        }
    }
}
