using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Support;

/// <summary>A bare client: one request a call, nothing retried, nothing guessed.</summary>
internal sealed class Client : IDisposable
{
    private readonly HttpClient http;

    public Client(SandboxServer server, string? accessKeyId = null, string? secretAccessKey = null, string? sessionToken = null)
    {
        Server = server;
        AccessKeyId = accessKeyId ?? server.Administrator.AccessKeyId;
        SecretAccessKey = secretAccessKey ?? server.Administrator.SecretAccessKey;
        SessionToken = sessionToken;
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Endpoint };
    }

    public Client(SandboxServer server, SandboxAccessKey key)
        : this(server, key.AccessKeyId, key.SecretAccessKey)
    {
    }

    public SandboxServer Server { get; }

    public string AccessKeyId { get; }

    public string SecretAccessKey { get; }

    public string? SessionToken { get; }

    public HttpClient Http => http;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static string Form(string action, string version, params (string Name, string Value)[] parameters) =>
        string.Join('&', parameters.Prepend(("Version", version)).Prepend(("Action", action))
            .Select(pair => Uri.EscapeDataString(pair.Item1) + "=" + Uri.EscapeDataString(pair.Item2)));

    /// <summary>A list of texts in the members of a call.</summary>
    public static string[] List(params string[] texts) => texts;

    public Task<Answer> IamAsync(string action, params (string Name, string Value)[] parameters) =>
        PostAsync(Signer("iam"), Form(action, "2010-05-08", parameters));

    public Task<Answer> StsAsync(string action, params (string Name, string Value)[] parameters) =>
        PostAsync(Signer("sts"), Form(action, "2011-06-15", parameters));

    /// <summary>Calls Secrets Manager. A ClientRequestToken is sent only if the members hold one.</summary>
    public Task<Answer> SecretsAsync(string operation, object members, string region = "us-east-1") =>
        PostAsync(Signer("secretsmanager", region, "secretsmanager." + operation), JsonSerializer.Serialize(members), isJson: true);

    /// <summary>Calls Parameter Store.</summary>
    public Task<Answer> ParametersAsync(string operation, object members, string region = "us-east-1") =>
        PostAsync(Signer("ssm", region, "AmazonSSM." + operation), JsonSerializer.Serialize(members), isJson: true);

    /// <summary>Calls Organizations.</summary>
    public Task<Answer> OrganizationsAsync(string operation, object members) =>
        PostAsync(Signer("organizations", target: "AWSOrganizationsV20161128." + operation), JsonSerializer.Serialize(members), isJson: true);

    public SignatureVersion4 Signer(string service, string region = "us-east-1", string? target = null) => new()
    {
        Target = target,
        AccessKeyId = AccessKeyId,
        SecretAccessKey = SecretAccessKey,
        SessionToken = SessionToken,
        Service = service,
        Region = region,
    };

    /// <summary>Posts a form, or JSON; unsigned when there is no signer. The change is made after signing: what an attacker could do.</summary>
    public async Task<Answer> PostAsync(SignatureVersion4? signer, string body, Action<HttpRequestMessage>? change = null, bool isJson = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent(body, Encoding.UTF8, isJson ? "application/x-amz-json-1.1" : "application/x-www-form-urlencoded"),
        };
        foreach (var header in signer?.Headers("POST", Server.Endpoint.Authority, string.Empty, body) ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        change?.Invoke(request);
        return await Answer.ReadAsync(await http.SendAsync(request, Token), Token);
    }

    public void Dispose() => http.Dispose();
}
