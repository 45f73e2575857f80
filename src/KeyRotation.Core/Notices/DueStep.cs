using System;

namespace KeyRotation.Notices;

/// <summary>A step of a key that is due, or that will be.</summary>
/// <param name="Name">The step in one word: <c>rotate</c>, <c>disable</c> or <c>remove</c>.</param>
/// <param name="Created">When the key was created: it names the key also where its id is not known.</param>
/// <param name="At">From when on the step can be taken, UTC.</param>
/// <param name="SeenAt">When the key was seen, by AWS's clock.</param>
internal sealed record DueStep(string Name, DateTimeOffset Created, DateTimeOffset At, DateTimeOffset SeenAt)
{
    /// <summary>The name of the step that replaces a key.</summary>
    public const string Rotate = "rotate";

    /// <summary>Whole days that are left, the begun one included; 0 or less when it is due.</summary>
    public int DaysLeft => (int)Math.Ceiling(Math.Min((At - SeenAt).TotalDays, int.MaxValue / 2));

    public bool IsAhead => At > SeenAt;
}
