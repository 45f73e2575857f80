using System;
using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Net;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace KeyRotation.Integrations.Tests.Smtp;

/// <summary>A mail server on loopback that others wrote.</summary>
internal sealed class MailServer : MessageStore, IMailboxFilter, IUserAuthenticator, IAsyncDisposable
{
    public const string UserName = "mailer";
    public const string Password = "correct-horse-battery-staple";

    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource<int> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task running;
    private int sessions;
    private int signIns;

    private MailServer(bool isSecure, X509Certificate2? certificate, bool needsSignIn)
    {
        ISmtpServerOptions options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, 0)).IsSecure(isSecure).AuthenticationRequired(needsSignIn).AllowUnsecureAuthentication(certificate is null);
            if (certificate is not null)
            {
                endpoint.Certificate(certificate);
            }
        }).Build();
        var services = new ServiceProvider();
        services.Add((IMessageStore)this);
        services.Add((IMailboxFilter)this);
        services.Add((IUserAuthenticator)this);
        var listeners = new EndpointListenerFactory();
        listeners.EndpointStarted += (_, endpoint) => started.TrySetResult(((IPEndPoint)endpoint.LocalEndPoint).Port);
        services.Add(listeners);
        var server = new global::SmtpServer.SmtpServer(options, services);
        server.SessionCreated += (_, _) => Interlocked.Increment(ref sessions);
        running = server.StartAsync(stopping.Token);
    }

    public int Port { get; private set; }

    public int Sessions => Volatile.Read(ref sessions);

    public int SignIns => Volatile.Read(ref signIns);

    public ConcurrentQueue<MimeMessage> Received { get; } = new();

    /// <summary>Addresses that it takes no mail for.</summary>
    public HashSet<string> Unknown { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What it answers to a mail; null to take it.</summary>
    public SmtpResponse? Answer { get; set; }

    /// <param name="isSecure">Whether it expects TLS from the first byte.</param>
    /// <param name="certificate">Its certificate; null for a server without TLS.</param>
    /// <param name="needsSignIn">Whether it takes mail only from who has signed in.</param>
    public static async Task<MailServer> StartAsync(bool isSecure = false, X509Certificate2? certificate = null, bool needsSignIn = false)
    {
        var server = new MailServer(isSecure, certificate, needsSignIn);
        server.Port = await server.started.Task;
        return server;
    }

    public static X509Certificate2 Certificate(string name, TimeSpan? validFor = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset end = DateTimeOffset.UtcNow + (validFor ?? TimeSpan.FromDays(1));
        using X509Certificate2 own = request.CreateSelfSigned(end.AddDays(-30), end);
        return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pfx), password: null);
    }

    public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        if (Answer is not null)
        {
            return Answer;
        }

        using var content = new MemoryStream(buffer.ToArray());
        Received.Enqueue(await MimeMessage.LoadAsync(content, cancellationToken));
        return SmtpResponse.Ok;
    }

    public Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox @from, int size, CancellationToken cancellationToken) => Task.FromResult(!Unknown.Contains(@from.User + "@" + @from.Host));

    public Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox @from, CancellationToken cancellationToken) => Task.FromResult(!Unknown.Contains(to.User + "@" + to.Host));

    public Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref signIns);
        return Task.FromResult(user == UserName && password == Password);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        try
        {
            await running;
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped while it waited for a connection.
        }

        stopping.Dispose();
    }
}
