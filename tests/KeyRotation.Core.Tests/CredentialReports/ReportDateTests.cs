using System;
using System.Globalization;
using KeyRotation.CredentialReports;
using Xunit;

namespace KeyRotation.Tests.CredentialReports;

public sealed class ReportDateTests
{
    [Theory]
    [InlineData("2026-01-10T10:20:30Z", "2026-01-10T10:20:30Z")]
    [InlineData("2026-01-10T10:20:30+00:00", "2026-01-10T10:20:30Z")]
    [InlineData("2026-01-10T10:20:30.1234567+02:00", "2026-01-10T08:20:30Z")]
    [InlineData("2026-01-10T10:20:30", "2026-01-10T10:20:30Z")]
    [InlineData("2026-01-10 10:20:30", "2026-01-10T10:20:30Z")]
    [InlineData("2026-01-10 9:20", "2026-01-10T09:20:00Z")]
    [InlineData("2026-01-10 10:20:30 +0000 UTC", "2026-01-10T10:20:30Z")]
    [InlineData("2026-01-10", "2026-01-10T00:00:00Z")]
    [InlineData("10-Jan-2026", "2026-01-10T00:00:00Z")]
    [InlineData("10 January 2026 10:20", "2026-01-10T10:20:00Z")]
    [InlineData("Jan 10, 2026 10:20:30 PM", "2026-01-10T22:20:30Z")]
    [InlineData("Saturday, January 10, 2026", "2026-01-10T00:00:00Z")]
    [InlineData("Sat, 10 Jan 2026 10:20:30 GMT", "2026-01-10T10:20:30Z")]
    public void A_date_with_one_meaning_is_read(string text, string expected)
    {
        Assert.True(ReportDate.TryParse(text, out DateTimeOffset date));
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), date.AddTicks(-(date.Ticks % TimeSpan.TicksPerSecond)));
    }

    [Theory]
    [InlineData("10/01/2026 10:20")]
    [InlineData("10/01/26")]
    [InlineData("10.01.2026")]
    [InlineData("10-01-2026")]
    [InlineData("2026/01/10")]
    [InlineData("1/10/2026 10:20:30 AM")]
    [InlineData("10-Jan-26")]
    [InlineData("Jan 2026")]
    [InlineData("10 Jan")]
    [InlineData("10 janvier 2026")]
    [InlineData("Sunday, 10 Jan 2026")]
    [InlineData("2026-13-45T00:00:00Z")]
    [InlineData("2026-02-30")]
    [InlineData("26-01-10")]
    [InlineData("46032.43")]
    [InlineData("1768040430")]
    [InlineData("10:20")]
    [InlineData("yesterday")]
    [InlineData("")]
    public void A_date_that_could_be_another_is_refused(string text)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach (string culture in new[] { "en-US", "en-GB", "de-DE", "fr-FR", "ja-JP" })
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                Assert.False(ReportDate.TryParse(text, out _), $"{text} was read in {culture}");
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
