using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Settings;

namespace KeyRotation.Aws.Credentials;

/// <summary>The managed identity that Azure gave to this machine.</summary>
internal sealed class ManagedIdentity
{
    private const int Attempts = 4;
    private const int LongestAnswer = 64 * 1024;
    private const int LongestReason = 300;

    /// <summary>The endpoint is on the machine or beside it; where none is, the packets go nowhere.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly string resource;
    private readonly string? clientId;
    private readonly TimeProvider time;

    /// <param name="resource">The application id URI that tokens are for.</param>
    /// <param name="clientId">The client id of a user-assigned identity; null for the system-assigned one.</param>
    /// <param name="time">Measures the waits between attempts.</param>
    public ManagedIdentity(string resource, string? clientId, TimeProvider time)
    {
        this.resource = resource;
        this.clientId = clientId;
        this.time = time;
    }

    /// <summary>A token of now; the endpoint keeps it and makes a new one in time.</summary>
    /// <exception cref="KeyRotationException">There is no endpoint, or it gives no token.</exception>
    public async Task<IdentityToken> GetTokenAsync(CancellationToken cancellationToken)
    {
        IdentityEndpoint endpoint = IdentityEndpoint.OfThisMachine();

        // A proxy is for other machines; and where a redirection leads to, nobody said.
        using var handler = new HttpClientHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = LongestWait, MaxResponseContentBufferSize = LongestAnswer };
        for (int attempt = 1; ; attempt++)
        {
            using HttpResponseMessage answer = await SendAsync(client, endpoint, cancellationToken).ConfigureAwait(false);
            string text = await ReadAsync(answer.Content, endpoint).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return new IdentityToken(Find(text, "access_token") ?? throw Failed(endpoint, "answered without an access_token"));
            }

            if (attempt == Attempts || !MayPass(answer.StatusCode))
            {
                throw Failed(endpoint, $"answered {(int)answer.StatusCode}{Reason(text, endpoint)}");
            }

            await time.WaitAsync(TimeSpan.FromSeconds(1 << (attempt - 1)), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpClient client, IdentityEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var question = new HttpRequestMessage(HttpMethod.Get, endpoint.Ask(resource, clientId));
        question.Headers.TryAddWithoutValidation("Metadata", "True");
        if (endpoint.Secret is not null)
        {
            question.Headers.TryAddWithoutValidation("X-IDENTITY-HEADER", endpoint.Secret);
        }

        try
        {
            return await client.SendAsync(question, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (IsNoAnswer(problem, cancellationToken))
        {
            throw endpoint.Secret is null
                ? ConnectionFailures.NoManagedIdentity($"IDENTITY_ENDPOINT is not set, and {endpoint.Address.Authority} does not answer.")
                : Failed(endpoint, "does not answer");
        }
    }

    private async Task<string> ReadAsync(HttpContent content, IdentityEndpoint endpoint)
    {
        try
        {
            return await content.ReadAsStringAsync().ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            throw Failed(endpoint, "broke off its answer");
        }
    }

    /// <summary>Time-outs are cancellations that nobody asked for.</summary>
    private static bool IsNoAnswer(Exception problem, CancellationToken cancellationToken) =>
        problem is HttpRequestException or IOException || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>Too many questions, an endpoint that is being renewed (410), or one that fails.</summary>
    private static bool MayPass(HttpStatusCode status) => (int)status is 410 or 429 or >= 500;

    /// <summary>The reason in the answer's own words, without the secret that it may quote.</summary>
    private static string Reason(string answer, IdentityEndpoint endpoint)
    {
        string? reason = Find(answer, "error_description") ?? Find(answer, "message") ?? Find(answer, "error");
        if (reason is null)
        {
            return string.Empty;
        }

        string cleaned = ForeignText.Clean(reason, endpoint.Secret is string secret ? [secret] : null);
        string line = cleaned.Replace('\r', ' ').Replace('\n', ' ').Trim();
        return ": " + (line.Length <= LongestReason ? line : line.Substring(0, LongestReason) + "…");
    }

    private static string? Find(string answer, string name)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(name, out JsonElement value)
                && value.ValueKind == JsonValueKind.String
                && value.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private KeyRotationException Failed(IdentityEndpoint endpoint, string what) => ConnectionFailures.ManagedIdentityFailed(endpoint.Address, resource, what);
}
