using System.Collections.Generic;

namespace KeyRotation.Tests.Export;

/// <summary>Texts that try to get out of the place where they are written.</summary>
internal static class Hostile
{
    /// <summary>Ends a script, opens an element, leaves an attribute, ends a line of JavaScript, turns the writing round, ends a C string, and is half a letter.</summary>
    public const string Text = "</script><img src=x onerror=\"window.taken=1\">'&amp;\u2028\u202E\0\u0007\uD800\U0001F511";

    /// <summary>The same text in a place of its own, so that each place can be told.</summary>
    public static string In(string place) => place + Text;

    /// <summary>As people are shown it.</summary>
    public static string Shown(string place) => place + "</script><img src=x onerror=\"window.taken=1\">'&amp;\\u2028\\u202E\\u0000\\u0007\\uD800\U0001F511";

    public static AccessKey Key() => new(
        new KeyReference(In("account"), In("user"), In("id")),
        AccessKeyStatus.Active,
        Samples.Now.AddDays(-100),
        Samples.Now,
        connection: null)
    {
        LastUsed = EvidenceOfUse.Used(Samples.Now.AddDays(-99), In("service"), In("region")),
        StageValue = KeyStage.Stale,
        Reason = In("reason"),
        UserArn = In("arn"),
        Tags = new Dictionary<string, string>(System.StringComparer.Ordinal) { [In("tag")] = In("value") },
    };

    public static ControlResult Control(ControlStatus status = ControlStatus.Fail) => new()
    {
        Benchmark = In("benchmark"),
        ControlId = In("control"),
        ControlValue = ComplianceControl.Rotation,
        Title = In("title"),
        StatusValue = status,
        SeverityValue = ControlSeverity.High,
        AccountId = In("account"),
        UserName = In("user"),
        ResourceArn = In("arn"),
        Reason = In("because"),
        Evidence = [new ControlEvidence(In("name"), In("evidence"), In("source"))],
        Remedy = [In("remedy")],
        References = [In("reference")],
        CheckedAt = Samples.Now,
    };
}
