using System;

namespace KeyRotation.Integrations.Http;

/// <summary>The address of a service's API.</summary>
internal static class ServiceAddress
{
    /// <summary>Refuses an address that a token must not be sent to.</summary>
    /// <param name="address">The address.</param>
    /// <param name="parameter">The parameter that gave it.</param>
    /// <exception cref="KeyRotationException">It is not one of an API.</exception>
    public static void Require(Uri address, string parameter)
    {
        if (ProblemOf(address) is string problem)
        {
            throw ServiceFailures.AddressInvalid(parameter, problem);
        }
    }

    private static string? ProblemOf(Uri address) =>
        !address.IsAbsoluteUri || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? "is not an https address. The token and the secret are sent there: http is allowed on this machine only."
        : address.UserInfo.Length > 0 ? "has a user name or a password in it. Give the token with -Token."
        : address.Query.Length > 0 || address.Fragment.Length > 0 ? "has a query or a fragment. Give the address only as far as its path."
        : null;

    /// <summary>The address with a slash at its end, so that a path can follow.</summary>
    /// <param name="address">The address.</param>
    public static Uri Base(Uri address) => new(address.AbsoluteUri.TrimEnd('/') + "/");

    /// <summary>A name as one part of a path.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="DestinationException">It would lead to another path.</exception>
    public static string Part(string name) => name is "" or "." or ".."
        ? throw new DestinationException(FailureCategory.InvalidArgument, $"'{name}' cannot be used as a name there. Change the name of the destination.")
        : Uri.EscapeDataString(name);
}
