namespace KeyRotation.Steps;

/// <summary>How steps are run.</summary>
public sealed record StepRunnerOptions
{
    /// <summary>
    /// How many users are worked on at once, each of whom may have a key that is created and not delivered yet. Default: 40, so that
    /// 100 users whose keys take 10 seconds to be accepted need three rounds.
    /// </summary>
    public int UsersAtOnce { get; init; } = 40;

    /// <summary>What is being done, for the progress display.</summary>
    public string Activity { get; init; } = "Rotating access keys";
}
