namespace KeyRotation;

/// <summary>What came of asking whether a step may be taken.</summary>
public enum Agreement
{
    /// <summary>The step is not to be taken.</summary>
    Declined,

    /// <summary>The step may be taken. The answer came at once.</summary>
    Agreed,

    /// <summary>The step may be taken. Someone thought about it, so that what was checked before is to be checked again.</summary>
    AgreedLater,

    /// <summary>Only the plan is wanted (-WhatIf): what follows is planned as if the step had been taken.</summary>
    OnlyPlanned,
}
