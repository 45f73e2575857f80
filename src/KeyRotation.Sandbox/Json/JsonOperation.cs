using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace KeyRotation.Sandbox.Json;

/// <summary>One operation of a service in JSON.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Resource">What the signer needs permission for, in the words of AccessDeniedException.</param>
/// <param name="Handle">Does the work; gives the result, or null for an empty answer.</param>
internal sealed record JsonOperation(string Name, Func<JsonContext, string> Resource, Func<JsonContext, JsonObject?> Handle)
{
    /// <summary>Whether it changes the account.</summary>
    public bool Changes { get; init; }

    /// <summary>How long the service would wait for a better answer than this one.</summary>
    public Func<JsonContext, JsonObject?, TimeSpan> Patience { get; init; } = (_, _) => TimeSpan.Zero;

    /// <summary>What else the call needs permission for, e.g. to tag.</summary>
    public Func<JsonContext, IEnumerable<string>> FurtherActions { get; init; } = _ => [];
}
