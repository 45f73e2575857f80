using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace KeyRotation.Aws;

/// <summary>Makes the failures of reaching an account: nothing can go on after any of them.</summary>
internal static class ConnectionFailures
{
    public static KeyRotationException UnknownRegion(string region) => Argument(
        "UnknownRegion",
        $"'{region}' is a region of no partition of AWS that this release knows. Check -Region, AWS_REGION and the profile's region.");

    public static KeyRotationException NoRegion() => Argument(
        "NoRegion",
        "A secret is stored in a region, and none is set. Give -Region, or set AWS_REGION or the profile's region.");

    public static KeyRotationException InvalidEndpoint(string url) => Argument(
        "InvalidEndpoint",
        $"'{url}' is not an http or https address. Check -EndpointUrl, AWS_ENDPOINT_URL and the profile's endpoint_url.");

    public static KeyRotationException InvalidEndpoint(string serviceId, Exception problem) => Argument(
        "InvalidEndpoint",
        $"The endpoint that is configured for {serviceId} is not an http or https address: {problem.Message}. Check AWS_ENDPOINT_URL_{serviceId}, AWS_ENDPOINT_URL and the profile's endpoint_url.",
        problem);

    public static KeyRotationException FipsOrDualStackWithEndpoint(string url) => Argument(
        "InvalidEndpoint",
        $"FIPS or dual-stack endpoints are asked for, and the endpoint {url} as well. Give up one of them: they cannot be combined.");

    public static KeyRotationException IncompleteKey() => Argument(
        "IncompleteKey",
        "-AccessKey and -SecretKey belong together: give both or none. -SessionToken needs both.");

    public static KeyRotationException ProfileNotFound(string name, IReadOnlyCollection<string> known) => Credentials(
        "ProfileNotFound",
        $"There is no profile '{name}'. "
        + (known.Count == 0 ? "No profile was found at all; " : $"Profiles found: {string.Join(", ", known)}. ")
        + "check -ProfileName, -ProfileLocation, AWS_PROFILE, AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE.");

    public static KeyRotationException ProfileUnusable(string name, string why, Exception? cause = null) => Credentials(
        "ProfileUnusable",
        $"The profile '{name}' gives no credentials: {why} Correct the profile or choose another with -ProfileName.",
        cause);

    public static KeyRotationException NoCredentials(IReadOnlyCollection<string> looked) => Credentials(
        "NoCredentials",
        $"No AWS credentials were found. Looked at: {string.Join("; ", looked)}. "
        + "Give -ProfileName, or -AccessKey and -SecretKey, or set up a profile with 'aws configure'.");

    /// <summary>The cause is told and does not go along: parsers quote what they were given, and that may be a secret.</summary>
    public static KeyRotationException CredentialsFailed(string source, Exception cause) => Credentials(
        "CredentialsFailed",
        $"The credentials of {source} could not be had: {cause.Message.Trim().TrimEnd('.')}.{(IsOfSso(cause) ? " Sign in with 'aws sso login' and run again." : string.Empty)}");

    /// <summary>The SDK quotes the line that it cannot read; half of a broken line may be a secret.</summary>
    public static KeyRotationException ProfilesUnreadable(Exception cause) => Credentials(
        "ProfileUnusable",
        $"The profiles cannot be read: {Regex.Replace(cause.Message, ":<.*> in file", " of file", RegexOptions.Singleline, TimeSpan.FromSeconds(1))} "
        + "Correct the file, or choose another with -ProfileLocation.");

    private static bool IsOfSso(Exception cause) =>
        cause.Message.Contains("SSO") || cause.GetType().FullName?.StartsWith("Amazon.SSO", StringComparison.Ordinal) == true;

    private static KeyRotationException Argument(string id, string message, Exception? cause = null) =>
        new(id, FailureCategory.InvalidArgument, target: null, message, cause);

    private static KeyRotationException Credentials(string id, string message, Exception? cause = null) =>
        new(id, FailureCategory.AuthenticationError, target: null, message, cause);
}
