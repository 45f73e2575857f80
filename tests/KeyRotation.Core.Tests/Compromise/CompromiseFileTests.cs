using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using KeyRotation.Sightings;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Compromise;

/// <summary>What events, findings and reports of scanners say against keys, and what they do not.</summary>
public sealed class CompromiseFileTests
{
    /// <summary>Every shape with a key in it, by name.</summary>
    private static readonly Dictionary<string, string> Shapes = new(StringComparer.Ordinal)
    {
        ["a finding of GuardDuty"] = Inputs.GuardDuty(),
        ["an event of GuardDuty"] = Inputs.Event("GuardDuty Finding", Inputs.GuardDuty()),
        ["the answer of get-findings"] = $$"""{"Findings":[{{Inputs.GuardDuty().Replace("\"accessKeyDetails\"", "\"AccessKeyDetails\"", StringComparison.Ordinal).Replace("\"service\"", "\"Service\"", StringComparison.Ordinal)}}]}""",
        ["an id in lower case"] = Inputs.GuardDuty(Inputs.Id.ToLowerInvariant()),
        ["an event of Health"] = Inputs.Health(),
        ["an exposure that is suspected"] = Inputs.Health(code: "AWS_RISK_CREDENTIALS_EXPOSURE_SUSPECTED"),
        ["a key that is compromised"] = Inputs.Health(code: "AWS_RISK_CREDENTIALS_COMPROMISED"),
        ["an event of Security Hub"] = Inputs.Event("Security Hub Findings - Imported", $$"""{"findings":[{{Inputs.Asff()}}]}""", "aws.securityhub"),
        ["the answer of Security Hub"] = $$"""{"Findings":[{{Inputs.Asff()}}]}""",
        ["a list of findings"] = $"[{Inputs.Asff()}]",
        ["a notification of SNS"] = new JsonObject { ["Type"] = "Notification", ["MessageId"] = "m", ["TopicArn"] = "arn:aws:sns:us-east-1:123456789012:t", ["Message"] = Inputs.Health() }.ToJsonString(),
        ["a message of SQS"] = new JsonObject { ["Messages"] = new JsonArray(new JsonObject { ["MessageId"] = "m", ["ReceiptHandle"] = "r", ["Body"] = Inputs.Health() }) }.ToJsonString(),
        ["a notification in a message of a batch"] = new JsonObject
        {
            ["Records"] = new JsonArray(new JsonObject { ["messageId"] = "m", ["body"] = new JsonObject { ["Type"] = "Notification", ["Message"] = Inputs.Event("GuardDuty Finding", Inputs.GuardDuty()) }.ToJsonString() }),
        }.ToJsonString(),
        ["a notification for a function"] = new JsonObject { ["Records"] = new JsonArray(new JsonObject { ["EventSource"] = "aws:sns", ["Sns"] = new JsonObject { ["Type"] = "Notification", ["Message"] = Inputs.Health() } }) }.ToJsonString(),
        ["a report of gitleaks"] = Inputs.Gitleaks(),
        ["a CSV report of gitleaks"] = "RuleID,Commit,File,SymlinkFile,Secret,Match,StartLine,EndLine,StartColumn,EndColumn,Author,Message,Date,Email,Fingerprint,Tags\n"
            + $"aws-access-token,0123,deploy/app.env,,{Inputs.Id},\"key = {Inputs.Id}, \"\"{Inputs.Canary}\"\"\",7,7,1,20,A,\"first\nsecond {Inputs.Canary}\",2025-12-24T08:00:00Z,a@example.com,0123:deploy/app.env:aws-access-token:7,\n",
        ["a line of trufflehog"] = Inputs.Trufflehog(),
        ["lines of trufflehog with CRLF"] = Inputs.Trufflehog() + "\r\n" + Inputs.Trufflehog() + "\r\n",
        ["alerts of GitHub"] = Inputs.GitHub(),
        ["SARIF"] = Inputs.Sarif(),
        ["a text"] = $"[default]\naws_access_key_id = {Inputs.Id}\naws_secret_access_key = {Inputs.Canary}\n",
        ["JSON of another form"] = $$"""{"user":"svc","note":"found {{Inputs.Id}} with {{Inputs.Canary}}"}""",
    };

