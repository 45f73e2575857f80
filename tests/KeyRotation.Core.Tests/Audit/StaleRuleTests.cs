using System;
using KeyRotation.Audit;
using Xunit;

namespace KeyRotation.Tests.Audit;

public sealed class StaleRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly StaleRule Older = new(TimeSpan.FromDays(90), UnusedFor: null);
    private static readonly StaleRule Unused = new(OlderThan: null, TimeSpan.FromDays(45));

    [Fact]
    public void A_key_is_stale_from_90_times_24_hours_on() =>
        Assert.Equal("90 days old", Older.ReasonFor(Now.AddDays(-90), EvidenceOfUse.NeverUsed, Now));

    [Fact]
    public void A_key_one_second_younger_than_90_days_is_not_stale() =>
        Assert.Null(Older.ReasonFor(Now.AddDays(-90).AddSeconds(1), EvidenceOfUse.NeverUsed, Now));

    [Fact]
    public void A_key_unused_for_exactly_the_given_days_is_stale() =>
        Assert.Equal("unused for 45 days", Unused.ReasonFor(Now.AddDays(-500), EvidenceOfUse.Used(Now.AddDays(-45), "s3", "eu-west-1"), Now));

    [Fact]
    public void A_key_used_one_second_later_than_that_is_not_stale() =>
        Assert.Null(Unused.ReasonFor(Now.AddDays(-500), EvidenceOfUse.Used(Now.AddDays(-45).AddSeconds(1), "s3", "eu-west-1"), Now));

    [Fact]
    public void A_key_that_was_never_used_counts_from_its_creation()
    {
        Assert.Equal("never used in 45 days", Unused.ReasonFor(Now.AddDays(-45), EvidenceOfUse.NeverUsed, Now));
        Assert.Null(Unused.ReasonFor(Now.AddDays(-44), EvidenceOfUse.NeverUsed, Now));
    }

    [Fact]
    public void Unknown_evidence_does_not_make_a_key_unused() =>
        Assert.Null(Unused.ReasonFor(Now.AddDays(-500), EvidenceOfUse.Unknown("throttled"), Now));

    [Fact]
    public void Both_reasons_are_given_when_both_hold() =>
        Assert.Equal(
            "400 days old, never used in 400 days",
            new StaleRule(TimeSpan.FromDays(90), TimeSpan.FromDays(45)).ReasonFor(Now.AddDays(-400), EvidenceOfUse.NeverUsed, Now));
}
