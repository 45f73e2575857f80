using KeyRotation.Sandbox.Json;
using KeyRotation.Sandbox.Signing;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Secrets;

/// <summary>AWS Secrets Manager.</summary>
internal static class SecretsManagerService
{
    public static JsonService Create(RegionalStores<SecretStore> stores) => new(
        new SigningScope("secretsmanager", SigningRegions.OfPartition), "secretsmanager",
        [.. new SecretLives(stores).Operations(), .. new SecretValues(stores).Operations()])
    {
        InternalError = "InternalServiceError",
        MessageMember = "Message",
        SecretMembers = ["SecretString", "SecretBinary", "RotationToken"],
    };

    /// <summary>The secret as the caller named it, as AWS writes it in a refusal.</summary>
    public static string Resource(JsonContext context) => context.Members.SecretId();
}
