using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Http;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Signing;

/// <summary>
/// Finds out who sends a request, as AWS does. One thing is left out on purpose: whether X-Amz-Date is fresh. The sandbox's clock may have
/// been moved months away from the client's, which AWS's never is; a client that corrects its clock by the Date header works, and so does one
/// that does not.
/// </summary>
internal sealed class SignatureCheck
{
    private const string Mismatch =
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. "
        + "Consult the service documentation for details.";

    private readonly ISigners signers;
    private readonly string partition;

    public SignatureCheck(ISigners signers, string partition)
    {
        this.signers = signers;
        this.partition = partition;
    }

    /// <summary>The signer of a request in this scope.</summary>
    /// <exception cref="AwsErrorException">AWS would refuse it.</exception>
    public Signer Authenticate(HttpRequest request, AuthorizationHeader? authorization, SigningScope scope)
    {
        if (authorization is null)
        {
            throw AwsErrors.MissingAuthentication();
        }

        CheckScope(authorization, scope);
        CheckSignedHeaders(request, authorization);
        var signer = signers.Require(authorization.AccessKeyId);
        if (!string.Equals(request.Header("x-amz-security-token"), signer.SessionToken, StringComparison.Ordinal))
        {
            throw AwsErrors.InvalidToken();
        }

        var expected = CanonicalRequest.Sign(request, authorization, signer.Secret);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(authorization.Signature)))
        {
            throw AwsErrors.SignatureMismatch(Mismatch);
        }

        var region = RegionOf(authorization, scope);
        signers.Accepted(signer, scope.Service, region);
        return signer with { Region = region };
    }

    // A use of a service that is not bound to a region is recorded where the partition's global services are.
    private string RegionOf(AuthorizationHeader authorization, SigningScope scope) =>
        scope.Regions == SigningRegions.OfPartition ? authorization.Region : Partitions.SigningRegion(partition);

    private bool IsRegionValid(AuthorizationHeader authorization, SigningScope scope) => scope.Regions switch
    {
        SigningRegions.OnePerPartition => authorization.Region == Partitions.SigningRegion(partition),
        SigningRegions.Any => true,
        _ => Partitions.HasRegion(partition, authorization.Region),
    };

    private void CheckScope(AuthorizationHeader authorization, SigningScope scope)
    {
        if (!string.Equals(authorization.Service, scope.Service, StringComparison.Ordinal))
        {
            throw AwsErrors.SignatureMismatch("Credential should be scoped to correct service: '" + scope.Service + "'. ");
        }

        if (!IsRegionValid(authorization, scope))
        {
            throw AwsErrors.SignatureMismatch("Credential should be scoped to a valid region, not '" + authorization.Region + "'. ");
        }

        if (!IsTimestamp(authorization.Timestamp) || !authorization.Timestamp.StartsWith(authorization.Date + "T", StringComparison.Ordinal))
        {
            throw AwsErrors.SignatureMismatch(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
                + authorization.Date + "' != '" + authorization.Timestamp + "'.");
        }
    }

    private static void CheckSignedHeaders(HttpRequest request, AuthorizationHeader authorization)
    {
        if (!authorization.SignedHeaders.Contains("host", StringComparer.Ordinal))
        {
            throw AwsErrors.SignatureMismatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }

        if (authorization.SignedHeaders.Any(name => request.Header(name) is null))
        {
            throw AwsErrors.SignatureMismatch(Mismatch);
        }
    }

    private static bool IsTimestamp(string text) =>
        text.Length == 16 && text[8] == 'T' && text[15] == 'Z' && !text.AsSpan(0, 8).ContainsAnyExceptInRange('0', '9')
        && !text.AsSpan(9, 6).ContainsAnyExceptInRange('0', '9');
}
