using System;
using System.Collections.Generic;
using System.Xml.Linq;

namespace KeyRotation.Sandbox.Query;

/// <summary>One operation of a service in the query protocol.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Handle">Does the work; gives the members of the result, or null for an operation that has none.</param>
internal sealed record QueryOperation(string Name, Func<QueryContext, IEnumerable<XElement>?> Handle)
{
    /// <summary>Whether it changes the account.</summary>
    public bool Changes { get; init; }

    /// <summary>Whether a request without a signature is answered.</summary>
    public bool IsUnsigned { get; init; }

    /// <summary>What the signer needs permission for, in the words of AccessDenied; null: it needs none.</summary>
    public required Func<QueryContext, string>? Resource { get; init; }
}
