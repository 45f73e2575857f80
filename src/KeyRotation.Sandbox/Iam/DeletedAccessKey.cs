using System;

namespace KeyRotation.Sandbox;

/// <summary>What is remembered of a deleted key, so that a test can ask whether an active one was ever deleted.</summary>
/// <param name="AccessKeyId">The id of the key.</param>
/// <param name="UserName">The user that owned it.</param>
/// <param name="StatusAtDeletion">The status it had when it was deleted.</param>
/// <param name="CreateDate">When it was created, UTC.</param>
/// <param name="DeletedAt">When it was deleted, UTC.</param>
public sealed record DeletedAccessKey(
    string AccessKeyId, string UserName, SandboxKeyStatus StatusAtDeletion, DateTimeOffset CreateDate, DateTimeOffset DeletedAt);
