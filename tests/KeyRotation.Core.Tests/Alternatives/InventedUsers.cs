using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Alternatives;
using KeyRotation.Alternatives.Evidence;
using KeyRotation.CredentialReports;

namespace KeyRotation.Tests.Alternatives;

/// <summary>One user whose key is used as it is said, and what should be found.</summary>
/// <param name="Name">The user.</param>
/// <param name="Expected">One of <see cref="AlternativeKind"/>.</param>
/// <param name="Confidence">One of <see cref="AlternativeConfidence"/>.</param>
internal sealed record InventedUser(string Name, string Expected, string Confidence)
{
    public const string AccountId = "123456789012";
    public const string KeyId = "AKIAIOSFODNN7EXAMPLE";

    public static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<(string Agent, string Address, int Calls)>? Calls { get; init; }

    public EvidenceOfUse LastUsed { get; init; } = EvidenceOfUse.Used(Now.AddHours(-3), "s3", "eu-west-1");

    public ReportedPassword? Password { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public string Partition { get; init; } = "aws";

    public double AgeDays { get; init; } = 200;

    public KeyAlternative Judge() => AlternativeChoice.Of(ToFacts());

    public KeyFacts ToFacts() => new(ToKey(), Partition, Password, Calls?.Select(call => new KeyActivity(new KeyReference(AccountId, Name, KeyId), call.Address, call.Agent.Split(' ')[0])
    {
        FullUserAgent = call.Agent,
        Count = call.Calls,
        FirstTime = Now.AddDays(-3),
        LastTime = Now.AddHours(-3),
        SeenAt = Now,
    }));

    public AccessKey ToKey() => new(new KeyReference(AccountId, Name, KeyId), AccessKeyStatus.Active, Now.AddDays(-AgeDays), Now, connection: null) { LastUsed = LastUsed, Tags = Tags };
}

/// <summary>Fifteen users of a known kind and three that cannot be known, with user agents as clients send them.</summary>
internal static class InventedUsers
{
    private const string Lambda = "Boto3/1.34.145 md/Botocore#1.34.145 ua/2.0 os/linux#5.10.233-244.887.amzn2.x86_64 md/arch#x86_64 lang/python#3.12.4 md/pyimpl#CPython exec-env/AWS_Lambda_python3.12 cfg/retry-mode#legacy Botocore/1.34.145";
    private const string Fargate = "aws-sdk-java/2.28.29 md/io#async md/http#NettyNio ua/2.0 os/Linux#5.10.226-214.880.amzn2.x86_64 lang/java#17.0.13 md/vendor#Amazon.com_Inc. exec-env/AWS_ECS_FARGATE cfg/retry-mode#legacy";
    private const string Windows = "aws-cli/2.15.42 Python/3.11.8 Windows/10 exec-env/EC2 exe/AMD64 prompt/off command/s3.sync";
    private const string Pod = "external-dns/v0.14.0 aws-sdk-go/1.44.311 (go1.21.4; linux; amd64)";
    private const string GitHub = "aws-sdk-js/3.637.0 ua/2.0 os/linux#6.5.0-1025-azure lang/js md/nodejs#20.17.0 api/sts#3.637.0 configure-aws-credentials-for-github-actions";
    private const string Terraform = "APN/1.0 HashiCorp/1.0 Terraform/1.7.0 (+https://www.terraform.io) terraform-provider-aws/5.32.1 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.24.1 os/linux lang/go#1.20.12 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.142.0";
    private const string Cli = "aws-cli/2.15.10 Python/3.11.6 Darwin/23.2.0 exe/x86_64 prompt/off command/s3.ls";
    private const string Java = "aws-sdk-java/1.12.681 Linux/4.18.0-513.el8.x86_64 OpenJDK_64-Bit_Server_VM/17.0.10+7-LTS java/17.0.10 vendor/Red_Hat,_Inc. cfg/retry-mode/legacy";
    private const string Jenkins = "aws-sdk-java/1.12.529 Linux/5.4.0-177-generic OpenJDK_64-Bit_Server_VM/11.0.22+7 java/11.0.22 vendor/Ubuntu cfg/retry-mode/legacy";

    public static IReadOnlyList<InventedUser> All { get; } =
    [
        new("thumbnails", AlternativeKind.FunctionRole, AlternativeConfidence.High) { Calls = [(Lambda, "3.248.10.20", 240)] },
        new("orders", AlternativeKind.TaskRole, AlternativeConfidence.High) { Calls = [(Fargate, "54.217.8.9", 1200)] },
        new("reporting-host", AlternativeKind.InstanceRole, AlternativeConfidence.High) { Calls = [(Windows, "10.30.41.118", 96)] },
        new("dns-records", AlternativeKind.TaskRole, AlternativeConfidence.Medium) { Calls = [(Pod, "52.30.1.2", 4000)] },
        new("deploy-site", AlternativeKind.OidcFederation, AlternativeConfidence.Medium) { Calls = [(GitHub, "20.55.12.1", 5), (GitHub, "172.183.9.4", 7)] },
        new("gitlab-ci", AlternativeKind.OidcFederation, AlternativeConfidence.Low) { Calls = [("aws-cli/2.15.10 Python/3.11.6 Linux/5.10.0 docker/x86_64.alpine.3 prompt/off command/ecr.get-login-password", "34.74.90.64", 31)] },
        new("jenkins-deploy", AlternativeKind.OidcFederation, AlternativeConfidence.Low) { Calls = [(Jenkins, "203.0.113.9", 300)] },
        new("infrastructure", AlternativeKind.OidcFederation, AlternativeConfidence.Medium) { Calls = [(Terraform + " TFC/run-8rJ2", "75.2.98.97", 410)] },
        new("alice.miller", AlternativeKind.IdentityCenter, AlternativeConfidence.Medium) { Calls = [(Cli, "198.51.100.7", 44)], Password = new ReportedPassword(IsEnabled: true, InventedUser.Now.AddDays(-1), InventedUser.Now.AddDays(-300)) },
        new("marketing-files", AlternativeKind.IdentityCenter, AlternativeConfidence.Medium) { Calls = [("[S3 Browser/12.1.1 (https://s3browser.com)]", "198.51.100.8", 70)] },
        new("monitoring", AlternativeKind.CrossAccountRole, AlternativeConfidence.Medium) { Calls = [("Datadog aws-sdk-go/1.44.0 (go1.20.3; linux; amd64)", "44.195.10.11", 5000)] },
        new("erp-export", AlternativeKind.RolesAnywhere, AlternativeConfidence.Medium) { Calls = [(Java, "203.0.113.20", 900)] },
        new("offsite", AlternativeKind.Keep, AlternativeConfidence.Medium) { Calls = [("APN/1.0 Veeam/1.0 Backup/12.0", "203.0.113.21", 88)] },
        new("ses-smtp-user.20240311-101112", AlternativeKind.Keep, AlternativeConfidence.Medium) { Calls = [], LastUsed = EvidenceOfUse.Used(InventedUser.Now.AddHours(-1), "ses", "eu-west-1") },
        new("old-project", AlternativeKind.Delete, AlternativeConfidence.High) { Calls = [], LastUsed = EvidenceOfUse.NeverUsed },
        new("svc-data", AlternativeKind.Unknown, AlternativeConfidence.None),
        new("svc-tool", AlternativeKind.Unknown, AlternativeConfidence.None) { Calls = [("curl/8.5.0", "203.0.113.77", 12)] },
        new("svc-shared", AlternativeKind.Unknown, AlternativeConfidence.None) { Calls = [(Lambda, "3.248.10.20", 100), (Fargate, "54.217.8.9", 100)] },
    ];
}
