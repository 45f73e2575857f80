using System.Collections.Generic;
using System.Linq;
using static KeyRotation.Tests.Compliance.ReportRow;

namespace KeyRotation.Tests.Compliance;

/// <summary>
/// Users and what CIS AWS Foundations 5.0.0 says of them, written down by hand from the text of its audit steps. The letters
/// are the verdicts, P(ass), F(ail) or N(ot applicable), on: a key at set-up (1.10), credentials unused for 45 days (1.11), one
/// active key (1.12), rotation within 90 days (1.13). The number is how many keys are stale at 90 days.
/// </summary>
internal static class Corpus
{
    public static readonly IReadOnlyList<CorpusCase> Cases =
    [
        // user, set-up, unused, one, rotated, stale
        new(new("nothing"), "N N N N", 0),

        new(new("never-used-young") { FirstKey = Active("1d") }, "N P P P", 0),
        new(new("never-used-44-days-and-all-but-a-second") { FirstKey = Active("45d-1s") }, "N P P P", 0),
        new(new("never-used-45-days") { FirstKey = Active("45d") }, "N F P P", 0),
        new(new("never-used-45-days-and-a-second") { FirstKey = Active("45d+1s") }, "N F P P", 0),
        new(new("never-used-200-days") { FirstKey = Active("200d") }, "N F P F", 1),

        new(new("used-45-days-ago-less-a-second") { FirstKey = Active("80d", "45d-1s") }, "N P P P", 0),
        new(new("used-45-days-ago") { FirstKey = Active("80d", "45d") }, "N F P P", 0),
        new(new("day-89") { FirstKey = Active("89d", "0d") }, "N P P P", 0),
        new(new("day-90-less-a-second") { FirstKey = Active("90d-1s", "0d") }, "N P P P", 0),
        new(new("day-90") { FirstKey = Active("90d", "0d") }, "N P P F", 1),
        new(new("day-90-and-a-second") { FirstKey = Active("90d+1s", "0d") }, "N P P F", 1),
        new(new("day-91") { FirstKey = Active("91d", "0d") }, "N P P F", 1),

        new(new("inactive-and-old") { FirstKey = Inactive("400d", "300d") }, "N N N N", 0),
        new(new("second-slot-only") { SecondKey = Active("200d", "1d") }, "N P P F", 1),
        new(new("two-active-young") { FirstKey = Active("10d", "1d"), SecondKey = Active("20d", "1d") }, "N P F P", 0),
        new(new("two-of-which-one-is-off") { FirstKey = Inactive("300d", "200d"), SecondKey = Active("20d", "1d") }, "N P P P", 0),
        new(new("two-in-the-same-second") { FirstKey = Active("100d", "1d"), SecondKey = Active("100d", "1d") }, "N P F F", 2),
        new(new("two-of-which-one-is-dormant") { FirstKey = Active("80d", "60d"), SecondKey = Active("20d", "1d") }, "N F F P", 0),

        // Nothing tells how old the key is or when it was used: that it is as it should be cannot be shown.
        new(new("both-columns-without-a-date") { FirstKey = Active("N/A") }, "N F P F", 0),
        new(new("use-not-known-old") { FirstKey = Active("100d", "no_information") }, "N F P F", 1),
        new(new("use-not-known-young") { FirstKey = Active("10d", "no_information") }, "N P P P", 0),

        new(new("password-used") { Password = EnabledPassword("44d", "300d") }, "P P N N", 0),
        new(new("password-unused-45-days") { Password = EnabledPassword("45d", "300d") }, "P F N N", 0),
        new(new("password-never-used-changed-44-days-ago") { Password = EnabledPassword("no_information", "44d") }, "P P N N", 0),
        new(new("password-never-used-changed-45-days-ago") { Password = EnabledPassword("no_information", "45d") }, "P F N N", 0),
        new(new("password-and-no-date-at-all") { Password = EnabledPassword("no_information", "N/A") }, "P F N N", 0),
        new(new("password-unused-key-in-use") { Password = EnabledPassword("100d", "300d"), FirstKey = Active("10d", "0d") }, "P F P P", 0),
        new(new("password-and-key-never-used") { Password = EnabledPassword("1d", "1d"), FirstKey = Active("1d") }, "F P P P", 0),
        new(new("password-and-inactive-key-never-used") { Password = EnabledPassword("1d", "1d"), FirstKey = Inactive("1d") }, "P P N N", 0),
        new(new("password-and-key-in-use") { Password = EnabledPassword("1d", "1d"), FirstKey = Active("1d", "0d") }, "P P P P", 0),
        new(new("password-and-use-not-known") { Password = EnabledPassword("1d", "1d"), FirstKey = Active("1d", "no_information") }, "F P P P", 0),

        new(new("time-zone-90-days") { FirstKey = Active("2026-08-22T14:00:00+02:00", "0d") }, "N P P F", 1),
        new(new("time-zone-90-days-less-a-second") { FirstKey = Active("2026-08-22T07:00:01-05:00", "0d") }, "N P P P", 0),
        new(new("offset-of-older-reports") { FirstKey = Active("2026-08-22T12:00:00+00:00", "0d") }, "N P P F", 1),
        new(new("capitals") { FirstKey = Active("200d", "0d").ToUpperInvariant() }, "N P P F", 1),
    ];

    /// <summary>The whole corpus as one report, with a root user who has an active key.</summary>
    public static IReadOnlyList<string> Lines { get; } = [Header, Root(Active("400d")).ToString(), .. Cases.Select(item => item.Row.ToString())];

    public static ReportRow Root(string firstKey) => new("<root_account>") { Password = "not_supported,1d,not_supported", FirstKey = firstKey };
}

/// <summary>A user of the corpus, and the verdicts.</summary>
internal sealed record CorpusCase(ReportRow Row, string Verdicts, int StaleKeys)
{
    public override string ToString() => Row.User;
}
