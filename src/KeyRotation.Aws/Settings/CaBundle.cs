using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Amazon.Runtime;

namespace KeyRotation.Aws.Settings;

/// <summary>
/// The certificates of AWS_CA_BUNDLE or a profile's ca_bundle, as a proxy that looks into TLS needs them: a server that the
/// machine does not trust is trusted when its certificate goes back to one of these.
/// </summary>
internal sealed class CaBundle : HttpClientFactory
{
    private static readonly Regex Pem = new("-----BEGIN CERTIFICATE-----(?<body>[^-]+)-----END CERTIFICATE-----", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

    /// <summary>The purpose that a certificate of a server has to have (RFC 5280, 4.2.1.12).</summary>
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2[] roots;
    private readonly string thumbprints;

    private CaBundle(X509Certificate2[] roots)
    {
        this.roots = roots;
        thumbprints = string.Join(" ", roots.Select(root => root.Thumbprint));
    }

    /// <exception cref="KeyRotationException">The file cannot be read, or has no certificates.</exception>
    public static CaBundle Read(string path)
    {
        try
        {
            X509Certificate2[] read = [.. Pem.Matches(File.ReadAllText(path)).Cast<Match>().Select(match => new X509Certificate2(Convert.FromBase64String(match.Groups["body"].Value)))];
            return read.Length > 0 ? new CaBundle(read) : throw ConnectionFailures.CaBundleUnreadable(path, "It has no certificate in PEM form.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or FormatException or CryptographicException)
        {
            throw ConnectionFailures.CaBundleUnreadable(path, problem.Message);
        }
    }

    /// <summary>As the SDK makes its own, and with these certificates.</summary>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
#pragma warning disable MA0039 // .NET takes certificates of authorities from the machine only. Every other error that it finds still counts.
#if NET8_0_OR_GREATER
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = clientConfig.ConnectTimeout ?? System.Threading.Timeout.InfiniteTimeSpan,
        };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, problems) => IsTrusted(certificate as X509Certificate2, chain, problems);
#else
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ServerCertificateCustomValidationCallback = (_, certificate, chain, problems) => IsTrusted(certificate, chain, problems),
        };
#endif
#pragma warning restore MA0039
        return new HttpClient(handler, disposeHandler: true) { Timeout = clientConfig.Timeout ?? System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <summary>Clients are shared by those who trust the same.</summary>
    public override string GetConfigUniqueString(IClientConfig clientConfig) =>
        $"{nameof(KeyRotation)} {clientConfig.Timeout} {thumbprints}";

    private bool IsTrusted(X509Certificate2? certificate, X509Chain? sent, SslPolicyErrors problems)
    {
        if (problems != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null)
        {
            return problems == SslPolicyErrors.None;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (sent is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainElements.Cast<X509ChainElement>().Select(element => element.Certificate).ToArray());
        }

#if NET8_0_OR_GREATER
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        return chain.Build(certificate);
#else
        chain.ChainPolicy.ExtraStore.AddRange(roots);
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        return chain.Build(certificate) && IsRoot(chain.ChainElements[chain.ChainElements.Count - 1].Certificate);
#endif
    }

#if !NET8_0_OR_GREATER
    private bool IsRoot(X509Certificate2 last) => Array.Exists(roots, root => root.RawData.SequenceEqual(last.RawData));
#endif
}
