using System;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Rotation;

/// <summary>
/// Proves a new key by letting it sign GetCallerIdentity, which needs no permission, until it is accepted some
/// times in a row and the answer names the user.
/// </summary>
internal sealed class KeyVerification
{
    private static readonly TimeSpan WaitBetweenSuccesses = TimeSpan.FromMilliseconds(500);

    /// <summary>IAM needs 3 to 15 seconds as a rule: asking more often costs calls and gains little.</summary>
    private static readonly TimeSpan WaitAfterFirstRefusal = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan WaitBetweenRefusals = TimeSpan.FromSeconds(6);

    /// <summary>Acceptance flickers at first: a key that was accepted once will soon be accepted for good.</summary>
    private static readonly TimeSpan WaitAfterFlicker = TimeSpan.FromSeconds(1);

    private readonly AccountSession account;
    private readonly RotationOptions options;

    public KeyVerification(AccountSession account, RotationOptions options)
    {
        this.account = account;
        this.options = options;
    }

    public async Task VerifyAsync(KeyReference key, CreatedKey created, CancellationToken cancellationToken)
    {
        long begun = account.Time.GetTimestamp();
        int successes = 0;
        ServiceException? refusal = null;
        TimeSpan afterRefusal = WaitAfterFirstRefusal;
        bool wasAccepted = false;
        while (true)
        {
            try
            {
                CallerIdentity caller = await account.Callers
                    .GetCallerIdentityAsync(created.AccessKeyId, created.SecretAccessKey, cancellationToken).ConfigureAwait(false);
                RequireSameUser(key, caller);
                successes++;
                wasAccepted = true;
            }
            catch (ServiceException problem)
            {
                refusal = problem;
                successes = 0;
            }

            if (successes == options.SuccessesInARow)
            {
                return;
            }

            TimeSpan wait = successes > 0 ? WaitBetweenSuccesses : wasAccepted ? WaitAfterFlicker : afterRefusal;
            afterRefusal = refusal is null ? WaitAfterFirstRefusal : WaitBetweenRefusals;
            if (account.Time.GetElapsedTime(begun) + wait > options.VerifyTimeout)
            {
                throw RotationFailures.NewKeyNotVerified(key, options.VerifyTimeout, refusal);
            }

            await account.Time.WaitAsync(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void RequireSameUser(KeyReference key, CallerIdentity caller)
    {
        string name = caller.Arn.Substring(caller.Arn.LastIndexOf('/') + 1);
        if (caller.AccountId != key.AccountId || !string.Equals(name, key.UserName, StringComparison.OrdinalIgnoreCase))
        {
            throw RotationFailures.NewKeyIsAnothers(key, caller);
        }
    }
}
