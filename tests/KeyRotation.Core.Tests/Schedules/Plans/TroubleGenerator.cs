using System;
using FsCheck;
using FsCheck.Fluent;
using KeyRotation.Sandbox;

namespace KeyRotation.Tests.Schedules.Plans;

/// <summary>
/// Makes up what goes wrong. What the SDK repeats after a while of real time is ordered seldom and once;
/// a failure that outlasts the repeats is put in the SDK's place.
/// </summary>
internal static class TroubleGenerator
{
    private static Gen<int?> User { get; } = Gen.Frequency(
        (2, Gen.Constant((int?)null)),
        (1, WorldGenerator.Users.Select(user => (int?)user)));

    private static Gen<int> Few { get; } = Gen.Frequency((6, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Choose(2, 5)));

    private static Gen<int> Times { get; } = Gen.Frequency((4, Gen.Constant(1)), (2, Gen.Choose(2, 6)), (2, Gen.Constant(1000)));

    private static Gen<Trouble> OnceSentAndUnclear { get; } =
        from kind in Gen.Elements(FaultKind.CutBefore, FaultKind.CutAfter, FaultKind.CutDuring, FaultKind.MalformedAnswer, FaultKind.ErrorAfter, FaultKind.HtmlUnavailable, FaultKind.Throttle)
        from times in Gen.Choose(1, 2)
        select (Trouble)new NetworkFault("CreateAccessKey", kind, After: 0, times, User: null);

    private static Gen<Trouble> Refusals { get; } =
        from after in Few
        from stops in Gen.Elements(false, true)
        select (Trouble)new Refused(after, stops);

    private static Gen<Trouble> Late { get; } =
        from throttled in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(1, 6)))
        from seconds in Gen.Frequency((2, Gen.Choose(1, 20)), (2, Gen.Choose(20, 90)))
        from isListedLate in Gen.Elements(false, true)
        select (Trouble)new LateCreation(throttled, TimeSpan.FromSeconds(seconds), isListedLate);

    private static Gen<Trouble> Meddlings { get; } = Gen.Frequency((3, Gen.Constant(1)), (1, Gen.Constant(2))).Select(after => (Trouble)new Meddling(after));

    /// <summary>The second TagUser of a rotation records what was handed over just before it, and UntagUser ends it.</summary>
    public static Gen<Trouble> AfterDelivery { get; } = Gen.OneOf(
        from isDone in Gen.Elements(false, true) select (Trouble)new Crash("TagUser", After: 1, isDone),
        Gen.Constant((Trouble)new Crash("UntagUser", After: 0, WorkIsDone: false)),
        Gen.Constant((Trouble)new LastingFault("TagUser", ServiceErrorKind.NoAnswer, WorkIsDone: false, After: 1, Times: 1000, User: null)));

    /// <summary>Trouble that can hit the work: with a call that it makes.</summary>
    public static Gen<Trouble> For(Work work)
    {
        Gen<string> operation = Operation(work);
        return Gen.Frequency(
            (6, CutsAndNonsense(operation)),
            (1, WhatTheSdkWaitsFor(operation)),
            (work is RotateUser or RotateStale or Pass ? 2 : 0, OnceSentAndUnclear),
            (work is RotateUser or RotateStale or Pass ? 3 : 0, Late),
            (work is Remove ? 20 : work is Pass ? 4 : 0, Meddlings),
            (1, Few.Select(after => (Trouble)new Thrown(after))),
            (7, Lasting(operation)),
            (8, Crashes(operation)),
            (3, Cancellations(operation)),
            (2, Refusals));
    }

    private static Gen<string> Operation(Work work)
    {
        string[] any = ["ListUserTags", "ListAccessKeys"];
        string[] account = ["GenerateCredentialReport", "GetCredentialReport", "ListUsers"];
        string[] rotation = ["StoreWrite", "StoreRead", "StoreUndo", "StoreCheck", "TagUser", "TagUser", "CreateAccessKey", "CreateAccessKey", "GetCallerIdentity", "GetCallerIdentity", "UntagUser", "UpdateAccessKey", "DeleteAccessKey"];
        string[] disabling = ["GetAccessKeyLastUsed", "UpdateAccessKey", "UpdateAccessKey", "TagUser", "TagUser", "StoreFind"];
        string[] removal = ["GetAccessKeyLastUsed", "DeleteAccessKey", "DeleteAccessKey", "UntagUser", "TagUser"];
        string[] settling = ["StoreFind", "StoreWrite", "GetAccessKeyLastUsed", "UpdateAccessKey", "DeleteAccessKey", "TagUser", "UntagUser"];
        return Gen.Elements(work switch
        {
            RotateUser => [.. any, .. rotation, "GetAccessKeyLastUsed"],
            RotateStale => [.. any, .. account, .. rotation, .. rotation],
            Disable => [.. any, .. account, .. disabling, .. disabling],
            Remove => [.. any, .. account, .. removal, .. removal],
            Enable => [.. any, "UpdateAccessKey", "UpdateAccessKey", "TagUser", "TagUser", "UntagUser"],
            Settle => [.. any, .. account, .. settling, .. settling],
            _ => (string[])[.. any, .. account, .. rotation, .. rotation, .. disabling, .. removal],
        });
    }

    private static Gen<Trouble> CutsAndNonsense(Gen<string> operations) =>
        from operation in operations
        from kind in Gen.Elements(FaultKind.CutBefore, FaultKind.CutAfter, FaultKind.CutDuring, FaultKind.MalformedAnswer, FaultKind.Error)
        from after in Few
        from times in Gen.Choose(1, 2)
        from user in User
        select (Trouble)new NetworkFault(operation, kind, after, times, user);

    private static Gen<Trouble> WhatTheSdkWaitsFor(Gen<string> operations) =>
        from operation in operations
        from kind in Gen.Elements(FaultKind.Throttle, FaultKind.ServiceFailure, FaultKind.HtmlUnavailable, FaultKind.ErrorAfter)
        from after in Few
        select (Trouble)new NetworkFault(operation, kind, after, Times: 1, User: null);

    private static Gen<Trouble> Lasting(Gen<string> operations) =>
        from operation in operations
        from kind in Gen.Elements(ServiceErrorKind.NoAnswer, ServiceErrorKind.ServiceFailure, ServiceErrorKind.MalformedAnswer, ServiceErrorKind.Throttled, ServiceErrorKind.AccessDenied)
        from isDone in Gen.Elements(false, true)
        from after in Few
        from times in Times
        from user in User
        select (Trouble)new LastingFault(
            operation, kind, isDone && kind is not (ServiceErrorKind.Throttled or ServiceErrorKind.AccessDenied), after, times, user);

    private static Gen<Trouble> Crashes(Gen<string> operations) => Gen.Frequency(
        (4, from operation in operations from after in Few from isDone in Gen.Elements(false, true) select (Trouble)new Crash(operation, after, isDone)),
        (2, from after in Gen.Choose(0, 30) from isDone in Gen.Elements(false, true) select (Trouble)new Crash("*", after, isDone)));

    private static Gen<Trouble> Cancellations(Gen<string> operations) => Gen.OneOf(
        from operation in operations from after in Few select (Trouble)new Cancelled(operation, after),
        from after in Gen.Choose(0, 30) select (Trouble)new Cancelled("*", after));
}
