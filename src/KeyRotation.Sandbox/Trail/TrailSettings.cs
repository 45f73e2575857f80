using System;

namespace KeyRotation.Sandbox.Trail;

/// <summary>How the event history behaves.</summary>
/// <param name="Delay">After how long an event shows.</param>
/// <param name="IsRateLimited">Whether a third look-up within a second is refused.</param>
internal sealed record TrailSettings(TimeSpan Delay, bool IsRateLimited);
