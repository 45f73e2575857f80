using System.Linq;
using FsCheck;
using FsCheck.Fluent;

namespace KeyRotation.Tests.Schedules.Plans;

/// <summary>Makes up accounts and schedules of 5 to 25 steps.</summary>
internal static class ScheduleGenerator
{
    private static Gen<KeyPlan> Key { get; } =
        from age in Gen.Frequency((1, Gen.Choose(0, 60)), (1, Gen.Choose(85, 95)), (3, Gen.Choose(91, 500)))
        from isActive in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
        from used in Gen.Frequency((1, Gen.Constant((int?)null)), (2, Gen.Choose(0, age).Select(days => (int?)days)))
        select new KeyPlan(age, isActive, used);

    private static Gen<UserPlan> User { get; } =
        from count in Gen.Frequency((1, Gen.Constant(0)), (15, Gen.Constant(1)), (3, Gen.Constant(2)))
        from keys in Key.ArrayOf(count)
        select new UserPlan(keys);

    private static Gen<AccountPlan> Account { get; } =
        from count in Gen.Frequency((3, Gen.Constant(1)), (3, Gen.Constant(2)), (1, Gen.Choose(3, 4)))
        from users in User.ArrayOf(count)
        from propagation in Gen.Elements(0, 2, 10)
        from wrong in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(-24 * 200, 24 * 200)))
        from calls in Gen.Frequency((4, Gen.Constant(1)), (1, Gen.Constant(8)))
        from listLag in Gen.Frequency((5, Gen.Constant(0)), (1, Gen.Choose(1, 90)))
        from tagLag in Gen.Frequency((5, Gen.Constant(0)), (1, Gen.Choose(1, 30)))
        from hasStore in Gen.Frequency((2, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new AccountPlan(users, propagation, wrong, calls, listLag, tagLag / 2.0, hasStore);

    public static Arbitrary<Schedule> Schedules { get; } = Arb.From(
        from account in Account
        from scenes in SceneGenerator.Scenes.ArrayOf(25)
        from count in Gen.Choose(5, 25)
        select new Schedule(account, scenes.SelectMany(scene => scene).Take(count).ToList()),
        ScheduleShrinker.Shrink);
}
