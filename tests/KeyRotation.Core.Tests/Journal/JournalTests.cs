using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using KeyRotation.Journal;
using Xunit;

namespace KeyRotation.Tests.Journal;

public sealed class JournalTests
{
    private static readonly DateTimeOffset Since = new(2026, 11, 20, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_record_is_read_as_it_was_written()
    {
        var ids = Gen.Elements("AKIAOLDOLDOLDOLDOLD1", "AKIANEWNEWNEWNEWNEW2");
        Gen<string?> maybe = Gen.OneOf(Gen.Constant((string?)null), ids.Select(id => (string?)id));
        var times = Gen.Choose(0, 1_000_000_000).Select(seconds => DateTimeOffset.UnixEpoch.AddSeconds(seconds));
        Gen<KeyRecord> records = Gen.OneOf(
            from time in times
            from replaces in maybe
            from at in Gen.Elements<string?>(null, "SecretsManager", "output")
            select new KeyRecord(KeyStage.Current, time) { Replaces = replaces, At = at },
            from time in times from newKey in ids select new KeyRecord(KeyStage.Superseded, time) { By = newKey },
            from time in times from newKey in maybe from forced in Gen.Elements(true, false) select new KeyRecord(KeyStage.Quarantined, time) { By = newKey, Forced = forced });

        Prop.ForAll(records.ToArbitrary(), record => KeyRecord.Parse(record.ToTagValue()) == record).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Nothing_that_is_written_breaks_the_rules_of_tags()
    {
        string value = new KeyRecord(KeyStage.Quarantined, Since) { By = "AKIA" + new string('A', 124), At = "ParameterStore:/a/b", Forced = true }.ToTagValue();

        Assert.Matches(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$", value);
        Assert.Matches(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$", new PendingRotation("AKIAOLD", Since, Guid.NewGuid().ToString("N")).ToTagValue());
    }

    [Theory]
    [InlineData("")]
    [InlineData("quarantined")]
    [InlineData("quarantined since=")]
    [InlineData("quarantined since=2026-11-20")]
    [InlineData("quarantined since=2026-11-20T07:00:00+01:00")]
    [InlineData("Quarantined since=2026-11-20T07:00:00Z")]
    [InlineData("quarantined  since=2026-11-20T07:00:00Z")]
    [InlineData("quarantined since=2026-11-20T07:00:00Z since=2026-11-20T07:00:00Z")]
    [InlineData("quarantined since=2026-11-20T07:00:00Z color=blue")]
    [InlineData("quarantined since=2026-11-20T07:00:00Z v=2")]
    [InlineData("quarantined since=2026-11-20T07:00:00Z forced=no")]
    [InlineData("retired since=2026-11-20T07:00:00Z")]
    [InlineData("quarantined since=2026-13-40T07:00:00Z")]
    public void A_value_that_is_not_of_the_grammar_is_an_error_and_no_default(string value) =>
        Assert.Throws<FormatException>(() => KeyRecord.Parse(value));

    [Fact]
    public void Random_text_is_read_or_refused_with_a_format_error_and_nothing_else() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            foreach (Action parse in new Action[] { () => KeyRecord.Parse(text.Get), () => PendingRotation.Parse(text.Get), () => Exemption.Parse(text.Get) })
            {
                try
                {
                    parse();
                }
                catch (FormatException)
                {
                    continue;
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_unreadable_tag_is_listed_and_the_others_are_read()
    {
        UserJournal journal = UserJournal.Read(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["owner"] = "team-a",
            ["keyrotation:AKIAONEONEONEONEONE1"] = "current since=2026-11-20T07:00:00Z",
            ["keyrotation:AKIATWOTWOTWOTWOTWO2"] = "nonsense",
            ["KeyRotation:Pending"] = "rotate AKIAONEONEONEONEONE1 at=2026-11-20T07:00:00Z token=abc",
        });

        Assert.Equal(KeyStage.Current, journal.RecordOf("AKIAONEONEONEONEONE1")!.Stage);
        Assert.Contains("AKIATWOTWOTWOTWOTWO2", Assert.Single(journal.Unreadable), StringComparison.Ordinal);
        Assert.Equal("abc", journal.Pending!.Token);
    }

    [Fact]
    public void An_exemption_counts_to_the_end_of_its_last_day()
    {
        Exemption exemption = Exemption.Parse("until=2027-01-31 reason=vendor moves in February = late");

        Assert.Equal("vendor moves in February = late", exemption.Reason);
        Assert.True(exemption.CountsAt(new DateTimeOffset(2027, 1, 31, 23, 59, 59, TimeSpan.Zero)));
        Assert.False(exemption.CountsAt(new DateTimeOffset(2027, 2, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("until=2027-01-31")]
    [InlineData("until=2027-01-31 reason=")]
    [InlineData("until=31.1.2027 reason=x")]
    [InlineData("reason=x until=2027-01-31")]
    public void An_exemption_without_a_day_or_a_reason_is_an_error(string value) => Assert.Throws<FormatException>(() => Exemption.Parse(value));

    [Fact]
    public void There_is_room_up_to_the_fiftieth_tag_and_a_tag_that_is_there_takes_none()
    {
        UserJournal journal = UserJournal.Read(Enumerable.Range(0, 49).ToDictionary(number => "tag" + number, _ => string.Empty, StringComparer.Ordinal));

        Assert.True(journal.HasRoomFor(["new", "TAG7"]));
        Assert.False(journal.HasRoomFor(["new", "newer"]));
    }
}
