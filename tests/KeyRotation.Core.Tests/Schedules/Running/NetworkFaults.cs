using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Plans;

namespace KeyRotation.Tests.Schedules.Running;

/// <summary>Orders the network's faults from the sandbox, and says whose calls they hit.</summary>
internal static class NetworkFaults
{
    /// <summary>What is refused in the ordinary course: a new key that is not known yet, a report that is not there yet.</summary>
    private static readonly string[] Ordinary = ["200", "InvalidClientTokenId", "ReportInProgress", "ReportNotPresent", "ReportExpired", "NoSuchEntity"];

    public static void Order(SandboxServer server, NetworkFault fault, string? userName) => server.Faults.Order(new Fault
    {
        Operation = fault.Operation,
        Kind = fault.Kind,
        After = fault.After,
        Times = fault.Times,
        UserName = fault.Operation is "GetAccessKeyLastUsed" or "GetCallerIdentity" ? null : userName,
        ErrorCode = fault.Kind == FaultKind.Error ? "AccessDenied" : null,
        HttpStatus = fault.Kind == FaultKind.Error ? 403 : 0,
    });

    /// <summary>The users of the calls that did not end as usual; null among them: a call for the whole account.</summary>
    public static IEnumerable<string?> Hit(IEnumerable<Call> calls, History history) =>
        calls.Where(call => !Ordinary.Contains(call.Outcome, StringComparer.Ordinal)).Select(call => UserOf(call, history));

    private static string? UserOf(Call call, History history) => call.Operation switch
    {
        "GetAccessKeyLastUsed" => history.Find(call.Parameters["AccessKeyId"])?.UserName,
        "GetCallerIdentity" => call.AccessKeyId is null ? null : history.Find(call.AccessKeyId)?.UserName,
        _ => call.Parameters.GetValueOrDefault("UserName"),
    };
}
