using System;
using System.Linq;
using System.Text.RegularExpressions;
using KeyRotation.Alternatives.Evidence;
using KeyRotation.Alternatives.Plans;

namespace KeyRotation.Alternatives.Rules;

/// <summary>Programs with an SDK that call from one or two public addresses outside of AWS, often enough that it is no coincidence.</summary>
internal sealed class ServerElsewhereRule : ISignerRule
{
    private const int MostAddresses = 2;
    private const int FewestCalls = 20;

    private static readonly Regex Library = TextPattern.Of(@"\b(?:aws-sdk-[\w-]+|Boto3|Botocore|AWSSDK[\w.]*|rclone|s3cmd|s5cmd|MinIO|Fluent-?Bit|Logstash|Telegraf|Vector)[/ ][\w.]+");
    private static readonly RolesAnywherePlan Plan = new();

    public Verdict? Judge(Signer signer, KeyFacts facts)
    {
        if (signer.Origin != AddressOrigin.Public || TextPattern.SignIn(Library, signer.Agent) is not string sign)
        {
            return null;
        }

        int addresses = facts.Signers!.Where(other => other.Origin == AddressOrigin.Public).Select(other => other.Address).Distinct(StringComparer.Ordinal).Count();
        return addresses > MostAddresses ? null
            : new Verdict(Plan, signer.Calls >= FewestCalls ? AlternativeConfidence.Medium : AlternativeConfidence.Low, sign + ", always from the same addresses");
    }
}
