using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;

namespace KeyRotation.Aws.Settings;

/// <summary>Makes the failures of reaching an account: nothing can go on after any of them.</summary>
internal static partial class ConnectionFailures
{
    public static KeyRotationException UnknownRegion(string region) => Argument(
        "UnknownRegion",
        $"'{region}' is a region of no partition of AWS that this release knows. Check -Region, AWS_REGION and the profile's region.");

    public static KeyRotationException RegionElsewhere(string region, string partition) => Argument(
        "UnknownRegion",
        $"'{region}' is not a region of the partition {partition}, in which the account is. Check -TrailRegion.");

    public static KeyRotationException NoRegion() => Argument(
        "NoRegion",
        "Secrets, findings and the rules of AWS Config are in a region, and none is set. Give -Region, or set AWS_REGION or the profile's region.");

    public static KeyRotationException InvalidEndpoint(string url) => Argument(
        "InvalidEndpoint",
        $"'{ForeignText.Clean(url)}' is not an http or https address. Check -EndpointUrl, AWS_ENDPOINT_URL, the variable of the service, e.g. AWS_ENDPOINT_URL_IAM, and the profile's endpoint_url.");

    public static KeyRotationException CaBundleUnreadable(string path, string why) => Argument(
        "CaBundleUnreadable",
        $"The certificates of {path} cannot be read: {why.Trim().TrimEnd('.')}. Check AWS_CA_BUNDLE and the profile's ca_bundle.");

    public static KeyRotationException FipsOrDualStackWithEndpoint(string url) => Argument(
        "InvalidEndpoint",
        $"FIPS or dual-stack endpoints are asked for, and the endpoint {ForeignText.Clean(url)} as well. Give up one of them: they cannot be combined.");

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
        $"The profile '{name}' gives no credentials: {ForeignText.Clean(why)} Correct the profile or choose another with -ProfileName.",
        ForeignText.Keep(cause));

    public static KeyRotationException NoCredentials(IReadOnlyCollection<string> looked) => Credentials(
        "NoCredentials",
        $"No AWS credentials were found. Looked at: {string.Join("; ", looked)}. "
        + "Give -ProfileName, or -AccessKey and -SecretKey, or set up a profile with 'aws configure'.");

    /// <summary>The cause is told and does not go along: parsers quote what they were given, and that may be a secret.</summary>
    public static KeyRotationException CredentialsFailed(string source, Exception cause) => UnreadableForSdk(source, cause) ?? Credentials(
        "CredentialsFailed",
        $"The credentials of {source} are not available: {ForeignText.Clean(cause.Message).Trim().TrimEnd('.')}.{(IsOfSso(cause) ? " Sign in with 'aws sso login' and run again." : string.Empty)}");

    /// <summary>What the SDK gives up at when it reads the shared files for itself; null for other causes. It quotes the line, which may be half of a secret.</summary>
    public static KeyRotationException? UnreadableForSdk(string source, Exception? cause) => cause switch
    {
        null => null,
        InvalidDataException unread => Credentials(
            "CredentialsFailed",
            $"The credentials of {source} could not be read: the AWS SDK gets them, and cannot read the shared files. {Regex.Replace(unread.Message, ":<.*> in file", " of file", RegexOptions.Singleline, TimeSpan.FromSeconds(1))} "
            + "It knows no comments behind headers and no colons: correct the file, and run again in a new session."),
        _ => UnreadableForSdk(source, cause.InnerException),
    };

    public static KeyRotationException SessionNotAsked(string name) => Credentials(
        "CredentialsFailed",
        $"The credentials of {name} are not asked for here: whoever has to enter a code may not be asked.");

    public static KeyRotationException TokenCodeNeeded(string name, string serialNumber) => Credentials(
        "TokenCodeNeeded",
        $"To sign in as {name}, a code of the MFA device {serialNumber} is needed, and it cannot be asked for here. Give it with -TokenCode.");

    public static KeyRotationException TokenCodeRefused(string serialNumber, ServiceException problem) => Credentials(
        "TokenCodeRefused",
        $"AWS does not accept the code of the MFA device {serialNumber}: {ForeignText.Clean(problem.Message).Trim().TrimEnd('.')}. Check the device and its clock. A code is good for one sign-in: wait for the next one, then run again.",
        problem);

    public static KeyRotationException SerialNumberMissing() => Argument(
        "SerialNumberMissing",
        "-TokenCode needs the MFA device that the code is of. Give -SerialNumber, or set mfa_serial in the profile.");

    public static KeyRotationException MultiFactorSessionEnded(string name, DateTimeOffset expiration) => Credentials(
        "TokenCodeNeeded",
        string.Format(CultureInfo.InvariantCulture, "The session of {0}, which began with an MFA code, ended at {1:yyyy-MM-dd HH:mm}Z. Run again with a new -TokenCode: what was done is recorded, and the rest goes on.", name, expiration.UtcDateTime));

    public static KeyRotationException ProfilesUnreadable(Exception cause) => Credentials(
        "ProfileUnusable",
        $"The profiles cannot be read: {ForeignText.Clean(cause.Message)} Correct the file, or choose another with -ProfileLocation.");

    public static KeyRotationException ManagedIdentityIncomplete() => Argument(
        "ManagedIdentityIncomplete",
        "-ManagedIdentityResource needs -RoleArn: the managed identity's token is asked for the resource, and the role is assumed with it. -ManagedIdentityClientId needs both.");

    public static KeyRotationException CredentialsConflict() => Argument(
        "CredentialsConflict",
        "-ManagedIdentityResource cannot be combined with -AccessKey, -SecretKey, -SessionToken or -ProfileName: it is not clear who is to sign. Give one of them; look at $PSDefaultParameterValues too.");

    public static KeyRotationException NoManagedIdentity(string why) => Credentials(
        "NoManagedIdentity",
        $"There is no managed identity here: {why} Run in Azure Automation, App Service or on a virtual machine of Azure that has an identity, or sign in otherwise, e.g. with -ProfileName.");

    /// <summary>What the endpoint said is told without what it was asked with.</summary>
    public static KeyRotationException ManagedIdentityFailed(Uri endpoint, string resource, string what) => Credentials(
        "ManagedIdentityFailed",
        $"The managed identity gave no token for '{resource}': {ForeignText.Clean(endpoint.GetLeftPart(UriPartial.Path))} {what.TrimEnd('.')}. "
        + "Check that the identity is switched on or assigned, -ManagedIdentityClientId, and that an application of the tenant has this application id URI.");

    public static KeyRotationException IdentityTokenRefused(string roleArn, string tokenSays, ServiceException problem) => Credentials(
        "IdentityTokenRefused",
        $"AWS does not let the managed identity assume {roleArn}: {problem.Message.Trim().TrimEnd('.')}. The token says: {ForeignText.Clean(tokenSays)}. "
        + "Compare the issuer with the URL of the account's OIDC provider, which ends with a slash, and the audience and subject with the provider's audiences and with the :aud and :sub of the role's trust policy. "
        + "An issuer that ends with /v2.0 is of a version 2 token: set requestedAccessTokenVersion of the application to 1.",
        problem);

    private static bool IsOfSso(Exception cause) =>
        cause.Message.Contains("SSO") || cause.GetType().FullName?.StartsWith("Amazon.SSO", StringComparison.Ordinal) == true;

    private static KeyRotationException Argument(string id, string message, Exception? cause = null) =>
        new(id, FailureCategory.InvalidArgument, target: null, message, cause);

    private static KeyRotationException Credentials(string id, string message, Exception? cause = null) =>
        new(id, FailureCategory.AuthenticationError, target: null, message, cause);
}
