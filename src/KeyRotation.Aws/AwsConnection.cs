using System;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Credentials;
using KeyRotation.Aws.Endpoints;
using KeyRotation.Aws.Iam;

namespace KeyRotation.Aws;

/// <summary>An open connection to one account.</summary>
public sealed class AwsConnection : IDisposable
{
    private readonly IamClient iam;
    private readonly CallerIdentityService callers;

    private AwsConnection(AccountSession account, IamClient iam, CallerIdentityService callers)
    {
        Account = account;
        this.iam = iam;
        this.callers = callers;
    }

    /// <summary>The account, for the rules to work on.</summary>
    public AccountSession Account { get; }

    /// <summary>Finds credentials and asks whose they are.</summary>
    /// <param name="options">How to reach the account.</param>
    /// <param name="localTime">The local clock; corrected by AWS's answers.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">There are no credentials, or what was given is not usable.</exception>
    /// <exception cref="ServiceException">AWS refuses the credentials or does not answer.</exception>
    public static async Task<AwsConnection> OpenAsync(ConnectionOptions options, TimeProvider localTime, CancellationToken cancellationToken)
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        var time = new ServerTime(localTime);
        var choice = new ProfileChoice(options);
        var clients = new ServiceClients(options, new ProfileSettings(choice), time);
        AWSCredentials credentials = await new CredentialResolver(options, choice, clients).ResolveAsync(cancellationToken).ConfigureAwait(false);

        var identity = new IamClient(retry => clients.Iam(credentials, retry));
        var callerIdentity = new CallerIdentityService(clients, credentials);
        try
        {
            CallerIdentity caller = await callerIdentity.GetCallerIdentityAsync(cancellationToken).ConfigureAwait(false);
            return new AwsConnection(new AccountSession(caller, identity, callerIdentity, time, options), identity, callerIdentity);
        }
        catch
        {
            identity.Dispose();
            callerIdentity.Dispose();
            throw;
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        iam.Dispose();
        callers.Dispose();
    }
}
