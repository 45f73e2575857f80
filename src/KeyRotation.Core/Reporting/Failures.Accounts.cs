namespace KeyRotation;

/// <content>Failures of one account of many, and of the way into it.</content>
internal static partial class Failures
{
    /// <param name="account">The account.</param>
    /// <param name="signer">Who tried.</param>
    /// <param name="problem">What STS said.</param>
    public static KeyRotationException AccountNotEntered(Account account, CallerIdentity signer, ServiceException problem)
    {
        KeyRotationException refusal = Service(problem, target: null);
        string next = problem.Kind == ServiceErrorKind.AccessDenied
            ? "AWS does not say which it is: check that the role is there, that its trust policy names "
                + $"{(account.ExternalId is null ? "the caller and asks for no external id" : "the caller and this external id")}, and that the caller may call sts:AssumeRole on it. -ExcludeAccountId leaves the account out."
            : "Run again for this account.";
        return new KeyRotationException(
            "AccountNotEntered",
            refusal.Category,
            target: null,
            $"{Capital(account)} is left out: {signer.Arn} could not assume {account.RoleArn}{(problem.Code is null ? string.Empty : $" ({problem.Code})")}. {Sentence(problem.Message)} {next}",
            problem)
        {
            Account = account,
        };
    }

    public static KeyRotationException AnotherAccountEntered(Account account, string accountId) => new(
        "AccountNotEntered",
        FailureCategory.InvalidData,
        target: null,
        $"{Capital(account)} is left out: the session of {account.RoleArn} is of account {accountId}. Check the endpoint.")
    {
        Account = account,
    };

    /// <summary>What ends the work on one account of many, as a failure of that account.</summary>
    public static KeyRotationException OfAccount(Account account, System.Exception problem) => problem switch
    {
        KeyRotationException { Account: not null } failure => failure,
        KeyRotationException failure => InAccount(account, failure),
        ServiceException call => InAccount(account, Service(call, target: null)),
        _ => InAccount(account, UnexpectedInAccount(account, problem)),
    };

    /// <summary>What ends the work with one of several credentials, as a failure of what comes with them.</summary>
    public static KeyRotationException OfConnection(ConnectionOptions connection, System.Exception problem)
    {
        KeyRotationException failure = problem switch
        {
            KeyRotationException known => known,
            ServiceException call => Service(call, target: null),
            _ => Unexpected(problem),
        };
        return new KeyRotationException(failure.ErrorId, failure.Category, failure.Target, $"What is reached with {connection} is left out: {failure.Message}", failure.InnerException)
        {
            Account = failure.Account,
        };
    }

    private static KeyRotationException InAccount(Account account, KeyRotationException failure) => new(
        failure.ErrorId,
        failure.Category,
        failure.Target,
        failure.Message.Contains(account.AccountId) ? failure.Message : $"{Capital(account)}: {failure.Message}",
        failure.InnerException)
    {
        Account = account,
        RetryAfter = failure.RetryAfter,
        MayWait = failure.MayWait,
    };

    private static KeyRotationException UnexpectedInAccount(Account account, System.Exception problem) => new(
        "UnexpectedError",
        FailureCategory.NotSpecified,
        target: null,
        $"The work on {account} ended with an unexpected {problem.GetType().Name} in {Place(problem)}. This is a defect of the module: please report it with this text.");

    private static string Capital(Account account)
    {
        string text = account.ToString();
        return char.ToUpperInvariant(text[0]) + text.Substring(1);
    }
}
