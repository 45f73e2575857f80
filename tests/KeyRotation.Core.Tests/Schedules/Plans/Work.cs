using System;

namespace KeyRotation.Tests.Schedules.Plans;

/// <summary>What the module is called for. A key of 2 names one that the user does not have.</summary>
internal abstract record Work
{
    /// <summary>Whether it only reads.</summary>
    public virtual bool IsRead() => false;

    /// <summary>Whether done twice it may do more: a quarantine of 0 days is over at once.</summary>
    public virtual bool GoesOn() => false;
}

/// <summary>New-RotatedAccessKey -UserName, with or without -AccessKeyId.</summary>
internal sealed record RotateUser(int User, int? Key, bool MakeRoom, bool Described) : Work;

/// <summary>Get-StaleAccessKey | New-RotatedAccessKey.</summary>
internal sealed record RotateStale(bool MakeRoom) : Work;

/// <summary>Disable-OldAccessKey; no user: the whole account.</summary>
internal sealed record Disable(int? User, int? Key, TimeSpan? UnusedFor) : Work;

/// <summary>Disable-OldAccessKey -Compromised: a finding names the key, or the user of an only key.</summary>
internal sealed record DisableCompromised(int User, int? Key) : Work;

/// <summary>Enable-OldAccessKey.</summary>
internal sealed record Enable(int User, int? Key) : Work;

/// <summary>Remove-RetiredAccessKey; no user: the whole account.</summary>
internal sealed record Remove(int? User, int? Key, int QuarantineDays) : Work
{
    public override bool GoesOn() => QuarantineDays == 0;
}

/// <summary>The settling of interrupted rotations, by itself.</summary>
internal sealed record Settle : Work;

/// <summary>Invoke-AccessKeyRotation.</summary>
internal sealed record Pass(TimeSpan? DormantFor) : Work;

/// <summary>Get-AccessKeyRotation.</summary>
internal sealed record Look(bool All) : Work
{
    public override bool IsRead() => true;
}

/// <summary>A step with -WhatIf.</summary>
internal sealed record WhatIf(Work Work) : Work
{
    public override bool IsRead() => true;
}
