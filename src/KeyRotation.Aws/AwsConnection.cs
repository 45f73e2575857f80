using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.CloudTrail;
using KeyRotation.Aws.Config;
using KeyRotation.Aws.Credentials;
using KeyRotation.Aws.Delivery;
using KeyRotation.Aws.GuardDuty;
using KeyRotation.Aws.Iam;
using KeyRotation.Aws.Json;
using KeyRotation.Aws.Organizations;
using KeyRotation.Aws.ParameterStore;
using KeyRotation.Aws.Query;
using KeyRotation.Aws.SecretsManager;
using KeyRotation.Aws.SecurityHub;
using KeyRotation.Aws.Ses;
using KeyRotation.Aws.Settings;
using KeyRotation.Aws.Sns;
using KeyRotation.Aws.Sqs;
using KeyRotation.Aws.StepFunctions;
using KeyRotation.Aws.Sts;
using KeyRotation.Delivery;
using KeyRotation.Notices;
using KeyRotation.Workers;

namespace KeyRotation.Aws;

/// <summary>An open connection to one account.</summary>
public sealed class AwsConnection : INoticeServices, IDisposable
{
    private readonly IamClient iam;
    private readonly CallerIdentityService callers;
    private readonly ConnectionSettings settings;
    private readonly AWSCredentials credentials;
    private readonly ConcurrentDictionary<ServiceIdentity, Lazy<JsonClient>> clients = new();
    private readonly ConcurrentBag<IDisposable> opened = [];

    private AwsConnection(AccountSession account, IamClient iam, CallerIdentityService callers, ConnectionSettings settings, AWSCredentials credentials)
    {
        Account = account;
        this.iam = iam;
        this.callers = callers;
        this.settings = settings;
        this.credentials = credentials;
    }

    /// <summary>The account, for the rules to work on.</summary>
    public AccountSession Account { get; }

    /// <summary>Whether it leads to destinations and not to keys.</summary>
    private bool IsElsewhere { get; init; }

    /// <summary>Where the credentials come from, e.g. <c>the profile 'work'</c>.</summary>
    public string CredentialSource { get; private init; } = string.Empty;

    /// <summary>Whose keys are of which only the id is known.</summary>
    public IKeyLookup KeyLookup()
    {
        var keys = new KeyLookup(credentials, service => settings.ConfigOf(service, RetryMode.Repeat()));
        opened.Add(keys);
        return keys;
    }

    /// <summary>The findings of Amazon GuardDuty in a region.</summary>
    /// <param name="region">The region; null for the connection's.</param>
    /// <exception cref="KeyRotationException">No region is set, or there is no such region.</exception>
    public IFindingService Findings(string? region)
    {
        ConnectionSettings own = region is null ? settings : settings.In(region);
        var client = new JsonClient(credentials, own.ConfigOf(ServiceIdentity.GuardDuty, own.HasRegion ? RetryMode.Repeat() : throw ConnectionFailures.NoRegion()));
        opened.Add(client);
        return new GuardDutyFindings(client);
    }

    /// <summary>Finds credentials and asks whose they are.</summary>
    /// <param name="options">How to reach the account.</param>
    /// <param name="localTime">The local clock; corrected by AWS's answers.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">There are no credentials, or what was given is not usable.</exception>
    /// <exception cref="ServiceException">AWS refuses the credentials or does not answer.</exception>
    public static Task<AwsConnection> OpenAsync(ConnectionOptions options, TimeProvider localTime, CancellationToken cancellationToken) =>
        OpenAsync(options, localTime, report: null, mayRunProcesses: true, cancellationToken);

