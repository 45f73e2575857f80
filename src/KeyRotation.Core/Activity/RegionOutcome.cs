namespace KeyRotation.Activity;

/// <summary>What came of reading the events of a key in one region.</summary>
/// <param name="Region">The region.</param>
/// <param name="Groups">What was found, as far as it was read.</param>
/// <param name="IsCut">Whether there is more than was read.</param>
/// <param name="Problem">What ended the reading; null where it came to its end.</param>
internal sealed record RegionOutcome(string Region, ActivityGroups Groups, bool IsCut, ServiceException? Problem);
