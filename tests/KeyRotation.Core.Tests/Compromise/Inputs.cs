using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using KeyRotation.Compromise;
using KeyRotation.Sightings;
using KeyRotation.Tests.Support;

namespace KeyRotation.Tests.Compromise;

/// <summary>Events, findings and reports in the shapes that their makers document. Each has a secret beside the id.</summary>
internal static class Inputs
{
    public const string Id = "AKIAQWERTYUIOPASDFGH";
    public const string OtherId = "AKIAZXCVBNMASDFGHJKL";

    /// <summary>No output may ever have it.</summary>
    public const string Canary = "cAnArY+wJalrXUtnFEMI/K7MDENGbPxRfiCYzzzz";

    public static string GuardDuty(string id = Id, string type = "UnauthorizedAccess:IAMUser/MaliciousIPCaller", string archived = "false", string userType = "IAMUser", string account = "123456789012") => $$"""
        {
          "schemaVersion": "2.0", "accountId": "{{account}}", "region": "us-east-1", "partition": "aws", "id": "f-1", "arn": "arn:aws:guardduty:us-east-1:{{account}}:detector/d/finding/f-1",
          "type": "{{type}}", "severity": 8, "createdAt": "2026-02-27T10:00:00.000Z", "updatedAt": "2026-03-01T10:00:00.000Z",
          "title": "API GetObject was invoked from a known malicious IP address.", "description": "secretAccessKey={{Canary}}",
          "resource": { "resourceType": "AccessKey", "accessKeyDetails": { "accessKeyId": "{{id}}", "principalId": "AIDAXXXXXXXXXXXXXXXXX", "userType": "{{userType}}", "userName": "svc-billing" } },
          "service": { "serviceName": "guardduty", "detectorId": "d", "archived": {{archived}}, "count": 3, "eventFirstSeen": "2026-02-27T09:00:00.000Z", "eventLastSeen": "2026-03-01T09:30:00.000Z", "additionalInfo": { "value": "{{Canary}}" } }
        }
        """;

    public static string Event(string detailType, string detail, string source = "aws.guardduty") => $$"""
        {"version":"0","id":"e-1","detail-type":"{{detailType}}","source":"{{source}}","account":"123456789012","time":"2026-03-01T10:00:00Z","region":"us-east-1","resources":[],"detail":{{detail}}}
        """;

    public static string Health(string entity = Id, string code = "AWS_RISK_CREDENTIALS_EXPOSED") => Event(
        "AWS Health Event",
        $$"""
        {"eventArn":"arn:aws:health:us-east-1::event/RISK/{{code}}/{{code}}_1","service":"RISK","eventTypeCode":"{{code}}","eventTypeCategory":"issue","startTime":"Sun, 1 Mar 2026 15:10:09 GMT",
        "eventDescription":[{"language":"en_US","latestDescription":"Your key was found. aws_secret_access_key={{Canary}}"}],"affectedEntities":[{"entityValue":"{{entity}}"}] }
        """,
        "aws.health");

    public static string Asff(string type = "TTPs/UnauthorizedAccess:IAMUser-MaliciousIPCaller", string state = "ACTIVE", string workflow = "NEW", string ids = Id) => $$"""
        {"SchemaVersion":"2018-10-08","Id":"arn:aws:guardduty:finding/f-2","ProductArn":"arn:aws:securityhub:us-east-1::product/aws/guardduty","AwsAccountId":"123456789012","Types":["{{type}}"],
        "FirstObservedAt":"2026-02-27T09:00:00Z","LastObservedAt":"2026-03-01T09:30:00Z","Severity":{"Label":"HIGH","Normalized":70},"Title":"Malicious caller","Description":"{{Canary}}","RecordState":"{{state}}","Workflow":{"Status":"{{workflow}}"},
        "Resources":[{{string.Join(',', ids.Split(' ').Select(id => $$"""{"Type":"AwsIamAccessKey","Id":"AWS::IAM::AccessKey:{{id}}","Details":{"AwsIamAccessKey":{"AccessKeyId":"{{id}}","PrincipalType":"IAMUser","PrincipalName":"svc-billing"} } }"""))}}]}
        """;

