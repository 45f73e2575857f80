using System;
using KeyRotation.Sandbox.Http;

namespace KeyRotation.Sandbox.Services;

/// <summary>An answer, and what the call log says of it.</summary>
internal sealed record ServiceAnswer(HttpResponse Response, string Outcome)
{
    /// <summary>How long the service would wait, in real time, for another answer than this one.</summary>
    public TimeSpan Patience { get; init; }
}
