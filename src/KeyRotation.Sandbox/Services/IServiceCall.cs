using System;
using System.Collections.Generic;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Services;

/// <summary>One call, read in the protocol of its service.</summary>
internal interface IServiceCall
{
    /// <summary>The service, and the regions that it is signed for.</summary>
    SigningScope Scope { get; }

    /// <summary>The operation that is asked for, whether or not it exists.</summary>
    string Operation { get; }

    /// <summary>The user that the call names; null: none.</summary>
    string? UserName { get; }

    /// <summary>Whether the operation is one that changes the account.</summary>
    bool Changes { get; }

    /// <summary>Whether it is answered at a path. Most services have no other than the root.</summary>
    bool IsAt(string path) => path == "/";

    /// <summary>The parameters as the call log shows them: secrets are hidden.</summary>
    IReadOnlyDictionary<string, string> ForLog();

    /// <summary>Does the work.</summary>
    /// <param name="authenticate">Gives the signer; called when the operation is known and wants one.</param>
    /// <exception cref="AwsErrorException">AWS would refuse the call.</exception>
    ServiceAnswer Answer(Func<Signer> authenticate);

    /// <summary>The answer to a call that is refused.</summary>
    ServiceAnswer Refuse(AwsErrorException error);
}
