using System;
using KeyRotation.Sandbox;

namespace KeyRotation.Tests.Schedules.Plans;

/// <summary>What goes wrong while the module works.</summary>
internal abstract record Trouble;

/// <summary>The service or the network fails, as the SDK sees it.</summary>
internal sealed record NetworkFault(string Operation, FaultKind Kind, int After, int Times, int? User) : Trouble;

/// <summary>The service or the network fails for so long that the SDK gives up.</summary>
internal sealed record LastingFault(string Operation, ServiceErrorKind Kind, bool WorkIsDone, int After, int Times, int? User) : Trouble;

/// <summary>The process dies at a call: before it is sent, or when it was carried out.</summary>
internal sealed record Crash(string Operation, int After, bool WorkIsDone) : Trouble;

/// <summary>Ctrl+C before a call is sent.</summary>
internal sealed record Cancelled(string Operation, int After) : Trouble;

/// <summary>Who receives the results does not take one; a pipeline then stops altogether.</summary>
internal sealed record Refused(int After, bool PipelineStops) : Trouble;

/// <summary>The command behind fails at a result in a way that nobody foresaw.</summary>
internal sealed record Thrown(int After) : Trouble;

/// <summary>Somebody enables the inactive keys of a user in the middle of the work, right before they are listed once more.</summary>
internal sealed record Meddling(int After) : Trouble;

/// <summary>
/// The answer to CreateAccessKey is lost, after AWS refused some calls for there being too many, and the key comes to light
/// later: it is created then, or it is created at once and no list shows it before.
/// </summary>
internal sealed record LateCreation(int Throttled, TimeSpan After, bool IsListedLate) : Trouble;
