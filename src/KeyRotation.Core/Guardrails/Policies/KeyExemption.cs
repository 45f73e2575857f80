using System;

namespace KeyRotation.Guardrails.Policies;

/// <summary>Who is left out of a deny.</summary>
/// <param name="Text">In words, e.g. <c>callers with the tag AllowAccessKeys = true</c>.</param>
/// <param name="Covers">Whether it leaves out a user that creates a key for itself.</param>
internal sealed record KeyExemption(string Text, Func<TaggedUser, bool> Covers)
{
    /// <summary>Whether it asks for tags.</summary>
    public bool NeedsTags { get; init; }

    public override string ToString() => Text;
}
