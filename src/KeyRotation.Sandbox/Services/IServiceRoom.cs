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

    /// <summary>Notes a call whose signer is known, as the event history of the account shows it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="signer">Who signed it.</param>
    /// <param name="answer">What was answered, whether or not it arrives.</param>
    void Note(Call call, Signer signer, ServiceAnswer answer);
}
