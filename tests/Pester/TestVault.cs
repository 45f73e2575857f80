using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

/// <summary>
/// A vault of Azure for an engine of its own: a proxy that every name leads to, TLS with a certificate of an authority that only that engine
/// trusts, and the endpoint from which managed identities get their tokens, as in an Azure Automation runbook. The names of two secrets say
/// what is refused.
/// </summary>
public sealed class TestVault : IDisposable
{
    public const string Token = "canary-token-of-the-vault";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 certificate;
    private int versions;

    public TestVault(string host)
    {
        using var key = RSA.Create(2048);
        var root = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 authority = root.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        AuthorityPem = authority.ExportCertificatePem();
        using var own = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + host, own, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 issued = request.Create(authority, authority.NotBefore, authority.NotAfter, new byte[] { 1, 2, 3, 4 });
        using X509Certificate2 withKey = issued.CopyWithPrivateKey(own);
        certificate = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
        listener.Start();
        Address = "http://127.0.0.1:" + ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public string Address { get; }

    public string AuthorityPem { get; }

    /// <summary>The values of each secret, the latest last.</summary>
    public ConcurrentDictionary<string, List<string>> Secrets { get; } = new();

    public ConcurrentQueue<string> Calls { get; } = new();

    public void Dispose() => listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync();
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using TcpClient accepted = client;
            Stream stream = accepted.GetStream();
            (string first, Dictionary<string, string> headers, string body) = await ReadAsync(stream);
            if (first.StartsWith("CONNECT ", StringComparison.Ordinal))
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n\r\n"));
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(certificate);
                stream = tls;
                (first, headers, body) = await ReadAsync(stream);
            }

            while (first.Length > 0)
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(Answer(first.Split(' '), headers, body)));
                (first, headers, body) = await ReadAsync(stream);
            }
        }
        catch (Exception end) when (end is IOException or SocketException)
        {
        }
    }

    private static async Task<(string First, Dictionary<string, string> Headers, string Body)> ReadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
            {
                return (string.Empty, new Dictionary<string, string>(), string.Empty);
            }

            head.Append((char)one[0]);
        }

        string[] lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines[1..])
        {
            headers[line.Split(':', 2)[0]] = line.Split(':', 2)[1].Trim();
        }

        var body = new byte[headers.TryGetValue("Content-Length", out string length) ? int.Parse(length) : 0];
        await stream.ReadExactlyAsync(body);
        return (lines[0], headers, Encoding.UTF8.GetString(body));
    }

    private string Answer(string[] request, Dictionary<string, string> headers, string body)
    {
        string[] path = request[1].Split('?')[0].Trim('/').Split('/');
        if (path[0] == "token")
        {
            Calls.Enqueue("token");
            return headers.GetValueOrDefault("X-IDENTITY-HEADER") == "of-the-sandbox"
                ? Write(200, new JsonObject { ["access_token"] = Token, ["token_type"] = "Bearer", ["resource"] = "https://vault.azure.net", ["expires_on"] = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds().ToString() })
                : Error(401, "Unauthorized");
        }

        if (headers.GetValueOrDefault("Authorization") != "Bearer " + Token)
        {
            return Error(401, "Unauthorized", "WWW-Authenticate: Bearer authorization=\"https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47\", resource=\"https://vault.azure.net\"\r\n");
        }

        Calls.Enqueue(request[0] + " " + path[0]);
        string name = path[1];
        lock (Secrets)
        {
            Secrets.TryGetValue(name, out List<string> values);
            switch (request[0])
            {
                case "GET" when name == "not-to-be-read":
                case "PUT" when name == "not-to-be-written":
                    return Error(403, "ForbiddenByRbac");
                case "PUT":
                    Secrets.GetOrAdd(name, _ => new List<string>()).Add((string)JsonNode.Parse(body)!["value"]);
                    return Write(200, Bundle(name));
                case "GET" when path[0] == "secrets" && values is not null:
                    return Write(200, Bundle(name));
                case "PATCH":
                    return Write(200, Bundle(name));
                default:
                    return Error(404, "SecretNotFound");
            }
        }
    }

    private JsonObject Bundle(string name) => new()
    {
        ["value"] = Secrets[name][^1],
        ["id"] = $"https://my-vault.vault.azure.net/secrets/{name}/{++versions:x32}",
        ["attributes"] = new JsonObject { ["enabled"] = true, ["created"] = 1, ["updated"] = 1 },
    };

    private static string Error(int status, string code, string header = "") =>
        Write(status, new JsonObject { ["error"] = new JsonObject { ["code"] = status == 403 ? "Forbidden" : code, ["message"] = "said the test", ["innererror"] = new JsonObject { ["code"] = code } } }, header);

    private static string Write(int status, JsonObject body, string header = "") =>
        $"HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\n{header}Content-Length: {Encoding.UTF8.GetByteCount(body.ToJsonString())}\r\n\r\n{body.ToJsonString()}";
}
