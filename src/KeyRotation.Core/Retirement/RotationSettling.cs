using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Journal;
using KeyRotation.Rotation;

namespace KeyRotation.Retirement;

/// <summary>Finishes or undoes the rotations of an account that were interrupted and left a key.</summary>
public sealed class RotationSettling : RetirementStep
{
    private readonly IReadOnlyList<IDestination> destinations;

    /// <summary>Prepares the step.</summary>
    /// <param name="account">The account.</param>
    /// <param name="destinations">Where the rotations of this account are delivered.</param>
    /// <param name="report">Receives failures and warnings.</param>
    public RotationSettling(AccountSession account, IReadOnlyList<IDestination> destinations, IReport report)
        : base(account, new RetirementOptions(), report) => this.destinations = destinations;

    private protected override string Activity => "Settling interrupted rotations";

    private protected override Task<IReadOnlyList<KeyTarget>> FindAsync(CancellationToken cancellationToken) =>
        AccountUsers.FindAsync(
            Account,
            row => row.FirstKey is not null && row.SecondKey is not null,
            RetirementOptions.DefaultUnusedFor,
            Report,
            cancellationToken);

    private protected override IEnumerable<string> KeysOf(UserState user) =>
        user.Journal.Pending is PendingRotation pending
        && !pending.MayRunAt(Account.Time.GetUtcNow())
        && (InterruptedRotation.LeftKey(user, pending) ?? RecordedKey(user, pending)) is ListedKey key
            ? [key.AccessKeyId]
            : [];

    private protected override KeyRotationException NothingFor(KeyReference user) => Failures.NothingInterrupted(user);

    private protected override Task<PlannedStep?> PlanKeyAsync(UserState user, ListedKey key, bool named, CancellationToken cancellationToken) =>
        Task.FromResult<PlannedStep?>(new PlannedStep(
            StepKind.Settle,
            Describe(Reference(user, key), key.Status, key.CreateDate, KeyStage.Undelivered, record: null, EvidenceOfUse.Unknown("not looked up")),
            record: null));

    /// <summary>The key of a rotation that was recorded and ended before its entry was removed: only the entry is left to settle.</summary>
    private static ListedKey? RecordedKey(UserState user, PendingRotation pending) =>
        pending.NewAccessKeyId is string noted && user.Journal.RecordOf(noted) is not null ? user.Find(noted) : null;

    private protected override async Task<AccessKey?> CarryOutAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        UserState user = await UserState.ReadAsync(Account, step.UserName, cancellationToken).ConfigureAwait(false);
        if (user.Journal.Pending is PendingRotation pending && !pending.MayRunAt(Account.Time.GetUtcNow()))
        {
            await new InterruptedRotation(Account, destinations, Report).SettleAsync(user, pending, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }
}
