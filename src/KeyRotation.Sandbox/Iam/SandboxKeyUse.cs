using System;

namespace KeyRotation.Sandbox;

/// <summary>A recorded use of a key.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Service">The service that was called, e.g. s3.</param>
/// <param name="Region">Its region, or N/A.</param>
public sealed record SandboxKeyUse(DateTimeOffset At, string Service, string Region);
