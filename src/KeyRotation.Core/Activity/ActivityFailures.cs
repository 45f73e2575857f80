using System;
using System.Collections.Generic;
using static KeyRotation.Failures;

namespace KeyRotation.Activity;

/// <summary>Failures of looking up who uses a key and what was done to it, and what the event history does not show.</summary>
internal static class ActivityFailures
{
    /// <summary>What the event history never shows: said once a run.</summary>
    public const string Limits =
        "The event history of CloudTrail has the management events of one account, for 90 days. Data events (objects of S3, invocations of Lambda, messages of SQS and so on) and the events of other accounts do not appear in it. An event can take 15 minutes to appear.";

    private const int MostNames = 8;

    public static KeyRotationException LastRegionUnknown(KeyReference key, EvidenceOfUse use, string home) => new(
        "LastRegionUnknown",
        FailureCategory.InvalidOperation,
        key,
        $"In which region {key} was last used is {use}. Only {home} was looked at. The key may be deleted; otherwise allow iam:GetAccessKeyLastUsed to the identity that signs. -TrailRegion or -AllRegions does without.");

    public static KeyRotationException TrailNotRead(KeyReference key, IReadOnlyCollection<string> regions, ServiceException problem)
    {
        KeyRotationException cause = Service(problem, key);
        return new KeyRotationException(cause.ErrorId, cause.Category, key, $"The events of {key} in {Names(regions)} could not be read. {cause.Message}", problem);
    }

    public static KeyRotationException TrailUnknown() => new(
        "TrailUnknown",
        FailureCategory.InvalidOperation,
        target: null,
        "This connection does not lead to the event history of CloudTrail. Run again with a connection to the account.");

    public static string NothingFound(KeyReference key, IReadOnlyCollection<string> regions, TimeSpan back) =>
        $"No management event of the last {Span(back)} was signed with {key} in {Names(regions)}. Data events (objects of S3, invocations of Lambda and so on) do not appear in the event history of CloudTrail, "
        + "and an event can take 15 minutes to appear: that there is none does not show that the key is not in use.";

    public static string NothingDone(string what, string region, TimeSpan back) =>
        $"No creation, change of status or deletion of {what} is in the event history of CloudTrail of the last {Span(back)} in {region}. It goes back 90 days.";

    public static string Cut(KeyReference key, string region, int most) => FormattableString.Invariant(
        $"Only the {most:N0} most recent events of {key} in {region} were read, and there are more. Give fewer -Days, or a higher -MaximumEvents.");

    /// <summary>A partition has dozens of regions: so many names make no sentence.</summary>
    private static string Names(IReadOnlyCollection<string> regions) => regions.Count > MostNames ? $"{regions.Count} regions" : string.Join(", ", regions);

    public static string RegionsNotEnabled(string accountId, IEnumerable<string> regions) =>
        $"The event history of account {accountId} was not read in {string.Join(", ", regions)}: AWS does not accept the key that signs there, as in regions that an account has not enabled.";
}
