namespace KeyRotation.Sandbox;

/// <summary>An access key to sign with. Its text form leaves the secret out.</summary>
/// <param name="AccessKeyId">The id of the key.</param>
/// <param name="SecretAccessKey">The secret of the key.</param>
public sealed record SandboxCredentials(string AccessKeyId, string SecretAccessKey)
{
    /// <summary>The id of the key; never the secret.</summary>
    public override string ToString() => AccessKeyId;
}
