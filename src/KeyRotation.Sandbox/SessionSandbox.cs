using System;
using System.Linq;
using System.Net.Sockets;

namespace KeyRotation.Sandbox;

/// <summary>The sandbox of a PowerShell session, behind the type that the cmdlets know.</summary>
public sealed class SessionSandbox : KeyRotationSandbox
{
    private readonly SandboxServer server;
    private readonly SandboxSettings settings;

    private SessionSandbox(SandboxServer server, SandboxSettings settings)
    {
        this.server = server;
        this.settings = settings;
    }

    /// <inheritdoc />
    public override string Endpoint => server.Endpoint.GetLeftPart(UriPartial.Authority);

    /// <inheritdoc />
    public override string AccountId => server.Account.AccountId;

    /// <inheritdoc />
    public override string Partition => server.Account.Partition;

    /// <inheritdoc />
    public override int Users => settings.Users;

    /// <inheritdoc />
    public override int Seed => settings.Seed;

    /// <inheritdoc />
    public override DateTimeOffset Time => server.Clock.UtcNow;

    /// <inheritdoc />
    public override int Calls => server.Calls.Snapshot().Count;

    /// <summary>Starts a sandbox.</summary>
    /// <param name="settings">How it starts.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static KeyRotationSandbox Start(SandboxSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new SessionSandbox(
            SandboxServer.Start(new SandboxOptions
            {
                Users = settings.Users,
                Accounts = settings.Accounts,
                StaleUsers = settings.StaleUsers,
                Seed = settings.Seed,
                Partition = settings.Partition,
                Port = settings.Port,
                Propagation = settings.Propagation,
                StartTime = settings.StartTime,

                // A person does not wait for a report that is made in no time.
                ReportPolls = 0,
            }),
            settings);
    }

    /// <inheritdoc />
    public override ConnectionOptions GetConnection() => new()
    {
        EndpointUrl = Endpoint,
        AccessKey = server.Administrator.AccessKeyId,
        SecretKey = SecretText.Protect(server.Administrator.SecretAccessKey),
        Region = server.Account.Region,
    };

    /// <inheritdoc />
    public override void Advance(TimeSpan by) => server.Clock.Advance(by);

    /// <inheritdoc />
    public override void OrderFault(string operation, string kind, int times = 1)
    {
        if (!Enum.TryParse(kind, ignoreCase: true, out FaultKind known))
        {
            throw new ArgumentException("'" + kind + "' is not one of " + string.Join(", ", Enum.GetNames<FaultKind>().Where(name => name is not (nameof(FaultKind.Delay) or nameof(FaultKind.DelayAnswer) or nameof(FaultKind.Error)))) + ".", nameof(kind));
        }

        server.Faults.Order(new Fault { Operation = operation, Kind = known, Times = times });
    }

    /// <inheritdoc />
    public override void ClearFaults() => server.Faults.Clear();

    /// <inheritdoc />
    public override void RecordUse(string accessKeyId, string service = "s3")
    {
        try
        {
            AccountOf(accessKeyId).RecordUse(accessKeyId, service, server.Account.Region);
        }
        catch (AwsErrorException error)
        {
            throw new ArgumentException(error.Message, nameof(accessKeyId), error);
        }
    }

    /// <inheritdoc />
    public override void RecordCall(string accessKeyId, string service, string operation, string sourceAddress, string userAgent, string? region = null)
    {
        try
        {
            AccountOf(accessKeyId).RecordActivity(accessKeyId, service, operation, string.IsNullOrEmpty(region) ? server.Account.Region : region, sourceAddress, userAgent);
        }
        catch (AwsErrorException error)
        {
            throw new ArgumentException(error.Message, nameof(accessKeyId), error);
        }
    }

    /// <inheritdoc />
    public override string AddFinding(string accessKeyId, string type = "UnauthorizedAccess:IAMUser/MaliciousIPCaller", double severity = 5)
    {
        try
        {
            return new ControlledAccount(server.Account, server.Clock).AddFinding(accessKeyId, type, severity, region: null);
        }
        catch (AwsErrorException error)
        {
            throw new ArgumentException(error.Message, nameof(accessKeyId), error);
        }
    }

    /// <inheritdoc />
    public override void AttachPolicy(string userName, string policyName = "AWSCompromisedKeyQuarantineV2")
    {
        try
        {
            server.Account.AttachAwsPolicy(userName, policyName);
        }
        catch (AwsErrorException error)
        {
            throw new ArgumentException(error.Message, nameof(userName), error);
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            server.Dispose();
        }
    }

    private SandboxAccount AccountOf(string accessKeyId) =>
        Stores.AccessKeyIds.AccountOf(accessKeyId) is { } accountId && server.Organization.FindAccount(accountId) is { } member ? member : server.Account;
}
