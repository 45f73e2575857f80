using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using KeyRotation.Integrations.KeyVault;

namespace KeyRotation.Integrations.Tests.KeyVault;

/// <summary>Clients of the library as the module makes them, with a token of the test's and a transport that leads to loopback.</summary>
internal static class KeyVaultClients
{
    public static KeyVaultConnection Connect(Uri server, string token = KeyVaultServer.Token) => Connect(new Loopback(server), token);

    /// <summary>Connects by a way of the test's own.</summary>
    public static KeyVaultConnection Connect(HttpMessageHandler way, string token = KeyVaultServer.Token) => new(() =>
    {
        var options = KeyVaultConnection.WithRetries(new SecretClientOptions(KeyVaultConnection.Version), DelayStrategy.CreateFixedDelayStrategy(TimeSpan.Zero));
        options.Transport = new HttpClientTransport(new HttpClient(way));
        return new SecretClient(new Uri("https://my-vault.vault.azure.net/"), new FixedToken(token), options);
    });

    /// <summary>Leads to a name that nobody has, and counts how often it was asked for.</summary>
    internal sealed class NameOfNobody() : DelegatingHandler(new SocketsHttpHandler())
    {
        public int Calls { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            request.RequestUri = new Uri("https://my-vault.invalid/");
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Loopback(Uri server) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(server, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class FixedToken(string token) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(token, DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
