using System;
using System.Collections.Generic;
using KeyRotation.Delivery;

namespace KeyRotation.Steps;

/// <summary>How steps are run.</summary>
public sealed record StepRunnerOptions
{
    /// <summary>
    /// How many users are worked on at once, each of whom may have a key that is created and not delivered yet. Default: 50, so that
    /// 100 users need two rounds, each as long as a new key takes to be accepted.
    /// </summary>
    public int UsersAtOnce { get; init; } = 50;

    /// <summary>What is being done, for the progress display.</summary>
    public string Activity { get; init; } = "Rotating access keys";

    /// <summary>Where the secret of a user's new key goes, in words: for plans and questions. Null when no step creates a key.</summary>
    public Func<UserToPlace, IReadOnlyList<string>>? DestinationsOf { get; init; }

    /// <summary>Called after each step that was carried out, from any thread.</summary>
    public Action<StepDone>? StepDone { get; init; }

    /// <summary>Called for each step of which only the plan is asked for, in the order of the users, from any thread.</summary>
    public Action<PlanStep>? StepPlanned { get; init; }

    /// <summary>Called with the tags of each user that was read, without those of the journal, from any thread.</summary>
    public Action<KeyReference, IReadOnlyDictionary<string, string>>? TagsRead { get; init; }

    /// <summary>The only steps that are taken; null where each step that is due may be.</summary>
    public ApprovedSteps? Approved { get; init; }

    /// <summary>The last uses of keys that came with them, by id: for plans and questions.</summary>
    public IReadOnlyDictionary<string, EvidenceOfUse> SeenUses { get; init; } = new Dictionary<string, EvidenceOfUse>();
}
