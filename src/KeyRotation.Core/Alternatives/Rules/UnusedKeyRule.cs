using System;
using System.Globalization;
using KeyRotation.Alternatives.Evidence;
using KeyRotation.Alternatives.Plans;

namespace KeyRotation.Alternatives.Rules;

/// <summary>A key that AWS says is not in use. What is not known is never taken for that.</summary>
internal sealed class UnusedKeyRule : IKeyRule
{
    private static readonly TimeSpan Young = TimeSpan.FromDays(7);
    private static readonly TimeSpan Long = TimeSpan.FromDays(365);

    public Verdict? Judge(KeyFacts facts)
    {
        if (facts.HasSigners)
        {
            return null;
        }

        string age = Days(facts.Key.Age);
        return facts.LastUsed.Kind switch
        {
            UseKind.NeverUsed when facts.Key.Age > Young => new Verdict(
                new DeletePlan($"The key was never used in the {age} since it was created."),
                AlternativeConfidence.High,
                $"created {age} ago and never used, by AWS's record"),
            UseKind.NeverUsed => new Verdict(new UnknownPlan($"The key is {age} old and was not used so far."), AlternativeConfidence.None, $"created {age} ago and never used, by AWS's record"),
            UseKind.Used when facts.UnusedFor > Long => new Verdict(
                new DeletePlan($"The key was not used for {Days(facts.UnusedFor.Value)}. What runs once a year would not show in so long a time either."),
                AlternativeConfidence.Medium,
                $"{facts.LastUsed}, by AWS's record"),
            UseKind.Unknown => new Verdict(new UnknownPlan($"Whether the key is in use is {facts.LastUsed}."), AlternativeConfidence.None, $"last use {facts.LastUsed}"),
            _ => null,
        };
    }

    private static string Days(TimeSpan span) => (int)span.TotalDays == 1 ? "1 day" : string.Format(CultureInfo.InvariantCulture, "{0:N0} days", (int)span.TotalDays);
}
