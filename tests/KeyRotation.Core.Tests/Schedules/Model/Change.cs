using System;

namespace KeyRotation.Tests.Schedules.Model;

/// <summary>Something that became different in the account.</summary>
internal abstract record Change(string UserName, DateTimeOffset At, Actor By);

internal sealed record KeyCreated(KeyHistory Key, DateTimeOffset At, Actor By) : Change(Key.UserName, At, By);

internal sealed record KeyEnabled(KeyHistory Key, DateTimeOffset At, Actor By) : Change(Key.UserName, At, By);

internal sealed record KeyDisabled(KeyHistory Key, DateTimeOffset At, Actor By) : Change(Key.UserName, At, By);

internal sealed record KeyDeleted(KeyHistory Key, bool WasActive, DateTimeOffset At, Actor By) : Change(Key.UserName, At, By);

internal sealed record TagSet(string UserName, string Tag, string Value, DateTimeOffset At, Actor By) : Change(UserName, At, By);

internal sealed record TagRemoved(string UserName, string Tag, DateTimeOffset At, Actor By) : Change(UserName, At, By);
