using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Rotation;

/// <summary>Rotates keys: for each, creates one that replaces it, verifies it, delivers it and records it.</summary>
public sealed class KeyRotator
{
    private readonly AccountSession account;
    private readonly RotationOptions options;
    private readonly IReport report;

    /// <summary>Prepares rotations.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">How.</param>
    /// <param name="report">Receives <see cref="RotatedAccessKey"/> objects as they are ready, failures and warnings.</param>
    public KeyRotator(AccountSession account, RotationOptions options, IReport report)
    {
        this.account = account ?? throw new ArgumentNullException(nameof(account));
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
    }

    /// <summary>Rotates keys of many users at once. While one new key becomes known, others are created.</summary>
    /// <param name="targets">The keys to replace.</param>
    /// <param name="cancellationToken">Stops it: what is not finished is undone.</param>
    public Task RotateAsync(IReadOnlyCollection<KeyTarget> targets, CancellationToken cancellationToken)
    {
        int done = 0;
        return PerUser.ForEachAsync(
            targets,
            target => target.In(account),
            async target =>
            {
                report.Progress(new WorkProgress("Rotating access keys", target.UserName, done, targets.Count));
                await new SingleRotation(account, target, options, report).RunAsync(cancellationToken).ConfigureAwait(false);
                report.Progress(new WorkProgress("Rotating access keys", target.UserName, Interlocked.Increment(ref done), targets.Count));
            },
            report,
            cancellationToken);
    }
}