    public static TheoryData<string> Names => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_key_in_it_is_found_and_the_secret_beside_it_comes_out_nowhere(string shape)
    {
        (IReadOnlyList<KeySighting> sightings, RecordingReport report) = Inputs.Read(Shapes[shape]);

        Assert.Equal([Inputs.Id], sightings.Select(sighting => sighting.AccessKeyId).Distinct());
        Assert.Empty(report.Failures);
        Assert.DoesNotContain(Inputs.Canary, Inputs.AllOf(sightings, report), StringComparison.Ordinal);
        Assert.DoesNotContain("K7MDENG", Inputs.AllOf(sightings, report), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_encoding_and_its_line_ends_do_not_matter(string shape)
    {
        string windows = Shapes[shape].ReplaceLineEndings("\r\n");
        foreach (Encoding encoding in new Encoding[] { Encoding.Unicode, Encoding.BigEndianUnicode, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), new UnicodeEncoding(bigEndian: false, byteOrderMark: false) })
        {
            (IReadOnlyList<KeySighting> sightings, RecordingReport report) = Inputs.Read(windows, encoding);

            Assert.Equal([Inputs.Id], sightings.Select(sighting => sighting.AccessKeyId).Distinct());
            Assert.Empty(report.Failures);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Cut_at_any_place_it_is_read_or_it_is_a_failure_and_never_more(string shape)
    {
        string text = Shapes[shape];
        for (int length = 0; length < text.Length; length += 13)
        {
            (IReadOnlyList<KeySighting> sightings, RecordingReport report) = Inputs.Read(text[..length]);

            Assert.All(sightings, sighting => Assert.Equal(Inputs.Id, sighting.AccessKeyId));
            Assert.All(report.Failures, failure => Assert.Equal("FindingFileUnreadable", failure.ErrorId));
            Assert.DoesNotContain("K7MDENG", Inputs.AllOf(sightings, report), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_finding_says_what_happened_how_bad_it_is_and_when()
    {
        KeySighting sighting = Assert.Single(Inputs.Read(Shapes["an event of GuardDuty"]).Sightings);

        Assert.Equal(
            new CompromiseEvidence("GuardDuty", "f-1")
            {
                Type = "UnauthorizedAccess:IAMUser/MaliciousIPCaller",
                Description = "API GetObject was invoked from a known malicious IP address.",
                Severity = "High",
                FirstSeen = new DateTimeOffset(2026, 2, 27, 9, 0, 0, TimeSpan.Zero),
                LastSeen = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
            },
            sighting.Evidence);
        Assert.Equal(("svc-billing", "123456789012"), (sighting.UserName, sighting.AccountId));
    }

    [Theory]
    [InlineData("a report of gitleaks", "gitleaks", "0123456789abcdef0123456789abcdef01234567:deploy/app.env:7", "aws-access-token")]
    [InlineData("a line of trufflehog", "trufflehog", "0123456789abcdef0123456789abcdef01234567:deploy/app.env:7", "AWS")]
    [InlineData("alerts of GitHub", "GitHub", "https://github.com/example/app/security/secret-scanning/42", "aws_access_key_id")]
    [InlineData("SARIF", "gitleaks", "0123456789abcdef:deploy/app.env:7", "aws-access-token")]
    [InlineData("an event of Health", "Health", "arn:aws:health:us-east-1::event/RISK/AWS_RISK_CREDENTIALS_EXPOSED/AWS_RISK_CREDENTIALS_EXPOSED_1", "AWS_RISK_CREDENTIALS_EXPOSED")]
    [InlineData("a text", "File", "input:2", null)]
    public void Evidence_names_its_source_the_place_and_the_rule(string shape, string source, string findingId, string? type)
    {
        CompromiseEvidence evidence = Inputs.Read(Shapes[shape]).Sightings[0].Evidence;

        Assert.Equal((source, findingId, type), (evidence.Source, evidence.FindingId, evidence.Type));
    }

    public static TheoryData<string> Nothing() =>
    [
        Inputs.GuardDuty(archived: "true"),
        Inputs.GuardDuty(type: "Policy:IAMUser/S3BlockPublicAccessDisabled"),
        Inputs.GuardDuty(type: "Backdoor:EC2/C&CActivity.B"),
        Inputs.GuardDuty("GeneratedFindingAccessKeyId"),
        Inputs.Asff("Software and Configuration Checks/Industry and Regulatory Standards/CIS AWS Foundations Benchmark"),
        Inputs.Asff(state: "ARCHIVED"),
        Inputs.Asff(workflow: "RESOLVED"),
        Inputs.Asff(workflow: "SUPPRESSED"),
        Inputs.Event("AWS API Call via CloudTrail", $$"""{"userIdentity":{"accessKeyId":"{{Inputs.Id}}"} }""", "aws.iam"),
        Inputs.Health(code: "AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED"),
        Inputs.Health("svc-billing"),
        Inputs.GitHub(resolution: "\"false_positive\""),
        $$"""{"Records":[{"eventVersion":"1.08","eventSource":"s3.amazonaws.com","userIdentity":{"type":"IAMUser","accessKeyId":"{{Inputs.Id}}"} }] }""",
        $$"""{"AccessKeyMetadata":[{"UserName":"svc","AccessKeyId":"{{Inputs.Id}}","Status":"Active"}]}""",
        $$"""[{"UserName":"svc","AccessKeyId":"{{Inputs.Id}}","Status":"Active","Stage":"Stale"}]""",
        "{}",
        "[]",
        string.Empty,
    ];

    [Theory]
    [MemberData(nameof(Nothing))]
    public void What_says_nothing_against_a_key_is_no_evidence(string text)
    {
        (IReadOnlyList<KeySighting> sightings, RecordingReport report) = Inputs.Read(text);

        Assert.Empty(sightings);
        Assert.Empty(report.Failures);
    }

    [Fact]
    public void Several_keys_in_one_finding_are_several_keys()
    {
        string attack = $$"""
            {"accountId":"123456789012","id":"a-1","type":"AttackSequence:IAM/CompromisedCredentials","severity":9,"resource":{"resourceType":"AttackSequence"},
            "service":{"archived":false,"detection":{"sequence":{"uid":"s","resources":[
            {"uid":"{{Inputs.Id}}","resourceType":"ACCESS_KEY","data":{"accessKey":{"principalId":"AIDA","userName":"one","userType":"IAMUser"} } },
            {"uid":"{{Inputs.OtherId}}","resourceType":"ACCESS_KEY","data":{"accessKey":{"principalId":"AIDA","userName":"two","userType":"IAMUser"} } },
            {"uid":"arn:aws:s3:::bucket","resourceType":"S3_BUCKET"}] } } } }
            """;

        Assert.Equal([Inputs.Id, Inputs.OtherId], Inputs.Read($"[{Inputs.Asff(ids: $"{Inputs.Id} {Inputs.OtherId}")}]").Sightings.Select(sighting => sighting.AccessKeyId));
        Assert.Equal(["one/Critical", "two/Critical"], Inputs.Read(attack).Sightings.Select(sighting => $"{sighting.UserName}/{sighting.Evidence.Severity}"));
    }

    [Fact]
    public void The_root_user_is_named_and_has_no_key_of_a_user()
    {
        (IReadOnlyList<KeySighting> sightings, RecordingReport report) = Inputs.Read(Inputs.GuardDuty(type: "Policy:IAMUser/RootCredentialUsage", userType: "Root"));

        Assert.Empty(sightings);
        Assert.Contains("root user of account 123456789012", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_of_detect_secrets_has_hashes_only_which_is_an_error()
    {
        (IReadOnlyList<KeySighting> sightings, RecordingReport report) = Inputs.Read(Inputs.Baseline());

        Assert.Empty(sightings);
        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal("BaselineHasHashes", failure.ErrorId);
        Assert.Contains("Find-LeakedAccessKey", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_binary_file_is_left_out_aloud()
    {
        (IReadOnlyList<KeySighting> sightings, RecordingReport report) = Inputs.Read([0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 1, .. Encoding.ASCII.GetBytes(Inputs.Id)]);

        Assert.Empty(sightings);
        Assert.Contains("binary", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_before_a_fault_counts_and_the_fault_is_said()
    {
        string cut = $"[{Inputs.Gitleaks().Trim()[1..^1]},{{\"RuleID\":\"aws";

        (IReadOnlyList<KeySighting> sightings, RecordingReport report) = Inputs.Read(cut);

        Assert.Equal(Inputs.Id, Assert.Single(sightings).AccessKeyId);
        Assert.Contains("the end is missing", Assert.Single(report.Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_that_is_too_deep_is_a_failure()
    {
        (_, RecordingReport report) = Inputs.Read("{\"a\":" + new string('[', 100_000));

        Assert.Contains("64 levels", Assert.Single(report.Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Envelopes_in_envelopes_end()
    {
        string text = Inputs.Health();
        for (int index = 0; index < 10; index++)
        {
            text = new JsonObject { ["Type"] = "Notification", ["Message"] = text }.ToJsonString();
        }

        (IReadOnlyList<KeySighting> sightings, RecordingReport report) = Inputs.Read(text);

        Assert.Empty(sightings);
        Assert.Contains("envelopes", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_of_many_findings_is_read_one_by_one()
    {
        string one = Inputs.Gitleaks().Trim()[1..^1];
        string many = "[" + string.Join(",\n", Enumerable.Repeat(one, 40_000)) + "]";

        (IReadOnlyList<KeySighting> sightings, RecordingReport report) = Inputs.Read(many);

        Assert.Equal(40_000, sightings.Count);
        Assert.Empty(report.Failures);
    }
}
