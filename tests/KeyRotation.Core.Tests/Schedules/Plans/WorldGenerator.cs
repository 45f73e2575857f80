using System;
using FsCheck;
using FsCheck.Fluent;

namespace KeyRotation.Tests.Schedules.Plans;

/// <summary>Makes up what happens without the module.</summary>
internal static class WorldGenerator
{
    public static Gen<int> Users { get; } = Gen.Choose(0, 3);

    public static Gen<int> Keys { get; } = Gen.Choose(0, 1);

    public static Gen<TimeSpan> Spans { get; } = Gen.Frequency(
        (3, from minutes in Gen.Choose(1, 20) select TimeSpan.FromMinutes(minutes)),
        (2, from minutes in Gen.Choose(20, 600) select TimeSpan.FromMinutes(minutes)),
        (3, from hours in Gen.Choose(20, 50) select TimeSpan.FromHours(hours)),
        (4, from hours in Gen.Choose(3 * 24, 9 * 24) select TimeSpan.FromHours(hours)),
        (1, Gen.Elements(TimeSpan.FromMinutes(15), TimeSpan.FromDays(1), TimeSpan.FromDays(7), TimeSpan.FromDays(90))),
        (1, from days in Gen.Choose(10, 100) select TimeSpan.FromDays(days)));

    private static Gen<WorldStep> Use { get; } =
        from user in Users
        from key in Keys
        from service in Gen.Elements("s3", "dynamodb", "sts", "sts")
        select (WorldStep)new ApplicationUses(user, key, service);

    private static Gen<WorldStep> Forgeries { get; } =
        from user in Users
        from key in Keys
        from what in Gen.Elements(Enum.GetValues<Forgery>())
        select (WorldStep)new Forges(user, key, what);

    public static Gen<WorldStep> Steps { get; } = Gen.Frequency(
        (14, from span in Spans select (WorldStep)new TimePasses(span)),
        (8, Use),
        (2, OfKey((user, key) => new AdministratorDisables(user, key))),
        (2, OfKey((user, key) => new AdministratorEnables(user, key))),
        (2, OfUser(user => new AdministratorCreates(user))),
        (2, OfKey((user, key) => new AdministratorDeletes(user, key))),
        (1, from user in Users from days in Gen.Choose(-3, 60) select (WorldStep)new Exempts(user, days)),
        (2, OfUser(user => new EndsExemption(user))),
        (1, from user in Users from count in Gen.Choose(47, 50) select (WorldStep)new FillsTags(user, count)),
        (2, OfUser(user => new EmptiesTags(user))),
        (1, OfUser(user => new WritesGarbage(user))),
        (3, OfUser(user => new RemovesGarbage(user))),
        (2, Forgeries),
        (3, OfUser(user => new RemovesForgeries(user))),
        (1, OfUser(user => new EmptiesStore(user))));

    /// <summary>What may happen while the user is asked.</summary>
    public static Gen<WorldStep> Interferences { get; } = Gen.OneOf(
        Use,
        from minutes in Gen.Choose(1, 300) select (WorldStep)new TimePasses(TimeSpan.FromMinutes(minutes)),
        OfKey((user, key) => new AdministratorDisables(user, key)),
        OfKey((user, key) => new AdministratorEnables(user, key)));

    private static Gen<WorldStep> OfUser(Func<int, WorldStep> step) => Users.Select(step);

    private static Gen<WorldStep> OfKey(Func<int, int, WorldStep> step) =>
        from user in Users
        from key in Keys
        select step(user, key);
}
