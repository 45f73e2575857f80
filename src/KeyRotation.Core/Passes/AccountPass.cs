using System;
using System.Collections.Generic;
using KeyRotation.Retirement;
using KeyRotation.Rotation;
using KeyRotation.Steps;

namespace KeyRotation.Passes;

/// <summary>
/// One run over an account that does what is due: settles interrupted rotations, removes what is retired, disables what is
/// superseded and quiet, starts the quarantine of keys that were disabled outside of this module, disables what is dormant,
/// and rotates what is stale.
/// </summary>
public static class AccountPass
{
    /// <summary>The rules of a pass, in the order of their steps: what gives a user room comes before what needs it.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">What is due.</param>
    /// <param name="report">Receives new keys and warnings.</param>
    public static IReadOnlyList<StepRule> CreateRules(AccountSession account, PassOptions options, IReport report)
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        return
        [
            new RotationSettling(account, options.Rotation.AllDestinations, report),
            new KeyRemoval(account, options.Retirement with { KeepUntilReplaced = true }, report),
            new KeyDisabling(account, options.Retirement, report, options.Rotation.AllDestinations),
            new QuarantineStart(account, report, options.Retirement.Quarantine),
            .. options.DormantFor is TimeSpan span ? new StepRule[] { new DormantKeyDisabling(account, span, report, options.Retirement.Quarantine) } : [],
            new KeyRotating(account, options.Rotation, report),
        ];
    }

    /// <summary>The rules of rotating keys that are named: what an earlier rotation left is settled first.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">How keys are rotated.</param>
    /// <param name="report">Receives new keys and warnings.</param>
    public static IReadOnlyList<StepRule> CreateRotationRules(AccountSession account, RotationOptions options, IReport report)
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        return [new RotationSettling(account, options.AllDestinations, report), new KeyRotating(account, options, report)];
    }
}
