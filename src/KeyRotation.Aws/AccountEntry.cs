using System;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Credentials;
using KeyRotation.Aws.Settings;
using KeyRotation.Aws.Sts;

namespace KeyRotation.Aws;

/// <summary>The way into one account: its role, assumed with the credentials of the source, and assumed anew before the session ends.</summary>
internal static class AccountEntry
{
    /// <summary>"Role chaining limits your session to a maximum of one hour" (IAM user guide, methods to assume a role).</summary>
    private static readonly TimeSpan LongestChained = TimeSpan.FromHours(1);

    /// <summary>
    /// The credentials of the account's role, whose they are, and the client that renews them; null where the role of the account that the credentials are of
    /// anyway cannot be assumed: no stack set and no invitation makes one in the management account.
    /// </summary>
    /// <exception cref="KeyRotationException">The role cannot be assumed.</exception>
    public static async Task<(AWSCredentials Credentials, CallerIdentity Caller, IDisposable Renewal)?> EnterAsync(
        Account account, AccountSource source, ConnectionSettings settings, IReport? report, CancellationToken cancellationToken)
    {
        var role = new RoleToAssume(account.RoleArn, account.SessionName, account.ExternalId, DurationOf(account, source, report));
        var sts = new StsClient(source.Credentials, settings.ConfigOf(ServiceIdentity.Sts, RetryMode.Repeat()));
        bool isKept = false;
        try
        {
            TemporaryCredentials session = await sts.AssumeRoleAsync(role, cancellationToken).ConfigureAwait(false);
            AssumedRoleCredentials credentials = AssumedRoleCredentials.Of(session, sts, role, settings.Time);
            CallerIdentity caller = session.Caller ?? await WhoAsync(credentials, settings, cancellationToken).ConfigureAwait(false);
            isKept = caller.AccountId == account.AccountId;
            return isKept ? (credentials, caller, sts) : throw KeyRotationException.AnotherAccountEntered(account, caller.AccountId);
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.AccessDenied && source.Caller.AccountId == account.AccountId)
        {
            report?.Warning($"{source.Caller.Arn} cannot assume {account.RoleArn}, and signs for its own {account} itself, with its own permissions. To leave that account out, give -ExcludeAccountId {account.AccountId}.");
            return null;
        }
        catch (ServiceException problem)
        {
            throw KeyRotationException.AccountNotEntered(account, source.Caller, problem);
        }
        finally
        {
            if (!isKept)
            {
                sts.Dispose();
            }
        }
    }

    private static async Task<CallerIdentity> WhoAsync(AWSCredentials credentials, ConnectionSettings settings, CancellationToken cancellationToken)
    {
        using var own = new StsClient(credentials, settings.ConfigOf(ServiceIdentity.Sts, RetryMode.Repeat()));
        return await own.GetCallerIdentityAsync(cancellationToken).ConfigureAwait(false);
    }

    private static TimeSpan? DurationOf(Account account, AccountSource source, IReport? report)
    {
        if (account.SessionDuration > LongestChained && source.IsRole)
        {
            report?.Verbose($"The session in {account} lasts an hour and is then renewed: {source.Caller.Arn} is a role itself, and AWS gives no more to the roles that one assumes.");
            return LongestChained;
        }

        return account.SessionDuration;
    }
}
