using System;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Control;
using KeyRotation.Sandbox.Http;
using KeyRotation.Sandbox.Iam.Seeding;
using KeyRotation.Sandbox.Services;

namespace KeyRotation.Sandbox;

/// <summary>
/// An AWS account on loopback, with others in an organization beside it: IAM, STS, Organizations, Secrets Manager, SSM Parameter Store and the event history of CloudTrail over real HTTP, as strict as AWS where rotation depends on
/// it, with a clock that can be moved and faults that can be ordered. Any AWS client can talk to it. It listens on 127.0.0.1 only.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable, IDisposable
{
    /// <summary>The name of the user whose key is <see cref="Administrator"/>.</summary>
    public const string AdministratorName = "sandbox-admin";

    private readonly LoopbackListener listener;
    private readonly ServiceEndpoint services;
    private readonly ControlEndpoint control;

    private SandboxServer(SandboxOptions options)
    {
        Clock = new SandboxClock(options.StartTime ?? DateTimeOffset.UtcNow, options.ClockRuns);
        var accounts = new AccountDirectory(Clock, options);
        Account = accounts.First.Account;
        Organization = new SandboxOrganization(accounts, Clock, options);
        Administrator = AddAdministrator(Account, Clock.UtcNow);
        AccountSeeder.Seed(Account.Iam, Clock.UtcNow, options.Seed, options.Users, options.StaleUsers);
        ActivitySeeder.Seed(Account, Clock.UtcNow);
        Organization.MakeUp(options.Accounts);
        services = new ServiceEndpoint(accounts.OfKey, Clock, Calls, Faults, options.Latency);
        control = new ControlEndpoint(new ControlledAccount(Account, Clock), Clock, Calls, Faults);
        listener = new LoopbackListener(options.Port, AnswerAsync, () => Clock.UtcNow);
        Endpoint = new Uri("http://127.0.0.1:" + listener.Port);
    }

    /// <summary>Where the sandbox listens: the endpoint of every service.</summary>
    public Uri Endpoint { get; }

    /// <summary>
    /// The key of the user sandbox-admin, who may do everything. It is a user like any other, in lists and reports too, and its key ages.
    /// </summary>
    public SandboxCredentials Administrator { get; }

    /// <summary>The sandbox's time.</summary>
    public SandboxClock Clock { get; }

    /// <summary>The true state of the account.</summary>
    public SandboxAccount Account { get; }

    /// <summary>The organization that <see cref="Account"/> manages.</summary>
    public SandboxOrganization Organization { get; }

    /// <summary>The AWS calls so far.</summary>
    public CallLog Calls { get; } = new();

    /// <summary>What is to go wrong.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>Starts a sandbox; it listens when this returns.</summary>
    /// <param name="options">How it starts; null for all defaults.</param>
    /// <returns>The sandbox; it stops when it is disposed of.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public static SandboxServer Start(SandboxOptions? options = null)
    {
        options ??= new SandboxOptions();
        options.Check();
        return new SandboxServer(options);
    }

    /// <summary>Stops listening and closes every connection. Doing it twice does no harm.</summary>
    public ValueTask DisposeAsync() => listener.DisposeAsync();

    /// <summary>Stops listening and closes every connection. Doing it twice does no harm.</summary>
    public void Dispose() => Task.Run(() => DisposeAsync().AsTask()).GetAwaiter().GetResult();

    // A day old: known everywhere, and far from stale.
    private static SandboxCredentials AddAdministrator(SandboxAccount account, DateTimeOffset now)
    {
        account.CreateUser(AdministratorName, now - TimeSpan.FromDays(30));
        var key = account.AddAccessKey(AdministratorName, now - TimeSpan.FromDays(1));
        return new SandboxCredentials(key.AccessKeyId, key.SecretAccessKey);
    }

    private Task<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!LoopbackNames.Accepts(request))
        {
            return Task.FromResult(new HttpResponse(421, "text/plain", "The sandbox answers to loopback names only.") { Arrival = Arrival.WholeThenClosed });
        }

        return ControlEndpoint.IsFor(request)
            ? Task.FromResult(control.Answer(request))
            : services.AnswerAsync(request, cancellationToken);
    }
}
