namespace KeyRotation.Tests.Schedules.Plans;

/// <summary>The module is called.</summary>
/// <param name="Work">What for.</param>
/// <param name="Trouble">What goes wrong meanwhile, if anything.</param>
/// <param name="Between">What happens between the plan and the work, while the user is asked; if anything.</param>
/// <param name="Twice">Whether the same is done again at once, without trouble.</param>
internal sealed record ModuleStep(Work Work, Trouble? Trouble, WorldStep? Between, bool Twice) : Step
{
    public override string ToString() =>
        "MODULE " + Work + (Trouble is null ? string.Empty : " WHILE " + Trouble) + (Between is null ? string.Empty : " BETWEEN PLAN AND WORK " + Between)
        + (Twice ? ", twice" : string.Empty);
}
