using System.Collections.Generic;
using System.Linq;
using KeyRotation.Delivery;
using KeyRotation.Journal;
using KeyRotation.Users;

namespace KeyRotation.Rotation;

/// <summary>The tags that a rotation writes: it is refused beforehand where they do not fit.</summary>
internal static class RotationTags
{
    /// <summary>An id of a key that is not known yet: as long as IAM makes them.</summary>
    private const string NewKey = "AKIA0000000000000000";

    public static void RequireRoom(UserState user, ListedKey old, RotationOptions options)
    {
        KeyReference key = user.Reference(old.AccessKeyId);
        var tags = new List<string> { JournalTags.Pending, JournalTags.ForKey(old.AccessKeyId), JournalTags.ForKey(NewKey) };
        if (options.Description is not null)
        {
            tags.Add(NewKey);
        }

        if (!user.Journal.HasRoomFor(tags))
        {
            throw UserFailures.NoRoomForTags(key, user.Journal.Tags.Count, tags.Count);
        }

        var longest = new PendingRotation(old.AccessKeyId, user.ReadAt, new string('0', 32)) { Destinations = PlacesOf(options.Destinations), NewAccessKeyId = NewKey };
        if (longest.ToTagValue().Length > JournalTags.ValueLength)
        {
            throw RotationFailures.TooManyDestinations(key, options.Destinations.Count);
        }
    }

    /// <summary>The destinations as the journal names them.</summary>
    public static IReadOnlyList<string> PlacesOf(IReadOnlyList<IDestination> destinations) => destinations.Select(destination => destination.Place).ToList();
}
