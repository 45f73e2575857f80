using System;
using System.Collections.Generic;
using System.Text;

namespace KeyRotation.Sandbox.Http;

/// <summary>An answer, and how much of it is to arrive.</summary>
internal sealed record HttpResponse(int Status, string ContentType, byte[] Body)
{
    public HttpResponse(int status, string contentType, string body)
        : this(status, contentType, Encoding.UTF8.GetBytes(body))
    {
    }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public Arrival Arrival { get; init; }

    /// <summary>How far the header Date is off; null: there is none.</summary>
    public TimeSpan? DateShift { get; init; } = TimeSpan.Zero;

    /// <summary>No byte of an answer; the connection is reset.</summary>
    public static HttpResponse None { get; } = new(0, string.Empty, string.Empty) { Arrival = Arrival.Reset };
}

/// <summary>How much of an answer reaches the client.</summary>
internal enum Arrival
{
    /// <summary>All of it; the connection stays open if the client likes.</summary>
    Whole,

    /// <summary>All of it; then the connection is closed.</summary>
    WholeThenClosed,

    /// <summary>The head, which promises the whole body, and half of the body; then the connection is closed.</summary>
    Half,

    /// <summary>Nothing; the connection is reset.</summary>
    Reset,
}
