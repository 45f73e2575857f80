using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Plans;

namespace KeyRotation.Tests.Schedules.Running;

/// <summary>What a step of the module did, as the promises look at it.</summary>
internal sealed class StepRecord
{
    public required ModuleStep Step { get; init; }

    public Work Work => Step.Work;

    public required DateTimeOffset Begun { get; init; }

    /// <summary>All keys that there were.</summary>
    public required IReadOnlyList<KeyHistory> Keys { get; init; }

    /// <summary>How far behind the answers about tags and keys are.</summary>
    public TimeSpan TagLag { get; init; }

    public TimeSpan ListLag { get; init; }

    /// <summary>Creations that were given up, and that AWS carries out later.</summary>
    public IReadOnlyList<string> LateCreations { get; set; } = [];

    /// <summary>The users just before the module could change something.</summary>
    public required IReadOnlyList<SandboxUser> Before { get; set; }

    public IReadOnlyList<SandboxUser> After { get; set; } = [];

    /// <summary>The user and key that were named; null for the whole account.</summary>
    public KeyTarget? Named { get; init; }

    public string? NamedUser => Named?.UserName;

    public string? NamedKey => Named?.AccessKeyId;

    /// <summary>The step that was done just before, of which this is the same again.</summary>
    public StepRecord? Repeated { get; init; }

    /// <summary>When the credential reports that were read had been generated.</summary>
    public IReadOnlyList<DateTimeOffset> ReportTimes { get; set; } = [];

    /// <summary>The module's changes so far.</summary>
    public ConcurrentQueue<Change> Changes { get; } = new();

    /// <summary>The keys whose last use AWS has told in this step.</summary>
    public required IReadOnlyDictionary<string, EvidenceOfUse> Evidence { get; init; }

    public IReadOnlyList<Call> Calls { get; set; } = [];

    public IReadOnlyList<RotatedAccessKey> Rotated { get; set; } = [];

    public IReadOnlyList<KeyRotationException> Failures { get; set; } = [];

    public IReadOnlyList<string> Texts { get; set; } = [];

    public Exception? Thrown { get; set; }

    /// <summary>Whether the step was stopped from outside, or died.</summary>
    public bool IsStopped { get; set; }

    public IReadOnlySet<string> TroubledUsers { get; set; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a call for the account as a whole went wrong.</summary>
    public bool IsAccountTroubled { get; set; }

    public bool IsTroubled(string userName) => IsAccountTroubled || IsStopped || TroubledUsers.Contains(userName);

    public bool IsUntroubled => !IsAccountTroubled && !IsStopped && TroubledUsers.Count == 0;

    public IEnumerable<T> ChangesOf<T>()
        where T : Change => Changes.OfType<T>();

    public SandboxUser UserBefore(string userName) => Before.Single(user => World.IsSame(user.UserName, userName));
}
