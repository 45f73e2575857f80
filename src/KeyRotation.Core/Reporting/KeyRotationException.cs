using System;

namespace KeyRotation;

/// <summary>The category of a failure; the names are those of PowerShell's error categories.</summary>
public enum FailureCategory
{
    /// <summary>Not one of the others.</summary>
    NotSpecified,

    /// <summary>The signer is not known or not accepted.</summary>
    AuthenticationError,

    /// <summary>No answer, or not the expected one.</summary>
    ConnectionError,

    /// <summary>What was given is not usable.</summary>
    InvalidArgument,

    /// <summary>What is stored is not usable.</summary>
    InvalidData,

    /// <summary>The step does not fit where the key stands.</summary>
    InvalidOperation,

    /// <summary>A quota is reached.</summary>
    LimitsExceeded,

    /// <summary>No such user or key.</summary>
    ObjectNotFound,

    /// <summary>It took too long.</summary>
    OperationTimeout,

    /// <summary>The signer may not do this.</summary>
    PermissionDenied,

    /// <summary>Somebody else is at work on it, or it is in use.</summary>
    ResourceBusy,
}

/// <summary>A failure with a fixed id, its key, and a message that says what to do next.</summary>
public sealed class KeyRotationException : Exception
{
    /// <summary>Describes a failure.</summary>
    /// <param name="errorId">The fixed id of the cause.</param>
    /// <param name="category">The category.</param>
    /// <param name="target">The key or user concerned; null when it concerns the whole account.</param>
    /// <param name="message">What happened and what to do next.</param>
    /// <param name="innerException">The cause.</param>
    public KeyRotationException(
        string errorId,
        FailureCategory category,
        KeyReference? target,
        string message,
        Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        Category = category;
        Target = target;
    }

    /// <summary>What a refused, failed or unanswered call means to the user.</summary>
    /// <param name="problem">The call.</param>
    /// <param name="target">The key or user concerned; null when it concerns the whole account.</param>
    public static KeyRotationException Of(ServiceException problem, KeyReference? target) => Failures.Service(problem, target);

    /// <summary>What an exception that was not foreseen means to the user: a defect, without the exception's own text, which may quote what was being worked on.</summary>
    /// <param name="problem">The exception.</param>
    public static KeyRotationException OfUnexpected(Exception problem) => Failures.Unexpected(problem ?? throw new ArgumentNullException(nameof(problem)));

    /// <summary>The role of an account could not be assumed.</summary>
    /// <param name="account">The account.</param>
    /// <param name="signer">Who tried.</param>
    /// <param name="problem">What STS said.</param>
    public static KeyRotationException AccountNotEntered(Account account, CallerIdentity signer, ServiceException problem) => Failures.AccountNotEntered(account, signer, problem);

    /// <summary>The session of an account's role is of another account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="accountId">The account of the session.</param>
    public static KeyRotationException AnotherAccountEntered(Account account, string accountId) => Failures.AnotherAccountEntered(account, accountId);

    /// <summary>A key without an id was given to a step that acts on keys: the root user's, or one that is known from a credential report alone.</summary>
    /// <param name="user">The user.</param>
    public static KeyRotationException WithoutKeyId(KeyReference user) =>
        user?.UserName == KeyReference.RootUserName ? Failures.RootKey(user) : Failures.KeyIdUnknown(user!);

    /// <summary>The fixed id of the cause, e.g. TwoActiveKeys.</summary>
    public string ErrorId { get; }

    /// <summary>The category.</summary>
    public FailureCategory Category { get; }

    /// <summary>The key or user concerned.</summary>
    public KeyReference? Target { get; }

    /// <summary>The account concerned, where it is one of many that are worked on; null otherwise.</summary>
    public Account? Account { get; init; }

    /// <summary>From when on a later run can do what was refused, UTC, where waiting is all it takes; null otherwise.</summary>
    public DateTimeOffset? RetryAfter { get; init; }

    /// <summary>
    /// Whether a run over the account leaves the user for a later one instead of failing: waiting is all it takes, or a setting that people have
    /// not made yet.
    /// </summary>
    internal bool MayWait
    {
        get => RetryAfter is not null || field;
        init;
    }

    /// <summary>Whether the step is not due yet, so that a run over the account passes it over.</summary>
    internal bool IsNotDue { get; init; }

    /// <summary>Whether the user has no key that the step is for.</summary>
    internal bool IsNothingToDo { get; init; }
}
