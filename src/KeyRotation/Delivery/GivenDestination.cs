using System;
using System.Management.Automation;

namespace KeyRotation.Commands.Delivery;

/// <summary>One -Destination as it was given: a destination, as an object or as a text, or a script block.</summary>
internal sealed class GivenDestination
{
    private GivenDestination(Destination? known, ScriptBlock? script)
    {
        Known = known;
        Script = script;
    }

    public Destination? Known { get; }

    public ScriptBlock? Script { get; }

    /// <exception cref="FormatException">It is no destination.</exception>
    public static GivenDestination Of(object given) => (given is PSObject wrapped ? wrapped.BaseObject : given) switch
    {
        Destination known => new GivenDestination(known, script: null),
        string text => new GivenDestination(Destination.Parse(text), script: null),
        ScriptBlock script => new GivenDestination(known: null, script),
        _ => throw new FormatException($"'{given}' is neither a text, a script block nor a [KeyRotation.Destination]."),
    };
}
