using System;
using Xunit;

namespace KeyRotation.Core.Tests.Reporting;

public sealed class DisplayTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "0 min")]
    [InlineData(-5, "0 min")]
    [InlineData(59.9, "59 min")]
    [InlineData(60, "1 h")]
    [InlineData((48 * 60) - 1, "47 h")]
    [InlineData(48 * 60, "2 days")]
    [InlineData(213.9 * 24 * 60, "213 days")]
    public void An_age_is_cut_off_and_never_rounded_up(double minutes, string expected) =>
        Assert.Equal(expected, Display.Age(TimeSpan.FromMinutes(minutes)));

    [Fact]
    public void A_time_is_UTC_and_says_how_far_off_it_is()
    {
        Assert.Equal("2026-11-20 07:00Z (3 h ago)", Display.Time(Now.AddHours(-3).ToOffset(TimeSpan.FromHours(5)), Now));
        Assert.Equal("2026-11-27 10:00Z (in 7 days)", Display.Time(Now.AddDays(7), Now));
        Assert.Equal("2026-11-20 10:00Z (0 min ago)", Display.Time(Now, Now));
        Assert.Equal(string.Empty, Display.Time(time: null, Now));
        Assert.Equal(string.Empty, Display.Time(default(DateTimeOffset)));
    }

    [Fact]
    public void A_use_says_when_where_and_by_what_as_far_as_it_is_known()
    {
        Assert.Equal("2026-11-20 07:00Z (3 h ago), s3 in eu-west-1", Display.Use(EvidenceOfUse.Used(Now.AddHours(-3), "s3", "eu-west-1"), Now));
        Assert.Equal("2026-11-20 07:00Z (3 h ago), iam", Display.Use(EvidenceOfUse.Used(Now.AddHours(-3), "iam", "N/A"), Now));
        Assert.Equal("2026-11-20 07:00Z (3 h ago)", Display.Use(EvidenceOfUse.Used(Now.AddHours(-3), "N/A", region: null), Now));
    }

    [Fact]
    public void Never_used_is_not_shown_like_not_known()
    {
        Assert.Equal("never", Display.Use(EvidenceOfUse.NeverUsed, Now));
        Assert.Equal("never", Display.LastUsed(EvidenceOfUse.NeverUsed, Now));
        Assert.Equal("unknown: throttled", Display.Use(EvidenceOfUse.Unknown("throttled"), Now));
        Assert.Equal("unknown", Display.LastUsed(EvidenceOfUse.Unknown("throttled"), Now));
        Assert.Equal("unknown", Display.Use(use: null, Now));
    }

    [Fact]
    public void What_is_due_is_due_now_and_what_is_not_says_when()
    {
        Assert.Equal("now", Display.Due(Now, Now));
        Assert.Equal("in 3 days", Display.Due(Now.AddDays(3), Now));
        Assert.Equal(string.Empty, Display.Due(due: null, Now));
    }

    [Theory]
    [InlineData("New-RotatedAccessKey", -3.0, null, "rotate now")]
    [InlineData("New-RotatedAccessKey", 0.0, null, "rotate now")]
    [InlineData("Disable-OldAccessKey", 3.0, null, "disable in 3 days")]
    [InlineData("Disable-OldAccessKey", 3.0, "still in use", "disable in 3 days, blocked: still in use")]
    [InlineData("Disable-OldAccessKey", -3.0, "never used", "disable, blocked: never used")]
    [InlineData("Remove-RetiredAccessKey", null, "disabled elsewhere", "remove, blocked: disabled elsewhere")]
    [InlineData("Remove-RetiredAccessKey", null, null, "remove")]
    [InlineData("New-RotatedAccessKey", 2900000.0, "exempt until 9999-12-31", "rotate, blocked: exempt until 9999-12-31")]
    [InlineData(null, null, "only the root user can", "only the root user can")]
    public void The_next_step_says_in_few_words_what_when_and_what_is_in_the_way(string? command, double? days, string? blocker, string expected)
    {
        var status = new KeyStatus(new KeyReference("123456789012", "svc", "AKIAIOSFODNN7EXAMPLE"), AccessKeyStatus.Active, Now.AddDays(-100), KeyStage.Stale, Now, connection: null)
        {
            NextStep = command,
            DueDate = days is double value ? Now.AddDays(value) : null,
            Blocker = blocker,
        };

        Assert.Equal(expected, StatusDisplay.NextStep(status, before: string.Empty, after: string.Empty));
    }
}