    public static string Gitleaks(string id = Id) => $$"""
        [{"RuleID":"aws-access-token","Description":"Identified a pattern that may indicate AWS credentials.","StartLine":7,"EndLine":7,"Match":"{{id}}","Secret":"{{id}}","File":"deploy/app.env","Commit":"0123456789abcdef0123456789abcdef01234567","Author":"A","Email":"a@example.com","Date":"2025-12-24T08:00:00Z","Message":"{{Canary}}","Tags":[],"Fingerprint":"0123456789abcdef0123456789abcdef01234567:deploy/app.env:aws-access-token:7"}]
        """;

    public static string Trufflehog(string id = Id) => $$$"""
        {"SourceMetadata":{"Data":{"Git":{"commit":"0123456789abcdef0123456789abcdef01234567","file":"deploy/app.env","email":"a@example.com","timestamp":"2025-12-24 08:00:00 +0000","line":7} } },"SourceID":1,"DetectorType":2,"DetectorName":"AWS","Verified":true,"Raw":"{{{id}}}","RawV2":"{{{id}}}:{{{Canary}}}","Redacted":"{{{id}}}","ExtraData":{"account":"123456789012"}}
        """;

    public static string GitHub(string id = Id, string resolution = "null") => $$"""
        [{"number":42,"created_at":"2026-02-27T09:00:00Z","html_url":"https://github.com/example/app/security/secret-scanning/42","state":"open","resolution":{{resolution}},"secret_type":"aws_access_key_id","secret":"{{id}}"},
         {"number":43,"created_at":"2026-02-27T09:00:00Z","html_url":"https://github.com/example/app/security/secret-scanning/43","state":"open","resolution":null,"secret_type":"aws_secret_access_key","secret":"{{Canary}}"}]
        """;

    public static string Sarif(string id = Id) => $$"""
        {"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"gitleaks","rules":[{"id":"aws-access-token"}] } },"results":[{"message":{"text":"aws-access-token has detected secret for file deploy/app.env."},"ruleId":"aws-access-token","level":"error",
        "locations":[{"physicalLocation":{"artifactLocation":{"uri":"deploy/app.env"},"region":{"startLine":7,"snippet":{"text":"{{id}} {{Canary}}"} } } }],"partialFingerprints":{"commitSha":"0123456789abcdef"} }] }] }
        """;

    public static string Baseline() => """{"version":"1.5.0","plugins_used":[{"name":"AWSKeyDetector"}],"results":{"app.env":[{"type":"AWS Access Key","filename":"app.env","hashed_secret":"25910f981e85ca04baf359199dd0bd4a3ae738b6","line_number":7}]},"generated_at":"2026-03-01T00:00:00Z"}""";

    /// <summary>What is read of a text, and what is said about it.</summary>
    public static (IReadOnlyList<KeySighting> Sightings, RecordingReport Report) Read(string text, Encoding? encoding = null)
    {
        Encoding chosen = encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return Read([.. chosen.GetPreamble(), .. chosen.GetBytes(text)]);
    }

    public static (IReadOnlyList<KeySighting> Sightings, RecordingReport Report) Read(byte[] bytes)
    {
        var report = new RecordingReport();
        return (CompromiseFile.Read(new CompromiseInput("input", () => new MemoryStream(bytes)), report), report);
    }

    /// <summary>All that came out, as one text.</summary>
    public static string AllOf(IEnumerable<KeySighting> sightings, RecordingReport report) => string.Join(
        '\n',
        sightings.Select(sighting => sighting.ToString() + sighting.Evidence)
            .Concat(sightings.Select(sighting => $"{sighting.Evidence.Description} {sighting.Evidence.Type} {sighting.Evidence.FindingId}"))
            .Concat(report.Warnings)
            .Concat(report.VerboseMessages)
            .Concat(report.Failures.Select(failure => failure.ToString())));
}
