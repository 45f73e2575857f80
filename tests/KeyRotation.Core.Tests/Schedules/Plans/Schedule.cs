using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace KeyRotation.Tests.Schedules.Plans;

/// <summary>An account to begin with, and what then happens to it, one step after the other.</summary>
internal sealed record Schedule(AccountPlan Account, IReadOnlyList<Step> Steps)
{
    public override string ToString() => string.Join(
        Environment.NewLine,
        Steps.Select((step, index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1,3}. {step}")).Prepend(Account.ToString()));
}

/// <summary>An account to begin with.</summary>
/// <param name="Users">Its users, beside the administrator.</param>
/// <param name="PropagationSeconds">For how long a new key is refused.</param>
/// <param name="ClockWrongHours">How wrong the workstation's clock is.</param>
/// <param name="CallsInFlight">How many calls the module may have under way; with one, a schedule runs the same each time.</param>
/// <param name="ListLagSeconds">How far behind lists of keys are.</param>
/// <param name="TagLagSeconds">How far behind lists of tags are.</param>
/// <param name="HasStore">Whether new keys are delivered to a store.</param>
internal sealed record AccountPlan(
    IReadOnlyList<UserPlan> Users, int PropagationSeconds, int ClockWrongHours, int CallsInFlight, double ListLagSeconds, double TagLagSeconds, bool HasStore)
{
    public override string ToString() => string.Join(
        Environment.NewLine,
        Users.Select((user, index) => $"     user {index}: {user}")
            .Prepend($"Account: new keys known after {PropagationSeconds} s, workstation {ClockWrongHours} h wrong, {CallsInFlight} call(s) in flight, keys listed {ListLagSeconds} s and tags {TagLagSeconds} s late, {(HasStore ? "a store" : "no store")}"));
}

/// <summary>A user to begin with.</summary>
internal sealed record UserPlan(IReadOnlyList<KeyPlan> Keys)
{
    public override string ToString() => Keys.Count == 0 ? "no keys" : string.Join(", ", Keys);
}

/// <summary>A key to begin with; ages are in days.</summary>
internal sealed record KeyPlan(int Age, bool IsActive, int? Used)
{
    public override string ToString() =>
        (IsActive ? "active" : "inactive") + " key of " + Age + " days, " + (Used is null ? "never used" : "used " + Used + " days ago");
}

/// <summary>One step of a schedule. Users and keys are numbers, taken modulo what is there when the step is reached.</summary>
internal abstract record Step;
