using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;

namespace KeyRotation.Tests.Schedules.Plans;

/// <summary>
/// Makes up steps, one by one and in short scenes: chance alone seldom crashes a rotation and comes back in time, or
/// lets a key grow old through all its stages.
/// </summary>
internal static class SceneGenerator
{
    private static Gen<Step> AnyModuleStep { get; } =
        from work in WorkGenerator.Works
        from step in Call(Gen.Constant(work))
        select step;

    private static Gen<Step> AnyWorldStep { get; } = WorldGenerator.Steps.Select(step => (Step)step);

    private static Gen<Step> Time { get; } = WorldGenerator.Spans.Select(span => (Step)new TimePasses(span));

    private static Gen<Step> Minutes { get; } = Gen.Choose(1, 14).Select(minutes => (Step)new TimePasses(TimeSpan.FromMinutes(minutes)));

    private static Gen<Step> UseOfNewKey { get; } =
        from user in WorldGenerator.Users
        from service in Gen.Elements("s3", "sts")
        select (Step)new ApplicationUses(user, Key: 1, service);

    private static Gen<Step> Anything { get; } = Gen.Frequency((5, AnyModuleStep), (4, AnyWorldStep));

    /// <summary>A rotation is hit by trouble, and something comes after it: soon, or much later.</summary>
    private static Gen<IReadOnlyList<Step>> HitRotation { get; } = Scene(
        WithTrouble(WorkGenerator.Rotating), Gen.OneOf(AnyWorldStep, Time), Time, Call(Gen.OneOf(WorkGenerator.Rotating, WorkGenerator.Settling, WorkGenerator.Passing)));

    /// <summary>A key from its rotation to its end.</summary>
    private static Gen<IReadOnlyList<Step>> WholeLife { get; } = Scene(
        Call(WorkGenerator.Rotating), Time, Call(WorkGenerator.Disabling), Anything, Time, Call(WorkGenerator.Removing));

    /// <summary>A new key is handed over, and what the journal should say of it is lost; an application may use it already.</summary>
    private static Gen<IReadOnlyList<Step>> DeliveredAndLost { get; } = Scene(
        Minutes, Rotation(TroubleGenerator.AfterDelivery), Minutes, UseOfNewKey, Gen.OneOf(Minutes, Time, AnyWorldStep), Time, Call(Gen.OneOf(WorkGenerator.Rotating, WorkGenerator.Settling, WorkGenerator.Passing)));

    /// <summary>A quarantined key goes back and forth by hand.</summary>
    private static Gen<IReadOnlyList<Step>> BackAndForth { get; } = Scene(
        Call(WorkGenerator.Disabling),
        Time,
        Gen.OneOf(Hand((user, key) => new AdministratorEnables(user, key)), Call(WorkGenerator.Enabling)),
        Anything,
        Hand((user, key) => new AdministratorDisables(user, key)),
        Time,
        Call(WorkGenerator.Removing));

    private static Gen<IReadOnlyList<Step>> Passes { get; } = Scene(
        Call(WorkGenerator.Passing), AnyWorldStep, Time, Call(WorkGenerator.Passing), Time, Call(WorkGenerator.Passing));

    /// <summary>A retired key is about to be removed, and somebody enables it at the last moment.</summary>
    private static Gen<IReadOnlyList<Step>> LastMoment { get; } =
        from user in WorldGenerator.Users
        from key in WorldGenerator.Keys
        from after in Gen.Choose(1, 2)
        select (IReadOnlyList<Step>)
        [
            new AdministratorDisables(user, key),
            new ModuleStep(new Disable(user, key, UnusedFor: null), Trouble: null, Between: null, Twice: false),
            new TimePasses(TimeSpan.FromDays(8)),
            new ModuleStep(new Remove(User: null, Key: null, QuarantineDays: 7), new Meddling(after), Between: null, Twice: false),
        ];

    public static Gen<IReadOnlyList<Step>> Scenes { get; } = Gen.Frequency(
        (7, Scene(Anything)),
        (1, HitRotation),
        (1, DeliveredAndLost),
        (1, BackAndForth),
        (1, WholeLife),
        (1, LastMoment),
        (1, Passes));

    private static Gen<IReadOnlyList<Step>> Scene(params Gen<Step>[] steps) => Gen.CollectToList(steps).Select(list => (IReadOnlyList<Step>)list.ToList());

    private static Gen<Step> Call(Gen<Work> works) => Gen.Frequency((6, Call(works, isTroubled: false)), (4, Call(works, isTroubled: true)));

    private static Gen<Step> Rotation(Gen<Trouble> troubles) =>
        from work in WorkGenerator.Rotating
        from trouble in troubles
        select (Step)new ModuleStep(work, trouble, Between: null, Twice: false);

    private static Gen<Step> Hand(Func<int, int, WorldStep> step) =>
        from user in WorldGenerator.Users
        from key in WorldGenerator.Keys
        select (Step)step(user, key);

    private static Gen<Step> WithTrouble(Gen<Work> works) => Call(works, isTroubled: true);

    private static Gen<Step> Call(Gen<Work> works, bool isTroubled) =>
        from work in works
        from trouble in isTroubled ? TroubleGenerator.For(work).Select(trouble => (Trouble?)trouble) : Gen.Constant((Trouble?)null)
        from between in Gen.Frequency((12, Gen.Constant((WorldStep?)null)), (1, WorldGenerator.Interferences.Select(step => (WorldStep?)step)))
        from twice in Gen.Elements(false, true)
        select (Step)new ModuleStep(work, trouble, between, twice);
}
