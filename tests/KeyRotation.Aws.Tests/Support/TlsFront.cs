using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Aws.Tests.Support;

/// <summary>TLS on loopback before a server without it, with a certificate of an authority that no machine knows.</summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentBag<Task> open = [];
    private readonly X509Certificate2 certificate;
    private readonly int port;
    private readonly Task accepting;

    /// <param name="behind">The server.</param>
    /// <param name="name">Whom the certificate is for.</param>
    /// <param name="purpose">What the certificate may be used for (RFC 5280, 4.2.1.12); null for everything.</param>
    public TlsFront(Uri behind, string name = "localhost", string? purpose = null)
    {
        port = behind.Port;
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN=Authority {Guid.NewGuid():N}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        using X509Certificate2 authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        AuthorityPem = authority.ExportCertificatePem();
        certificate = Issue(authority, name, purpose);
        listener.Start();
        accepting = AcceptAsync();
    }

    public string AuthorityPem { get; }

    public Uri Endpoint => new($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await accepting;
        listener.Stop();
        await Task.WhenAll(open);
        certificate.Dispose();
        stopping.Dispose();
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string name, string? purpose)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        if (purpose is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        }

        using X509Certificate2 issued = request.Create(authority, new DateTimeOffset(authority.NotBefore), new DateTimeOffset(authority.NotAfter), [1, 2, 3, 4]);
        using X509Certificate2 withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(stopping.Token);
                open.Add(ServeAsync(client));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It was stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using TcpClient accepted = client;
            await using var tls = new SslStream(accepted.GetStream());
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stopping.Token);
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, port, stopping.Token);
            await Task.WhenAny(tls.CopyToAsync(server.GetStream(), stopping.Token), server.GetStream().CopyToAsync(tls, stopping.Token));
        }
        catch (Exception end) when (end is OperationCanceledException or System.IO.IOException or AuthenticationException or SocketException)
        {
            // One side hung up, or does not trust us.
        }
    }
}
