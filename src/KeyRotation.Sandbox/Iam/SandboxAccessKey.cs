using System;

namespace KeyRotation.Sandbox;

/// <summary>An access key as it was at the moment of asking. Its text form leaves the secret out.</summary>
/// <param name="AccessKeyId">The id of the key.</param>
/// <param name="SecretAccessKey">The secret of the key.</param>
/// <param name="UserName">The user that owns it.</param>
/// <param name="Status">Active or not.</param>
/// <param name="CreateDate">When it was created, in whole seconds, UTC.</param>
/// <param name="LastUsed">Its last recorded use; null: never used.</param>
public sealed record SandboxAccessKey(
    string AccessKeyId, string SecretAccessKey, string UserName, SandboxKeyStatus Status, DateTimeOffset CreateDate, SandboxKeyUse? LastUsed)
{
    /// <summary>Key, user and status; never the secret.</summary>
    public override string ToString() => AccessKeyId + " of " + UserName + " (" + Status + ")";
}
