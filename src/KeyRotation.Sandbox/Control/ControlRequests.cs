using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KeyRotation.Sandbox.Control;

/// <summary>How far to move the clock; the members add up.</summary>
internal sealed record ClockRequest
{
    public double Days { get; init; }

    public double Hours { get; init; }

    public double Minutes { get; init; }

    public double Seconds { get; init; }

    public TimeSpan By => TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes) + TimeSpan.FromSeconds(Seconds);
}

/// <summary>A <see cref="Fault"/> in JSON: kinds by name, the delay in seconds.</summary>
internal sealed record FaultRequest
{
    public string Operation { get; init; } = "*";

    [JsonRequired]
    public FaultKind Kind { get; init; }

    public int Times { get; init; } = 1;

    public int After { get; init; }

    public string? UserName { get; init; }

    public string? ErrorCode { get; init; }

    public int HttpStatus { get; init; }

    public double DelaySeconds { get; init; }

    public static FaultRequest From(Fault fault) => new()
    {
        Operation = fault.Operation,
        Kind = fault.Kind,
        Times = fault.Times,
        After = fault.After,
        UserName = fault.UserName,
        ErrorCode = fault.ErrorCode,
        HttpStatus = fault.HttpStatus,
        DelaySeconds = fault.Delay.TotalSeconds,
    };

    public Fault ToFault() => new()
    {
        Operation = Operation,
        Kind = Kind,
        Times = Times,
        After = After,
        UserName = UserName,
        ErrorCode = ErrorCode,
        HttpStatus = HttpStatus,
        Delay = TimeSpan.FromSeconds(DelaySeconds),
    };
}

/// <summary>A use of a key to record.</summary>
internal sealed record UseRequest
{
    [JsonRequired]
    public string AccessKeyId { get; init; } = string.Empty;

    public string Service { get; init; } = "s3";

    /// <summary>Null: the one that IAM is signed for in the account's partition.</summary>
    public string? Region { get; init; }

    public DateTimeOffset? At { get; init; }
}

/// <summary>A finding of GuardDuty to make.</summary>
internal sealed record FindingRequest
{
    [JsonRequired]
    public string AccessKeyId { get; init; } = string.Empty;

    public string Type { get; init; } = "UnauthorizedAccess:IAMUser/MaliciousIPCaller";

    public double Severity { get; init; } = 5;

    /// <summary>Null: the one that IAM is signed for in the account's partition.</summary>
    public string? Region { get; init; }
}

/// <summary>A policy of AWS to attach to a user.</summary>
internal sealed record PolicyRequest
{
    [JsonRequired]
    public string UserName { get; init; } = string.Empty;

    public string PolicyName { get; init; } = "AWSCompromisedKeyQuarantineV2";
}

/// <summary>How the control endpoint reads and writes JSON: camel case, names for enumerations, unknown members refused.</summary>
internal static class ControlJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        WriteIndented = true,
    };
}
