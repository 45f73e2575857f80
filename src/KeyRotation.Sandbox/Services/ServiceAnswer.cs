using KeyRotation.Sandbox.Http;

namespace KeyRotation.Sandbox.Services;

/// <summary>An answer, and what the call log says of it.</summary>
internal sealed record ServiceAnswer(HttpResponse Response, string Outcome);
