using System;
using FsCheck;
using FsCheck.Fluent;

namespace KeyRotation.Tests.Schedules.Plans;

/// <summary>Makes up what the module is called for.</summary>
internal static class WorkGenerator
{
    private static Gen<int> NamedKey { get; } = Gen.Frequency((9, WorldGenerator.Keys), (1, Gen.Constant(2)));

    private static Gen<bool> Seldom { get; } = Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)));

    private static Gen<TimeSpan?> UnusedFor { get; } = Gen.Frequency(
        (6, Gen.Constant((TimeSpan?)null)),
        (1, Gen.Constant((TimeSpan?)TimeSpan.Zero)),
        (2, from hours in Gen.Choose(1, 12) select (TimeSpan?)TimeSpan.FromHours(hours)),
        (2, from days in Gen.Choose(2, 30) select (TimeSpan?)TimeSpan.FromDays(days)));

    private static Gen<int> QuarantineDays { get; } = Gen.Frequency((4, Gen.Constant(7)), (1, Gen.Constant(0)));

    public static Gen<Work> Disabling { get; } = Gen.Frequency(
        (4, from unused in UnusedFor select (Work)new Disable(User: null, Key: null, unused)),
        (2, from user in WorldGenerator.Users from unused in UnusedFor select (Work)new Disable(user, Key: null, unused)),
        (4, from user in WorldGenerator.Users from key in NamedKey from unused in UnusedFor select (Work)new Disable(user, key, unused)));

    public static Gen<Work> Reporting { get; } = Gen.Frequency(
        (1, from user in WorldGenerator.Users select (Work)new DisableCompromised(user, Key: null)),
        (6, from user in WorldGenerator.Users from key in NamedKey select (Work)new DisableCompromised(user, key)));

    public static Gen<Work> Removing { get; } = Gen.Frequency(
        (4, from days in QuarantineDays select (Work)new Remove(User: null, Key: null, days)),
        (2, from user in WorldGenerator.Users from days in QuarantineDays select (Work)new Remove(user, Key: null, days)),
        (4, from user in WorldGenerator.Users from key in NamedKey from days in QuarantineDays select (Work)new Remove(user, key, days)));

    public static Gen<Work> Enabling { get; } = Gen.OneOf(
        from user in WorldGenerator.Users select (Work)new Enable(user, Key: null),
        from user in WorldGenerator.Users from key in NamedKey select (Work)new Enable(user, key));

    public static Gen<Work> Rotating { get; } = Gen.Frequency(
        (4, from user in WorldGenerator.Users from room in Seldom from described in Seldom select (Work)new RotateUser(user, Key: null, room, described)),
        (3, from user in WorldGenerator.Users from key in NamedKey from room in Seldom select (Work)new RotateUser(user, key, room, Described: false)),
        (4, from room in Seldom select (Work)new RotateStale(room)));

    public static Gen<Work> Passing { get; } = Gen.Frequency(
        (3, Gen.Constant((Work)new Pass(DormantFor: null))),
        (1, from days in Gen.Elements(45, 90) select (Work)new Pass(TimeSpan.FromDays(days))));

    public static Gen<Work> Settling { get; } = Gen.Constant((Work)new Settle());

    public static Gen<Work> Works { get; } = Gen.Frequency(
        (10, Rotating),
        (7, Disabling),
        (3, Reporting),
        (5, Removing),
        (3, Enabling),
        (6, Passing),
        (2, Settling),
        (1, from all in Gen.Elements(false, true) select (Work)new Look(all)),
        (1, Gen.OneOf(Rotating, Disabling, Reporting, Removing, Enabling, Settling, Passing).Select(work => (Work)new WhatIf(work))));
}
