using System;
using KeyRotation.Journal;
using Xunit;

namespace KeyRotation.Tests.Notices;

public sealed class NoticedStepsTests
{
    private static readonly DateTimeOffset Created = new(2026, 1, 31, 7, 8, 9, TimeSpan.Zero);
    private static readonly DateTimeOffset Due = Created.AddDays(90);

    [Fact]
    public void A_record_is_read_as_it_was_written_and_keeps_the_rules_of_tags()
    {
        NoticedSteps record = NoticedSteps.None;
        for (int number = 0; number < 10; number++)
        {
            record = record.With(Created.AddDays(number), "disable", DateTimeOffset.MaxValue, 3650);
        }

        string value = record.ToTagValue();

        Assert.Matches(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$", value);
        Assert.Equal(value, NoticedSteps.Parse(value).ToTagValue());
        Assert.Equal("20260131T070809Z/rotate/20260501=14", NoticedSteps.None.With(Created, "rotate", Due, 14).ToTagValue());
    }

    [Fact]
    public void A_warning_counts_for_its_key_its_step_its_days_and_more_days()
    {
        NoticedSteps record = NoticedSteps.Parse(NoticedSteps.None.With(Created, "rotate", Due, 7).ToTagValue());

        Assert.True(record.Has(Created.AddMilliseconds(400), "rotate", Due, 7, largest: 14));
        Assert.True(record.Has(Created, "rotate", Due.AddDays(14), 14, largest: 14));
        Assert.False(record.Has(Created, "rotate", Due, 1, largest: 14));
        Assert.False(record.Has(Created, "disable", Due, 7, largest: 14));
        Assert.False(record.Has(Created.AddSeconds(1), "rotate", Due, 7, largest: 14));
        Assert.False(record.Has(Created, "rotate", Due.AddDays(15), 14, largest: 14));
    }

    [Theory]
    [InlineData("")]
    [InlineData("rotate")]
    [InlineData("20260131T070809Z/rotate/20260501")]
    [InlineData("20260131T070809Z/rotate/20260501=-1")]
    [InlineData("20260131T070809Z/rotate/20260501=7 ")]
    [InlineData("20260131T070809Z=rotate/20260501/7")]
    [InlineData("20260131T070809Z//20260501=7")]
    [InlineData("20261331T070809Z/rotate/20260501=7")]
    [InlineData("20260131T070809Z/rotate/20260501=99999999999")]
    public void What_is_not_of_the_grammar_is_an_error_and_no_default(string value) => Assert.Throws<FormatException>(() => NoticedSteps.Parse(value));
}
