using System;
using System.Linq;
using System.Text.Json;
using KeyRotation.Sandbox.Http;

namespace KeyRotation.Sandbox.Control;

/// <summary>
/// The sandbox's own controls, for who is not in its process: JSON under /_sandbox/, unsigned. Nothing here tells a secret, and nothing here is
/// in the call log.
/// </summary>
internal sealed class ControlEndpoint
{
    private const string Root = "/_sandbox/";

    private readonly IControlledAccount account;
    private readonly SandboxClock clock;
    private readonly CallLog calls;
    private readonly FaultPlan faults;

    public ControlEndpoint(IControlledAccount account, SandboxClock clock, CallLog calls, FaultPlan faults)
    {
        this.account = account;
        this.clock = clock;
        this.calls = calls;
        this.faults = faults;
    }

    public static bool IsFor(HttpRequest request) => request.Path.StartsWith(Root, StringComparison.Ordinal);

    public HttpResponse Answer(HttpRequest request)
    {
        try
        {
            return Route(request) is { } body ? Json(200, body) : Json(404, new { error = "There is no " + request.Method + " " + request.Path + "." });
        }
        catch (Exception error) when (error is JsonException or ArgumentException or OverflowException)
        {
            return Json(400, new { error = error.Message });
        }
        catch (AwsErrorException error)
        {
            return Json(error.HttpStatus, new { error = error.Message });
        }
    }

    private object? Route(HttpRequest request) => (request.Method, request.Path[Root.Length..]) switch
    {
        ("GET", "clock") => Time(),
        ("POST", "clock") => Advance(Read<ClockRequest>(request)),
        ("GET", "faults") => Faults(),
        ("POST", "faults") => Order(Read<FaultRequest>(request)),
        ("DELETE", "faults") => ClearFaults(),
        ("GET", "calls") => new { calls = calls.Snapshot() },
        ("DELETE", "calls") => ClearCalls(),
        ("POST", "use") => Use(Read<UseRequest>(request)),
        ("POST", "findings") => AddFinding(Read<FindingRequest>(request)),
        ("POST", "policies") => AttachPolicy(Read<PolicyRequest>(request)),
        ("GET", "state") => account.Describe(),
        _ => null,
    };

    private object Time() => new { utcNow = clock.UtcNow };

    private object Advance(ClockRequest request)
    {
        clock.Advance(request.By);
        return Time();
    }

    private object Faults() => new { faults = faults.Snapshot().Select(FaultRequest.From) };

    private object Order(FaultRequest request)
    {
        faults.Order(request.ToFault());
        return Faults();
    }

    private object ClearFaults()
    {
        faults.Clear();
        return Faults();
    }

    private object ClearCalls()
    {
        calls.Clear();
        return new { calls = Array.Empty<Call>() };
    }

    private object AddFinding(FindingRequest request) =>
        new { findingId = account.AddFinding(request.AccessKeyId, request.Type, request.Severity, request.Region) };

    private object AttachPolicy(PolicyRequest request)
    {
        account.AttachPolicy(request.UserName, request.PolicyName);
        return new { request.UserName, request.PolicyName };
    }

    private object Use(UseRequest request) =>
        new { lastUsed = account.RecordUse(request.AccessKeyId, request.Service, request.Region, request.At) };

    private static T Read<T>(HttpRequest request) =>
        JsonSerializer.Deserialize<T>(request.Body, ControlJson.Options) ?? throw new JsonException("The body is not a JSON object.");

    private static HttpResponse Json(int status, object body) =>
        new(status, "application/json", JsonSerializer.SerializeToUtf8Bytes(body, ControlJson.Options));
}
