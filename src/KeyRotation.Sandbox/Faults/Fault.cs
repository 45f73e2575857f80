using System;

namespace KeyRotation.Sandbox;

/// <summary>An order for something to go wrong.</summary>
public sealed record Fault
{
    /// <summary>The operation to hit, e.g. CreateAccessKey; * (the default) for any.</summary>
    public string Operation { get; init; } = "*";

    /// <summary>What goes wrong.</summary>
    public FaultKind Kind { get; init; }

    /// <summary>How many calls are hit. 1 by default.</summary>
    public int Times { get; init; } = 1;

    /// <summary>How many matching calls pass first. 0 by default.</summary>
    public int After { get; init; }

    /// <summary>Only calls whose UserName parameter is this, without regard to case; null (the default): any.</summary>
    public string? UserName { get; init; }

    /// <summary>For <see cref="FaultKind.Error"/>: the error code.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>For <see cref="FaultKind.Error"/>: the HTTP status, 400 to 599; 0 (the default) for 400.</summary>
    public int HttpStatus { get; init; }

    /// <summary>Real time to wait before anything else happens; goes with any kind. None by default.</summary>
    public TimeSpan Delay { get; init; }

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrEmpty(Operation);
        ArgumentOutOfRangeException.ThrowIfLessThan(Times, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(After);
        ArgumentOutOfRangeException.ThrowIfLessThan(Delay, TimeSpan.Zero);
        if (!Enum.IsDefined(Kind))
        {
            throw new ArgumentException("There is no such kind of fault.", nameof(Kind));
        }

        if (Kind == FaultKind.Error && string.IsNullOrEmpty(ErrorCode))
        {
            throw new ArgumentException("A fault of kind Error needs an ErrorCode.", nameof(ErrorCode));
        }

        if (HttpStatus != 0 && HttpStatus is < 400 or > 599)
        {
            throw new ArgumentOutOfRangeException(nameof(HttpStatus), HttpStatus, "An error has a status from 400 to 599.");
        }
    }
}
