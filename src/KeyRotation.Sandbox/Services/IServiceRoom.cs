using System.Collections.Generic;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Services;

/// <summary>An account as the calls to it see it.</summary>
internal interface IServiceRoom
{
    /// <summary>The forms that calls come in. The last of them reads every request.</summary>
    IReadOnlyList<IProtocol> Protocols { get; }

    /// <summary>Finds out who signs.</summary>
    SignatureCheck Signatures { get; }
}
