using System;
using System.Linq;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Http;

namespace KeyRotation.Sandbox.Rest;

/// <summary>One operation of a service in REST JSON.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">The method of HTTP.</param>
/// <param name="Path">The path, with * for a segment that is a value.</param>
/// <param name="Handle">Does the work.</param>
internal sealed record RestOperation(string Name, string Method, string Path, Func<RestContext, JsonObject> Handle)
{
    /// <summary>Whether it changes something, or sends something out.</summary>
    public bool Changes { get; init; }

    public bool IsFor(HttpRequest request)
    {
        var segments = Path.Split('/');
        var given = request.Path.Split('/');
        return request.Method == Method && given.Length == segments.Length && segments.Zip(given).All(pair => pair.First == "*" || pair.First == pair.Second);
    }
}
