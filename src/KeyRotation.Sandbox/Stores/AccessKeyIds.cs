using System;
using System.Globalization;

namespace KeyRotation.Sandbox.Stores;

/// <summary>
/// Ids of access keys that hold the number of their account, in the place where those of AWS have it: who gets a call finds the account
/// without asking each.
/// </summary>
internal static class AccessKeyIds
{
    /// <summary>How many characters come behind the prefix.</summary>
    public const int Length = 16;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int PrefixLength = 4;
    private const int NumberedBytes = 6;
    private const int RandomBits = 7;
    private const ulong AccountBits = (1UL << 40) - 1;

    /// <summary>What comes behind the prefix.</summary>
    /// <param name="accountId">Twelve digits.</param>
    /// <param name="random">At least ten bytes, different for each key.</param>
    public static string Of(string accountId, ReadOnlySpan<byte> random)
    {
        Span<byte> bytes = stackalloc byte[Length * 5 / 8];
        random[..bytes.Length].CopyTo(bytes);
        var number = (ulong.Parse(accountId, CultureInfo.InvariantCulture) << RandomBits) | (bytes[NumberedBytes - 1] & 0x7FUL) | (1UL << 47);
        for (var index = NumberedBytes - 1; index >= 0; index--)
        {
            bytes[index] = (byte)number;
            number >>= 8;
        }

        return Write(bytes);
    }

    /// <summary>The account that an id names, if it is one that names an account; twelve digits.</summary>
    public static string? AccountOf(string accessKeyId)
    {
        if (accessKeyId.Length != PrefixLength + Length)
        {
            return null;
        }

        ulong number = 0;
        foreach (var letter in accessKeyId.AsSpan(PrefixLength, 10))
        {
            var value = Base32.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            number = (number << 5) | (uint)value;
        }

        return (((number >> 2) >> RandomBits) & AccountBits).ToString("D12", CultureInfo.InvariantCulture);
    }

    private static string Write(ReadOnlySpan<byte> bytes)
    {
        Span<char> letters = stackalloc char[Length];
        var bit = 0;
        for (var index = 0; index < letters.Length; index++, bit += 5)
        {
            var pair = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
            letters[index] = Base32[(pair >> (11 - (bit % 8))) & 31];
        }

        return new string(letters);
    }
}
