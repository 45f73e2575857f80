using System.Collections.Generic;

namespace KeyRotation;

/// <summary>Whether service control policies deny the creation of access keys in an account, a unit or the whole organization.</summary>
public sealed class KeyGuardrail : IResult
{
    /// <summary>The account, the unit or the root.</summary>
    public required string TargetId { get; init; }

    /// <summary>The name of the account, where it is known; null otherwise.</summary>
    public string? TargetName { get; init; }

    /// <summary>
    /// Yes: a policy that is attached here or above denies it, but for <see cref="Exceptions"/>. No: nothing does. Unknown: a policy may, and the
    /// module does not understand it or could not read it. A word, because ConvertTo-Json makes a number of an enum.
    /// </summary>
    public required string InForce { get; init; }

    /// <summary>Why, in a sentence for people.</summary>
    public required string Reason { get; init; }

    /// <summary>The policies that speak of it: those that deny it, and those of which it is not known.</summary>
    public IReadOnlyList<GuardrailPolicy> Policies
    {
        get;
        init => field = new TextList<GuardrailPolicy>(value);
    } = new TextList<GuardrailPolicy>([]);

    /// <summary>Who is left out, as the policies say it. Where several statements deny, the exception of each is needed.</summary>
    public IReadOnlyList<string> Exceptions
    {
        get;
        init => field = new TextList<string>(value);
    } = new TextList<string>([]);

    /// <summary>Whom no service control policy reaches: the management account, and service-linked roles.</summary>
    public IReadOnlyList<string> OutOfReach
    {
        get;
        init => field = new TextList<string>(value);
    } = new TextList<string>([]);

    /// <summary>
    /// The users of the account that could create a key for themselves as far as service control policies go; IAM policies decide as well. Null where
    /// the users were not read, and where the answer is Unknown.
    /// </summary>
    public IReadOnlyList<string>? Users
    {
        get;
        init => field = value is null ? null : new TextList<string>(value);
    }

    /// <summary>The account; for a unit and the root the management account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The answer as messages name it.</summary>
    public override string ToString() => $"{TargetId}: {InForce}";
}

/// <summary>A service control policy that denies the creation of access keys, or may.</summary>
public sealed class GuardrailPolicy
{
    /// <summary>E.g. p-examplepol.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its ARN, as AWS names it where it refuses a call.</summary>
    public required string Arn { get; init; }

    /// <summary>The account, the unit or the root that it is attached to.</summary>
    public required string AttachedTo { get; init; }

    /// <summary>Whether it denies it: Yes or Unknown.</summary>
    public required string InForce { get; init; }

    /// <summary>Who is left out, as the policy says it; what is not understood of it, where that is Unknown.</summary>
    public required string Says { get; init; }

    /// <summary>The policy as tables name it.</summary>
    public override string ToString() => $"{Name} ({Id})";
}
