using System;

namespace KeyRotation.Delivery;

/// <summary>
/// A place that another module delivers to, such as a CI system or a cluster. <see cref="Destination.External"/> makes a destination of
/// it, so that the rules of this module need not know the place.
/// </summary>
public abstract class ExternalPlace
{
    /// <summary>The kind, as the journal names it: letters and digits only.</summary>
    public abstract string Kind { get; }

    /// <summary>The place in short, as it is shown; may contain {UserName}, {AccountId}, {AccountName} and {AccessKeyId}.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Whether what is written there can be read and put back. Other places are written last, so that the failure of another destination
    /// leaves them as they are. Default: true.
    /// </summary>
    public virtual bool CanBeRestored => true;

    /// <summary>How a key is written there where a form is given.</summary>
    public abstract ExternalForm TakesForm { get; }

    /// <summary>Why the place cannot take a form that is valid in itself; null where it can.</summary>
    /// <param name="form">The form.</param>
    public virtual string? ProblemOf(KeyForm form) => null;

    /// <summary>Makes the destination for one run. Called once for each account; nothing is asked of the place before a key is delivered.</summary>
    /// <param name="options">What the cmdlet was given.</param>
    public abstract IDestination CreateDestination(ExternalPlaceOptions options);
}

/// <summary>How an external place writes a key.</summary>
public enum ExternalForm
{
    /// <summary>In a form of its own.</summary>
    None,

    /// <summary>As a JSON document, or two texts where the form is separate.</summary>
    Document,

    /// <summary>As variables.</summary>
    Variables,
}

/// <summary>What a cmdlet was given that a destination needs.</summary>
/// <param name="Form">What is written, and under which names; as without a form where the user gave none.</param>
/// <param name="Overwrite">Whether another key than the replaced one may be written over.</param>
/// <param name="Warn">Receives what the user should know and what stops nothing; may be called from any thread.</param>
public sealed record ExternalPlaceOptions(KeyForm Form, bool Overwrite, Action<string> Warn);
