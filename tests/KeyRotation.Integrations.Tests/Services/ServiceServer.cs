using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;

namespace KeyRotation.Integrations.Tests.Services;

/// <summary>
/// A service on loopback that keeps to the published description of its API: what is sent against it is a problem, which a test looks at.
/// Public, so that the tests in the engine can start it; it knows nothing of the module.
/// </summary>
public abstract class ServiceServer : IAsyncDisposable, IDisposable
{
    private readonly StubServer server;
    private readonly ConcurrentQueue<string> problems = new();
    private readonly Lock turn = new();
    private int writes;
    private int calls;

    protected ServiceServer() => server = new StubServer(Answer);

    public Uri Endpoint => server.Endpoint;

    /// <summary>What was sent against the description.</summary>
    public IReadOnlyList<string> Problems => [.. problems];

    /// <summary>Method and path of what was asked, in order.</summary>
    public IReadOnlyList<string> Calls => [.. server.Requests.Select(request => $"{request.Method} {request.Path}")];

    /// <summary>The bodies that were sent, in order.</summary>
    public IReadOnlyList<string> Bodies => [.. server.Requests.Select(request => request.Body)];

    /// <summary>What happens to a call, by its number from 0 on; null for the usual.</summary>
    internal Func<int, StubRequest, Fault?> Faults { get; set; } = (_, _) => null;

    /// <summary>Answers every call with this status and body.</summary>
    public void Refuse(int status, string body) => Faults = (_, _) => Fault.With(status, body);

    /// <summary>Answers every call that would change something with this status and body.</summary>
    public void RefuseWrites(int status, string body) => Faults = (_, request) => request.Method == "GET" ? null : Fault.With(status, body);

    /// <summary>Counts calls from 0 again.</summary>
    internal void Restart()
    {
        lock (turn)
        {
            calls = 0;
        }
    }

    /// <summary>How many calls there were since the count began.</summary>
    internal int Count => calls;

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return server.DisposeAsync();
    }

    /// <summary>For the engine, which has no await.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        server.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Carries a request out.</summary>
    internal abstract StubAnswer Act(StubRequest request);

    /// <summary>The time of the next write: a second after the one before.</summary>
    protected string NextTime() => new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(++writes).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static StubAnswer Json(int status, string body) => new(status, body) { ContentType = "application/json; charset=utf-8" };

    internal static StubAnswer Json(int status, JsonNode body) => Json(status, body.ToJsonString());

    internal StubAnswer Problem(StubRequest request, string what)
    {
        problems.Enqueue($"{request.Method} {request.Path}: {what}");
        return Json(400, """{"message":"against the description"}""");
    }

    /// <summary>The body, whose members must be these; null, and a problem, where they are not.</summary>
    internal JsonObject? Body(StubRequest request, string[] required, params string[] optional)
    {
        if (!request.Headers.TryGetValue("Content-Type", out string? type) || !type.StartsWith("application/json", StringComparison.Ordinal))
        {
            Problem(request, $"the body is said to be {type}");
            return null;
        }

        if (Parse(request.Body) is not JsonObject body)
        {
            Problem(request, "the body is not a JSON object");
            return null;
        }

        string[] names = [.. body.Select(member => member.Key)];
        string[] wrong = [.. required.Except(names).Select(name => "lacks " + name), .. names.Except(required).Except(optional).Select(name => "has the unknown " + name)];
        if (wrong.Length > 0)
        {
            Problem(request, "the body " + string.Join(", ", wrong));
            return null;
        }

        return body;
    }

    internal static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private StubAnswer Answer(StubRequest request)
    {
        lock (turn)
        {
            Fault? fault = Faults(calls++, request);
            if (fault?.Answer is StubAnswer refusal)
            {
                return refusal;
            }

            if (fault is { IsCut: true, Acts: false })
            {
                throw new IOException("cut before");
            }

            StubAnswer answer = Act(request);
            return fault is null ? answer : fault.IsCut ? throw new IOException("cut after") : answer with { Missing = 10 };
        }
    }
}

/// <summary>What goes wrong with a call.</summary>
internal sealed class Fault
{
    /// <summary>The connection breaks before the server acts.</summary>
    public static readonly Fault Before = new() { IsCut = true };

    /// <summary>The connection breaks when the server has acted.</summary>
    public static readonly Fault After = new() { IsCut = true, Acts = true };

    /// <summary>The answer ends in its middle.</summary>
    public static readonly Fault Half = new() { Acts = true };

    public bool IsCut { get; private init; }

    public bool Acts { get; private init; }

    public StubAnswer? Answer { get; private init; }

    /// <summary>The server does not act, and answers this.</summary>
    public static Fault With(int status, string body, params (string Name, string Value)[] headers) => new()
    {
        Answer = ServiceServer.Json(status, body) with { Headers = [.. headers.Select(header => new KeyValuePair<string, string>(header.Name, header.Value))] },
    };
}
