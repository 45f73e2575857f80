namespace KeyRotation.Integrations.Http;

/// <summary>Failures of naming a service; what a service refuses or fails at is the destination's failure.</summary>
internal static class ServiceFailures
{
    public static KeyRotationException TokenMissing(string[] variables) => new(
        "TokenMissing",
        FailureCategory.AuthenticationError,
        target: null,
        $"There is no token to sign in with. Give -Token, or set the environment variable {string.Join(" or ", variables)}.");

    /// <param name="source">Where the token is from, in words.</param>
    public static KeyRotationException TokenInvalid(string source) => new(
        "TokenInvalid",
        FailureCategory.InvalidArgument,
        target: null,
        $"The token of {source} is empty, or contains white space or other characters that tokens do not have. See whether more than the token was copied.");

    /// <param name="parameter">The parameter with the address.</param>
    /// <param name="problem">What is wrong with it, and what to do.</param>
    public static KeyRotationException AddressInvalid(string parameter, string problem) => new(
        "AddressInvalid",
        FailureCategory.InvalidArgument,
        target: null,
        $"-{parameter} {problem}");
}
