using System;
using System.Linq;

namespace KeyRotation.Workers;

/// <summary>An account that a message hands out, and what its answer goes by.</summary>
/// <param name="Message">The message.</param>
/// <param name="TaskToken">What the workflow waits for an answer by.</param>
/// <param name="Account">The account.</param>
internal sealed record TakenAccount(QueuedAccount Message, string TaskToken, Account Account)
{
    private const int DigitsOfId = 12;

    /// <exception cref="KeyRotationException">The message lacks what it takes.</exception>
    public static TakenAccount Of(QueuedAccount message, Func<ListedAccount, Account> accountOf)
    {
        if (message.AccountId is not { Length: DigitsOfId } id || !id.All(digit => digit is >= '0' and <= '9'))
        {
            throw WorkerFailures.MessageUnreadable(message, "it names no account of twelve digits");
        }

        return string.IsNullOrEmpty(message.TaskToken)
            ? throw WorkerFailures.MessageUnreadable(message, "it has no task token")
            : new TakenAccount(message, message.TaskToken!, accountOf(new ListedAccount(id, message.AccountName ?? string.Empty)));
    }

    /// <summary>The account: the token is left out.</summary>
    public override string ToString() => Account.ToString();
}
