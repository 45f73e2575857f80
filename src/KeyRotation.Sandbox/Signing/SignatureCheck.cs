using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using KeyRotation.Sandbox.Http;

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

    private readonly SandboxAccount account;

    public SignatureCheck(SandboxAccount account) => this.account = account;

    /// <summary>The signer of a request to this service.</summary>
    /// <exception cref="AwsErrorException">AWS would refuse it.</exception>
    public Signer Authenticate(HttpRequest request, AuthorizationHeader? authorization, string service)
    {
        if (authorization is null)
        {
            throw AwsErrors.MissingAuthentication();
        }

        CheckScope(authorization, service);
        CheckSignedHeaders(request, authorization);
        var signer = account.FindSigner(authorization.AccessKeyId);
        if (!string.Equals(request.Header("x-amz-security-token"), signer.SessionToken, StringComparison.Ordinal))
        {
            throw AwsErrors.InvalidToken();
        }

        var expected = CanonicalRequest.Sign(request, authorization, signer.Secret);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(authorization.Signature)))
        {
            throw AwsErrors.SignatureMismatch(Mismatch);
        }

        var region = Region(authorization, service);
        account.Accepted(signer, service, region);
        return signer with { Region = region };
    }

    // A use of IAM or STS is recorded where the partition's IAM is.
    private string Region(AuthorizationHeader authorization, string service) =>
        service is "iam" or "sts" ? Partitions.SigningRegion(account.Partition) : authorization.Region;

    private void CheckScope(AuthorizationHeader authorization, string service)
    {
        if (!string.Equals(authorization.Service, service, StringComparison.Ordinal))
        {
            throw AwsErrors.SignatureMismatch("Credential should be scoped to correct service: '" + service + "'. ");
        }

        // STS has an endpoint in every region, which one address cannot tell apart; IAM has one a partition.
        var isRegionValid = service switch
        {
            "iam" => authorization.Region == Partitions.SigningRegion(account.Partition),
            "sts" => true,
            _ => Partitions.HasRegion(account.Partition, authorization.Region),
        };
        if (!isRegionValid)
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
