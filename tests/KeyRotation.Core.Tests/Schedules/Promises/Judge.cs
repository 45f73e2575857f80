using System.Collections.Generic;
using System.Linq;
using System.Threading;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Promises;

/// <summary>Shows every step to every promise.</summary>
internal sealed class Judge
{
    private readonly Lock gate = new();
    private readonly List<string> objections = [];
    private readonly IPromise[] promises;
    private StepRecord? step;

    public Judge(History history, bool hasStore) => promises =
    [
        new WorkingKeyStays(history), new NoActiveKeyIsDeleted(), new OnlyQuietKeysAreDisabled(), new OnlyQuarantinedKeysAreDeleted(),
        new SecretsAreDeliveredOrTakenBack(history), new OneCreationPerRotation(), new OnlyTheNamedKeyIsTouched(), new OneFailureStopsNoOther(),
        new NoSecretIsTold(history), new ReadingChangesNothing(), new TwiceChangesNothingMore(history), new RefusalsAreKept(history), new StoreHoldsWhatWorks(history, hasStore), new JournalTellsWhatWasDone(), new SettlingFindsWhatIsLeft(history),
    ];

    public void Begin(StepRecord record) => step = record;

    public void See(Change change)
    {
        if (change.By == Actor.Module && step is StepRecord current)
        {
            lock (gate)
            {
                current.Changes.Enqueue(change);
                objections.AddRange(promises
                    .Where(promise => !OpenFindings.Excuse(promise, change, current))
                    .SelectMany(promise => promise.ObjectTo(change, current).Select(objection => Tell(promise, objection))));
            }
        }
    }

    public IReadOnlyList<string> End()
    {
        StepRecord ended = step!;
        step = null;
        objections.AddRange(promises
            .Where(promise => !OpenFindings.Excuse(promise, change: null, ended))
            .SelectMany(promise => promise.ObjectTo(ended).Select(objection => Tell(promise, objection))));
        return objections;
    }

    private static string Tell(IPromise promise, string objection) => promise.GetType().Name + ": " + objection;
}
