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
}
