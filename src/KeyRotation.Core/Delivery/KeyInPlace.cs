using System;
using System.Text.RegularExpressions;

namespace KeyRotation.Delivery;

/// <summary>
/// What a delivery may write over: nothing, the key that is being replaced, and the new key itself. Any other key
/// in its place may be needed by somebody, and is written over only where that was asked for.
/// </summary>
public static class KeyInPlace
{
    /// <summary>What is shown of a stored id: only what can be no secret, should one stand in the wrong place.</summary>
    private static readonly Regex Id = new("^[A-Z0-9]{16,32}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>What a place holds.</summary>
    /// <param name="storedAccessKeyId">The id of the key that is there; null or empty when none is.</param>
    /// <param name="replacedAccessKeyId">The key that is being replaced.</param>
    public static PlaceContent ContentOf(string? storedAccessKeyId, string replacedAccessKeyId) =>
        string.IsNullOrEmpty(storedAccessKeyId) ? PlaceContent.Empty
        : storedAccessKeyId == replacedAccessKeyId ? PlaceContent.ReplacedKey
        : PlaceContent.AnotherKey;

    /// <summary>Refuses a place that holds another key.</summary>
    /// <param name="where">The place in words, e.g. <c>The secret 'x'</c>.</param>
    /// <param name="storedAccessKeyId">The id of the key that is there; null or empty when none is.</param>
    /// <param name="replacedAccessKeyId">The key that is being replaced.</param>
    /// <param name="newAccessKeyId">The key that replaces it; null before it is created.</param>
    /// <exception cref="DestinationException">Another key is there.</exception>
    public static void EnsureReplaceable(string where, string? storedAccessKeyId, string replacedAccessKeyId, string? newAccessKeyId = null)
    {
        if (string.IsNullOrEmpty(storedAccessKeyId) || storedAccessKeyId == replacedAccessKeyId || storedAccessKeyId == newAccessKeyId)
        {
            return;
        }

        string there = Id.IsMatch(storedAccessKeyId!) ? "key " + storedAccessKeyId : "something whose id is not that of an access key";
        throw new DestinationException(
            FailureCategory.InvalidOperation,
            $"{where} holds {there} and not key {replacedAccessKeyId}, which is to be replaced. An application may need it there: choose another place, or write over it with -Force.")
        {
            IsAnotherKeyThere = true,
        };
    }
}