    /// <summary>Finds credentials and asks whose they are.</summary>
    /// <param name="options">How to reach the account.</param>
    /// <param name="localTime">The local clock; corrected by AWS's answers.</param>
    /// <param name="report">Receives each call, and what destinations warn of; null when it is not wanted.</param>
    /// <param name="mayRunProcesses">Whether a profile's credential_process is run: it may ask somebody, or open a browser.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">There are no credentials, or what was given is not usable.</exception>
    /// <exception cref="ServiceException">AWS refuses the credentials or does not answer.</exception>
    public static async Task<AwsConnection> OpenAsync(ConnectionOptions options, TimeProvider localTime, IReport? report, bool mayRunProcesses, CancellationToken cancellationToken)
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        var time = new ServerTime(localTime);
        AccountSource source = await FindSourceAsync(options.Source, time, report, mayRunProcesses, cancellationToken).ConfigureAwait(false);
        return options.Account is null
            ? Create(options, source, new ConnectionSettings(options, new ProfileSettings(source.Choice), time) { Report = report }, source.Credentials, source.Caller)
            : await EnterAsync(options, source, localTime, report, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A destination in AWS Secrets Manager, in the connection's region.</summary>
    /// <param name="name">The secret's name; may contain placeholders.</param>
    /// <param name="kmsKeyId">The KMS key of a secret that is created; null for the service's own.</param>
    /// <param name="overwrite">Whether another key than the replaced one may be written over.</param>
    /// <param name="report">Receives warnings; null for the connection's own.</param>
    /// <param name="form">What is written, and under which names; null for the usual.</param>
    /// <exception cref="KeyRotationException">No region is set.</exception>
    public IDestination SecretsManager(NameTemplate name, string? kmsKeyId, bool overwrite, IReport? report = null, KeyForm? form = null) =>
        SeparateDestination.Of(form ?? new KeyForm(), name, (own, text) => new SecretsManagerDestination(Open(ServiceIdentity.SecretsManager), own, kmsKeyId, overwrite, report ?? settings.Report, PlaceOf, text));

    /// <summary>A destination in Parameter Store, in the connection's region.</summary>
    /// <param name="path">The parameter's name; may contain placeholders.</param>
    /// <param name="kmsKeyId">The KMS key of the parameter; null for the one that it has, or the service's own for a new one.</param>
    /// <param name="overwrite">Whether another key than the replaced one may be written over.</param>
    /// <param name="report">Receives warnings; null for the connection's own.</param>
    /// <param name="form">What is written, and under which names; null for the usual.</param>
    /// <exception cref="KeyRotationException">No region is set.</exception>
    public IDestination ParameterStore(NameTemplate path, string? kmsKeyId, bool overwrite, IReport? report = null, KeyForm? form = null) =>
        SeparateDestination.Of(form ?? new KeyForm(), path, (own, text) => new ParameterStoreDestination(Open(ServiceIdentity.Ssm), own, kmsKeyId, overwrite, report ?? settings.Report, PlaceOf, text));

    /// <summary>The id of the key that signs the calls, and whether it is a user's own and no temporary one.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<(string AccessKeyId, bool IsPermanent)> SigningKeyAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ImmutableCredentials signing = await credentials.GetCredentialsAsync().ConfigureAwait(false);
        return (signing.AccessKey, !signing.UseToken);
    }

    /// <summary>The rules of AWS Config, in the connection's region.</summary>
    /// <exception cref="KeyRotationException">No region is set.</exception>
    public IConfigRuleService ConfigRules() => new ConfigRulesClient(Open(ServiceIdentity.Config));

    /// <summary>The import of findings into AWS Security Hub, in the connection's region.</summary>
    /// <exception cref="KeyRotationException">No region is set.</exception>
    public IFindingImport FindingImport() => new SecurityHubImport(Open(ServiceIdentity.SecurityHub));

    /// <summary>The organization that the account is in.</summary>
    public IOrganizationService Organization()
    {
        var organizations = new OrganizationsClient(credentials, settings.ConfigOf(ServiceIdentity.Organizations, RetryMode.Repeat()));
        opened.Add(organizations);
        return organizations;
    }

    /// <summary>A queue of Amazon SQS that hands out accounts, in the connection's region.</summary>
    /// <param name="queueUrl">The queue.</param>
    /// <exception cref="KeyRotationException">No region is set.</exception>
    public IQueuedAccounts Queue(string queueUrl) => new SqsAccounts(Open(ServiceIdentity.Sqs), queueUrl);

    /// <summary>The tasks that AWS Step Functions waits for, in the connection's region.</summary>
    /// <exception cref="KeyRotationException">No region is set.</exception>
    public IWorkflowTasks Tasks() => new StepFunctionsTasks(Open(ServiceIdentity.StepFunctions));

    /// <inheritdoc />
    public INoticeReceiver Mail(string from) => new SesMail(Open(ServiceIdentity.Ses), from);

    /// <inheritdoc />
    public INoticeReceiver Topic(string topicArn)
    {
        if (topicArn is null)
        {
            throw new ArgumentNullException(nameof(topicArn));
        }

        var client = new QueryClient(credentials, settings.In(topicArn.Split(':')[3]).ConfigOf(ServiceIdentity.Sns, RetryMode.Repeat()));
        opened.Add(client);
        return new SnsTopic(client, topicArn);
    }

    /// <summary>Finds credentials and asks whose they are.</summary>
    internal static Task<AccountSource> FindSourceAsync(ConnectionOptions options, TimeProvider localTime, IReport? report, bool mayRunProcesses, CancellationToken cancellationToken) =>
        FindSourceAsync(options, new ServerTime(localTime), report, mayRunProcesses, cancellationToken);

