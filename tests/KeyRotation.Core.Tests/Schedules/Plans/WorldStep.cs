using System;

namespace KeyRotation.Tests.Schedules.Plans;

/// <summary>What happens to the account without the module.</summary>
internal abstract record WorldStep : Step;

/// <summary>Time passes.</summary>
internal sealed record TimePasses(TimeSpan Span) : WorldStep;

/// <summary>An application calls AWS with an active key, if somebody has its secret.</summary>
internal sealed record ApplicationUses(int User, int Key, string Service) : WorldStep;

/// <summary>An administrator makes a key inactive by hand.</summary>
internal sealed record AdministratorDisables(int User, int Key) : WorldStep;

/// <summary>An administrator makes a key active by hand.</summary>
internal sealed record AdministratorEnables(int User, int Key) : WorldStep;

/// <summary>An administrator creates a key by hand, where there is room.</summary>
internal sealed record AdministratorCreates(int User) : WorldStep;

/// <summary>An administrator deletes an inactive key by hand.</summary>
internal sealed record AdministratorDeletes(int User, int Key) : WorldStep;

/// <summary>Somebody exempts a user, until so many days from now.</summary>
internal sealed record Exempts(int User, int Days) : WorldStep;

/// <summary>Somebody removes the exemption of a user.</summary>
internal sealed record EndsExemption(int User) : WorldStep;

/// <summary>Somebody tags a user, up to so many tags.</summary>
internal sealed record FillsTags(int User, int UpTo) : WorldStep;

/// <summary>Somebody removes those tags.</summary>
internal sealed record EmptiesTags(int User) : WorldStep;

/// <summary>Somebody writes a tag of the journal that says nothing.</summary>
internal sealed record WritesGarbage(int User) : WorldStep;

/// <summary>Somebody who may tag the user forges a tag of the journal.</summary>
internal sealed record Forges(int User, int Key, Forgery What) : WorldStep;

/// <summary>Somebody removes the forged tags of a user.</summary>
internal sealed record RemovesForgeries(int User) : WorldStep;

/// <summary>Somebody empties the store's place of a user.</summary>
internal sealed record EmptiesStore(int User) : WorldStep;

/// <summary>Somebody removes that tag.</summary>
internal sealed record RemovesGarbage(int User) : WorldStep;
