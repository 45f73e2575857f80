using System;
using System.Linq;
using System.Security;

namespace KeyRotation.Integrations.Http;

/// <summary>The token that a destination signs in with.</summary>
internal static class ServiceToken
{
    /// <summary>The token that was given, else the first that the environment has.</summary>
    /// <param name="given">What was given; null for nothing.</param>
    /// <param name="variables">The names of the environment variables, the first one first.</param>
    /// <returns>The token and where it is from, in words.</returns>
    /// <exception cref="KeyRotationException">There is none, or it cannot be one.</exception>
    public static (SecureString Token, string Source) Of(SecureString? given, params string[] variables)
    {
        if (given is not null)
        {
            return (Checked(given, "-Token"), "-Token");
        }

        string? name = variables.FirstOrDefault(variable => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(variable)));
        return name is null
            ? throw ServiceFailures.TokenMissing(variables)
            : (Checked(SecretText.Protect(Environment.GetEnvironmentVariable(name)!.Trim()), name), name);
    }

    /// <summary>What is sent as a header: a line break in it would begin another one.</summary>
    private static SecureString Checked(SecureString token, string source)
    {
        string text = SecretText.Reveal(token);
        if (text.Length == 0 || !text.All(character => character is > ' ' and <= '~'))
        {
            throw ServiceFailures.TokenInvalid(source);
        }

        SecureString copy = token.Copy();
        copy.MakeReadOnly();
        return copy;
    }
}
