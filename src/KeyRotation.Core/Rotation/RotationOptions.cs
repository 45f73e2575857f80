using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Users;

namespace KeyRotation.Rotation;

/// <summary>How keys are rotated.</summary>
public sealed record RotationOptions
{
    /// <summary>How long a new key may take to be accepted. IAM needs 3 to 15 seconds as a rule. Default: 2 minutes.</summary>
    public TimeSpan VerifyTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How many calls in a row the new key must sign: acceptance flickers at first. Default: 3.</summary>
    public int SuccessesInARow { get; init; } = 3;

    /// <summary>A text that the console shows beside the new key (a tag of the user, named by the key id); null for none.</summary>
    public string? Description { get; init; }

    /// <summary>Where the new key's secret is delivered; none for the output object alone.</summary>
    public IReadOnlyList<IDestination> Destinations { get; init; } = [];

    /// <summary>Each user's own destinations; null, the default, where <see cref="Destinations"/> are those of every user.</summary>
    public IDestinationMap? DestinationMap { get; init; }

    /// <summary>
    /// The application's word on a new key that is delivered and not recorded yet: where it throws a <see cref="DestinationException"/>, everything is
    /// taken back. Null for none.
    /// </summary>
    public Func<RotatedAccessKey, CancellationToken, Task>? Acceptance { get; init; }

    /// <summary>What follows a rotation that is recorded, such as to have applications read the new key; what it throws changes nothing. Null for nothing.</summary>
    public Func<RotatedAccessKey, CancellationToken, Task>? AfterDelivery { get; init; }

    /// <summary>Removes a retired key first where a user has no room for a new one. Never an active one. Default: false.</summary>
    public bool MakeRoom { get; init; }

    /// <summary>Takes back a recorded replacement that was never used, and rotates its old key again. Default: false.</summary>
    public bool ReplaceUnused { get; init; }

    /// <summary>How long a key must have been quarantined before <see cref="MakeRoom"/> removes it. Default: 7 days.</summary>
    public TimeSpan Quarantine { get; init; } = TimeSpan.FromDays(7);

    /// <summary>From which age on the keys of users who are not named are rotated. Default: 90 days.</summary>
    public TimeSpan OlderThan { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Whether the tag <c>keyrotation:days</c> makes <see cref="OlderThan"/> shorter for its user, at two calls for each user with an active key. Default: false.</summary>
    public bool DaysByTag { get; init; }

    /// <summary>Where the keys of each user go.</summary>
    internal IDestinationMap AllDestinations => DestinationMap ?? new SameDestinations(Destinations);

    /// <summary>The options for the keys of one user.</summary>
    /// <exception cref="KeyRotationException">Nothing says where they go.</exception>
    internal RotationOptions For(UserState user) => DestinationMap is null ? this : this with
    {
        Destinations = DestinationMap.Find(user.ToPlace()) ?? throw RotationFailures.NoDestination(user.Reference(accessKeyId: null)),
        DestinationMap = null,
    };
}
