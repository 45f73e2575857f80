using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Sandbox;

/// <summary>Makes up who used some keys: in each, two applications on different hosts, whose last call is the last use of the key.</summary>
internal static class ActivitySeeder
{
    private const int MostKeys = 4;
    private const int CallsOfEach = 6;

    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);
    private static readonly TimeSpan Apart = TimeSpan.FromHours(3);

    private static readonly string[] Agents =
    [
        "Boto3/1.34.14 md/Botocore#1.34.14 ua/2.0 os/linux#5.10 md/arch#x86_64 lang/python#3.11.6",
        "aws-cli/2.15.10 Python/3.11.6 Linux/5.10.0 exe/x86_64.ubuntu.22 prompt/off command/*",
    ];

    /// <summary>An operation of each service that is a management event.</summary>
    private static readonly Dictionary<string, string> Operations = new(StringComparer.Ordinal)
    {
        ["s3"] = "ListBuckets",
        ["sqs"] = "ListQueues",
        ["dynamodb"] = "DescribeTable",
        ["sts"] = "GetCallerIdentity",
        ["ec2"] = "DescribeInstances",
        ["ses"] = "GetSendQuota",
        ["ecr"] = "GetAuthorizationToken",
        ["logs"] = "DescribeLogGroups",
    };

    public static void Seed(SandboxAccount account, DateTimeOffset now)
    {
        foreach (var key in account.Users
            .SelectMany(user => user.Keys)
            .Where(key => key.Status == SandboxKeyStatus.Active && now - key.LastUsed?.At < Recent && Operations.ContainsKey(key.LastUsed!.Service))
            .Take(MostKeys))
        {
            for (var index = 2 * CallsOfEach; index-- > 0;)
            {
                var use = key.LastUsed!;
                account.RecordActivity(
                    key.AccessKeyId, use.Service, Operations[use.Service], use.Region, "192.0.2." + (10 + (index % 2)), Agents[index % 2], errorCode: null, use.At - (Apart * index));
            }
        }
    }
}
