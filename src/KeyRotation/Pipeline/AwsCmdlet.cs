using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Accounts;
using KeyRotation.Aws;
using KeyRotation.Commands.Completion;
using KeyRotation.Commands.Sandbox;

namespace KeyRotation.Commands.Pipeline;

/// <summary>
/// What every cmdlet that calls AWS has: the connection parameters of AWS Tools for PowerShell, and a way to run
/// asynchronous work while the pipeline thread writes what it reports.
/// </summary>
public abstract class AwsCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource closing = new();
    private ConnectionOptions? given;
    private PipelineReport? running;

    /// <summary>A profile of the shared configuration files, or of the .NET SDK's store on Windows.</summary>
    [Parameter]
    [Alias("AWSProfileName")]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ProfileName { get; set; }

    /// <summary>The credentials file that holds the profile. Default: the usual places.</summary>
    [Parameter]
    [Alias("AWSProfilesLocation", "ProfilesLocation")]
    [ValidateNotNullOrEmpty]
    public string? ProfileLocation { get; set; }

    /// <summary>A region of the partition that holds the account, e.g. eu-central-1. IAM is the same in all regions of a partition.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>The id of the access key to sign with.</summary>
    [Parameter]
    [Alias("AK")]
    [ValidateNotNullOrEmpty]
    public string? AccessKey { get; set; }

    /// <summary>The secret of the access key to sign with. Better kept in a profile than typed.</summary>
    [Parameter]
    [Alias("SK", "SecretAccessKey")]
    [ValidateNotNullOrEmpty]
    public string? SecretKey { get; set; }

    /// <summary>The session token of temporary credentials.</summary>
    [Parameter]
    [Alias("ST")]
    [ValidateNotNullOrEmpty]
    public string? SessionToken { get; set; }

    /// <summary>
    /// Credentials to sign with, as an object: a PSCredential, what New-AWSCredential or Get-AWSCredential of AWS Tools gives, or the
    /// credentials of an answer of AWS STS.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public object? Credential { get; set; }

    /// <summary>
    /// A role to assume with the credentials that are found; with -ManagedIdentityResource, with the token of an Azure managed
    /// identity, so that the machine that rotates needs no access key of its own.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RoleArn { get; set; }

    /// <summary>The serial number or ARN of the MFA device that -TokenCode is of. Default: mfa_serial of the profile.</summary>
    [Parameter]
    [Alias("MfaSerial")]
    [ValidateNotNullOrEmpty]
    public string? SerialNumber { get; set; }

    /// <summary>
    /// The code that an MFA device shows, for a role or a policy that asks for MFA. A console is asked for it where the role of a
    /// profile needs one.
    /// </summary>
    [Parameter]
    [ValidatePattern("^[0-9]{6}$")]
    public string? TokenCode { get; set; }

    /// <summary>
    /// Signs in with the managed identity of Azure Automation, App Service or a virtual machine: the application id URI that
    /// its token is asked for, e.g. api://aws-key-rotation, which the role's trust policy names as the audience.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ManagedIdentityResource { get; set; }

    /// <summary>The client id of a user-assigned managed identity. Default: the system-assigned one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ManagedIdentityClientId { get; set; }

    /// <summary>An endpoint to use for every service instead of AWS's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EndpointUrl { get; set; }

    /// <summary>Releases what the cmdlet holds.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the work. Nothing new begins, and what has begun is finished or undone within two seconds.</summary>
    protected override void StopProcessing()
    {
        stopping.Cancel();
        closing.Cancel();
    }

    /// <summary>Releases what the cmdlet holds.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            stopping.Dispose();
            closing.Dispose();
        }
    }

    private protected bool HasConnectionParameters => HasCredentialParameters || (Region ?? EndpointUrl) is not null;

    /// <summary>Whether it was said who signs, and not only where the calls go.</summary>
    private protected bool HasCredentialParameters =>
        (ProfileName ?? ProfileLocation ?? AccessKey ?? SecretKey ?? SessionToken ?? RoleArn ?? SerialNumber ?? TokenCode ?? ManagedIdentityResource ?? ManagedIdentityClientId ?? Credential) is not null;

    /// <summary>The accounts of a parameter. They bring their connection; who signs is said where they are made.</summary>
    private protected void RequireOwnConnections(GivenAccounts accounts)
    {
        if (accounts.Count > 0 && HasCredentialParameters)
        {
            ThrowTerminatingError(ErrorRecords.AccountsHaveConnections());
        }
    }

    /// <summary>The connection that was given; one object a cmdlet, so that the keys that it sees share it.</summary>
    private protected ConnectionOptions GivenConnection => given ??= new ConnectionOptions
    {
        ProfileName = ProfileName,
        ProfileLocation = ProfileLocation is null ? null : GetUnresolvedProviderPathFromPSPath(ProfileLocation),
        Region = Region ?? SessionDefaults.Region(Variable(SessionDefaults.RegionVariable)),
        Session = GivenCredentials() ?? SessionDefaults.Credentials(Variable(SessionDefaults.CredentialsVariable)),
        AccessKey = AccessKey,
        SecretKey = SecretKey is null ? null : SecretText.Protect(SecretKey),
        SessionToken = SessionToken,
        MultiFactor = new MultiFactorSession(SerialNumber, TokenCode, AskTokenCodeAsync),
        RoleArn = RoleArn,
        ManagedIdentityResource = ManagedIdentityResource,
        ManagedIdentityClientId = ManagedIdentityClientId,
        EndpointUrl = EndpointUrl,
    };

    private SessionCredentials? GivenCredentials()
    {
        if (Credential is null)
        {
            return null;
        }

        if ((ProfileName ?? AccessKey ?? SecretKey ?? SessionToken ?? ManagedIdentityResource ?? ManagedIdentityClientId) is not null)
        {
            ThrowTerminatingError(ErrorRecords.CredentialConflict());
        }

        try
        {
            return GivenCredential.Read(Credential);
        }
        catch (KeyRotationException problem)
        {
            ThrowTerminatingError(ErrorRecords.Of(problem));
            throw;
        }
    }

    private Task<string?> AskTokenCodeAsync(string serialNumber) =>
        running?.RunAsync(() => TokenCodePrompt.Ask(Host.UI, serialNumber)) ?? Task.FromResult<string?>(null);

    /// <summary>A variable of the session. While a sandbox runs, the session is connected to that and to no account.</summary>
    private object? Variable(string name) => SandboxSession.Running is null ? SessionState.PSVariable.GetValue(name) : null;

    /// <summary>Opens a connection and works with its account, while this thread writes.</summary>
    private protected void Run(ConnectionOptions connection, Func<AccountSession, IReport, CancellationToken, Task> work) =>
        RunOpen(connection, (open, report, cancellationToken) => work(open.Account, report, cancellationToken));

    /// <summary>Opens a connection and works with it, while this thread writes.</summary>
    private protected void RunOpen(ConnectionOptions connection, Func<AwsConnection, PipelineReport, CancellationToken, Task> work) => RunClosed(
        (report, cancellationToken) => OpenAsync(connection, open => work(open, report, cancellationToken), report, cancellationToken));

    /// <summary>
    /// Opens one connection after the other and works with each, while this thread writes. Where there are several, one that cannot be used
    /// is an error for what is reached with it.
    /// </summary>
    private protected void RunEach<T>(
        IReadOnlyCollection<T> items,
        Func<T, ConnectionOptions> connectionOf,
        bool othersFollow,
        Func<T, AwsConnection, PipelineReport, CancellationToken, Task> work) => RunClosed((report, cancellationToken) => CredentialRound.RunAsync(
            items,
            connectionOf,
            item => OpenAsync(connectionOf(item), open => work(item, open, report, cancellationToken), report, cancellationToken),
            report,
            othersFollow));

    private async Task OpenAsync(ConnectionOptions connection, Func<AwsConnection, Task> work, PipelineReport report, CancellationToken cancellationToken)
    {
        var door = new AccountDoor(TimeProvider.System, report, cancellationToken);
        await PrepareAsync(door, connection, report, cancellationToken).ConfigureAwait(false);
        using AwsConnection open = await door.OpenAsync(connection, report, cancellationToken).ConfigureAwait(false);
        report.Verbose($"Account {open.Account.AccountId}, as {open.Account.Caller.Arn}, by {open.CredentialSource}.");
        await work(open).ConfigureAwait(false);
    }

    /// <summary>Opens connections to many accounts, some side by side, and works with them, while this thread writes. What enters them is found once.</summary>
    private protected void RunAccounts<T>(
        IReadOnlyList<T> items,
        Func<T, ConnectionOptions> connectionOf,
        AccountRoundOptions options,
        Func<T, AwsConnection, PipelineReport, IReport, CancellationToken, Task> work) => RunClosed(async (report, cancellationToken) =>
    {
        var door = new AccountDoor(TimeProvider.System, report, cancellationToken);
        HashSet<ConnectionOptions> usable = await UsableSourcesAsync(door, items.Select(item => connectionOf(item).Source).Distinct().ToList(), report).ConfigureAwait(false);
        items = items.Where(item => usable.Contains(connectionOf(item).Source)).ToList();
        foreach (T item in items)
        {
            await PrepareAsync(door, connectionOf(item), report, cancellationToken).ConfigureAwait(false);
        }

        await new AccountRound(options, report).RunAsync(
            items,
            item => connectionOf(item).Account!,
            async (item, own, token) =>
            {
                using AwsConnection open = await door.OpenAsync(connectionOf(item), own, token).ConfigureAwait(false);
                own.Verbose($"Account {open.Account.AccountId}, as {open.Account.Caller.Arn}.");
                await work(item, open, report, own, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    });

    /// <summary>The credentials that enter accounts, each tried once.</summary>
    private static async Task<HashSet<ConnectionOptions>> UsableSourcesAsync(AccountDoor door, List<ConnectionOptions> sources, PipelineReport report)
    {
        var usable = new HashSet<ConnectionOptions>();
        await CredentialRound.RunAsync(
            sources,
            source => source,
            async source =>
            {
                CallerIdentity caller = await door.PrepareAsync(source).ConfigureAwait(false);
                report.Verbose($"Accounts are entered as {caller.Arn}.");
                usable.Add(source);
            },
            report).ConfigureAwait(false);
        return usable;
    }

    /// <summary>Has ready what accounts share, before the first of them is entered: its failure is that of the whole run.</summary>
    private protected virtual Task PrepareAsync(AccountDoor door, ConnectionOptions connection, PipelineReport report, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What is done at the end of the work, however it ended; not after Ctrl+C.</summary>
    /// <param name="report">Receives what is reported.</param>
    /// <param name="problem">What ended the work; null where nothing did.</param>
    /// <param name="cancellationToken">Stops it; still open where a write that failed has stopped the work.</param>
    private protected virtual Task CloseAsync(PipelineReport report, Exception? problem, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Is told of each failure and of what is left for later, from any thread; null where nobody wants to know.</summary>
    private protected virtual Action<KeyRotationException>? Refused => null;

    private void RunClosed(Func<PipelineReport, CancellationToken, Task> work) => Run(async (report, cancellationToken) =>
    {
        ExceptionDispatchInfo? ended = null;
        try
        {
            await work(report, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            ended = ExceptionDispatchInfo.Capture(problem);
        }

        try
        {
            if (!closing.IsCancellationRequested)
            {
                await CloseAsync(report, ended?.SourceException, closing.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ended is not null)
        {
            // Stopped while it closed: what ended the work is what there is to say.
        }

        ended?.Throw();
    });

    /// <summary>Runs work on other threads, while this thread writes what it reports.</summary>
    private protected void Run(Func<PipelineReport, CancellationToken, Task> work)
    {
        using var report = new PipelineReport { Refused = Refused };
        running = report;
        var writer = new NoticeWriter(this, stopping, closing);
        Task working = Task.Run(async () =>
        {
            try
            {
                await work(report, stopping.Token).ConfigureAwait(false);
            }
            finally
            {
                report.Complete();
            }
        });
        report.Drain(writer.Write);
        running = null;
        writer.Finish();
        try
        {
            // The work has ended: this fetches its exception and waits for nothing.
            working.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (KeyRotationException failure)
        {
            ThrowTerminatingError(ErrorRecords.Of(failure));
        }
        catch (ServiceException problem)
        {
            ThrowTerminatingError(ErrorRecords.Of(problem));
        }
        catch (Exception problem) when (problem is not IContainsErrorRecord)
        {
            ThrowTerminatingError(ErrorRecords.Of(KeyRotationException.OfUnexpected(problem)));
        }
    }
}
