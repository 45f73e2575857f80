using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Tests.Schedules.Plans;

/// <summary>Makes a schedule smaller: fewer steps, fewer users, less trouble, rounder times.</summary>
internal static class ScheduleShrinker
{
    public static IEnumerable<Schedule> Shrink(Schedule schedule) =>
        WithoutSteps(schedule).Concat(WithSimplerSteps(schedule)).Concat(WithSimplerAccount(schedule));

    private static IEnumerable<Schedule> WithoutSteps(Schedule schedule)
    {
        int count = schedule.Steps.Count;
        for (int length = count / 2; length >= 1; length /= 2)
        {
            for (int start = count - length; start >= 0; start -= length)
            {
                yield return schedule with { Steps = [.. schedule.Steps.Take(start), .. schedule.Steps.Skip(start + length)] };
            }
        }
    }

    private static IEnumerable<Schedule> WithSimplerSteps(Schedule schedule) =>
        from index in Enumerable.Range(0, schedule.Steps.Count)
        from simpler in Simpler(schedule.Steps[index])
        select schedule with { Steps = [.. schedule.Steps.Take(index), simpler, .. schedule.Steps.Skip(index + 1)] };

    private static IEnumerable<Step> Simpler(Step step) => step switch
    {
        ModuleStep module => Simpler(module),
        TimePasses time when Rounded(time.Span) != time.Span => [new TimePasses(Rounded(time.Span))],
        _ => [],
    };

    private static IEnumerable<Step> Simpler(ModuleStep step)
    {
        if (step.Trouble is not null)
        {
            yield return step with { Trouble = null };
        }

        if (step.Between is not null)
        {
            yield return step with { Between = null };
        }

        if (step.Twice)
        {
            yield return step with { Twice = false };
        }
    }

    private static TimeSpan Rounded(TimeSpan span) =>
        span.TotalDays > 1 ? TimeSpan.FromDays(Math.Floor(span.TotalDays)) : span.TotalHours > 1 ? TimeSpan.FromHours(Math.Floor(span.TotalHours)) : span;

    private static IEnumerable<Schedule> WithSimplerAccount(Schedule schedule)
    {
        AccountPlan account = schedule.Account;
        if (account.Users.Count > 1)
        {
            yield return schedule with { Account = account with { Users = [.. account.Users.Take(account.Users.Count - 1)] } };
        }

        if (account.ClockWrongHours != 0)
        {
            yield return schedule with { Account = account with { ClockWrongHours = 0 } };
        }

        if (account.CallsInFlight != 1)
        {
            yield return schedule with { Account = account with { CallsInFlight = 1 } };
        }

        if (account.ListLagSeconds != 0)
        {
            yield return schedule with { Account = account with { ListLagSeconds = 0 } };
        }

        if (account.TagLagSeconds != 0)
        {
            yield return schedule with { Account = account with { TagLagSeconds = 0 } };
        }

        if (account.HasStore)
        {
            yield return schedule with { Account = account with { HasStore = false } };
        }

        if (account.PropagationSeconds != 0)
        {
            yield return schedule with { Account = account with { PropagationSeconds = 0 } };
        }
    }
}