    /// <summary>Enters the account of a connection with credentials that were found; a connection of no account is theirs.</summary>
    /// <exception cref="KeyRotationException">The account cannot be entered.</exception>
    internal static async Task<AwsConnection> EnterAsync(ConnectionOptions options, AccountSource source, TimeProvider localTime, IReport? report, CancellationToken cancellationToken)
    {
        ServerTime time = options.Account is null ? source.Time : new ServerTime(localTime);
        var connection = new ConnectionSettings(options, new ProfileSettings(source.Choice), time) { Report = report };
        (AWSCredentials Credentials, CallerIdentity Caller, IDisposable Renewal)? entered = options.Account is KeyRotation.Account account
            ? await AccountEntry.EnterAsync(account, source, connection, report, cancellationToken).ConfigureAwait(false)
            : null;
        AwsConnection open = Create(options, source, connection, entered?.Credentials ?? source.Credentials, entered?.Caller ?? source.Caller);
        if (entered is { } found)
        {
            open.opened.Add(found.Renewal);
        }

        return open;
    }

    /// <summary>Enters a place that is not the account of the keys.</summary>
    /// <exception cref="KeyRotationException">The place cannot be entered, or no region is set.</exception>
    internal static async Task<AwsConnection> EnterPlaceAsync(
        ConnectionOptions options, AccountSource source, DestinationPlace place, IReport? report, CancellationToken cancellationToken)
    {
        var connection = new ConnectionSettings(options, new ProfileSettings(source.Choice), source.Time) { Report = report };
        if (!connection.HasRegion)
        {
            throw ConnectionFailures.NoRegion();
        }

        if (place.RoleArn is not string role)
        {
            return Create(options, source, connection, source.Credentials, source.Caller, isElsewhere: true);
        }

        var sts = new StsClient(source.Credentials, connection.ConfigOf(ServiceIdentity.Sts, RetryMode.Repeat()));
        (AWSCredentials entered, CallerIdentity caller) = await PlaceEntry.AssumeAsync(place, new RoleToAssume(role, KeyRotation.Account.DefaultSessionName, place.ExternalId), sts, source, connection, cancellationToken).ConfigureAwait(false);
        AwsConnection open = Create(options, source, connection, entered, caller, isElsewhere: true);
        open.opened.Add(sts);
        return open;
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        while (opened.TryTake(out IDisposable? held))
        {
            held.Dispose();
        }

        iam.Dispose();
        callers.Dispose();
    }

    private static async Task<AccountSource> FindSourceAsync(ConnectionOptions options, ServerTime time, IReport? report, bool mayRunProcesses, CancellationToken cancellationToken)
    {
        var choice = new ProfileChoice(options);
        var connection = new ConnectionSettings(options, new ProfileSettings(choice), time) { Report = report };
        var resolver = new CredentialResolver(options, choice, connection, mayRunProcesses);
        AWSCredentials found = await resolver.ResolveAsync(cancellationToken).ConfigureAwait(false);
        using var sts = new StsClient(found, connection.ConfigOf(ServiceIdentity.Sts, RetryMode.Repeat()));
        return new AccountSource(choice, found, resolver.Source, await sts.GetCallerIdentityAsync(cancellationToken).ConfigureAwait(false), time);
    }

    private static AwsConnection Create(ConnectionOptions options, AccountSource source, ConnectionSettings connection, AWSCredentials credentials, CallerIdentity caller, bool isElsewhere = false)
    {
        var identity = new IamClient(credentials, retry => connection.ConfigOf(ServiceIdentity.Iam, retry));
        var callerIdentity = new CallerIdentityService(credentials, retry => connection.ConfigOf(ServiceIdentity.Sts, retry));
        var trail = new CloudTrailService(
            Partition.Of(connection.Region)!,
            () => ConnectionChoices.Regions().Keys,
            region => new JsonClient(credentials, connection.In(region).ConfigOf(ServiceIdentity.CloudTrail, RetryMode.Once)));
        var account = new AccountSession(caller, identity, callerIdentity, connection.Time, options) { Trail = trail };
        var open = new AwsConnection(account, identity, callerIdentity, connection, credentials) { CredentialSource = source.Name, IsElsewhere = isElsewhere };
        open.opened.Add(trail);
        return open;
    }

    private string PlaceOf(string kind) => IsElsewhere ? PlaceName.Of(kind, Account.AccountId, settings.Region) : kind;

    /// <summary>One client a service, however many destinations are made of it: a place elsewhere is shared by many accounts at once.</summary>
    private JsonClient Open(ServiceIdentity service) => clients.GetOrAdd(service, _ => new Lazy<JsonClient>(() =>
    {
        var client = new JsonClient(credentials, settings.ConfigOf(service, settings.HasRegion ? RetryMode.Repeat() : throw ConnectionFailures.NoRegion()));
        opened.Add(client);
        return client;
    })).Value;
}
