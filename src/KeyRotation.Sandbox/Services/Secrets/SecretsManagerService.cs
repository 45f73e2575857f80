using KeyRotation.Sandbox.Services.Json;

namespace KeyRotation.Sandbox.Services.Secrets;

/// <summary>AWS Secrets Manager.</summary>
internal static class SecretsManagerService
{
    public static JsonService Create(SandboxAccount account) =>
        new("secretsmanager", "secretsmanager", [.. new SecretLives(account).Operations(), .. new SecretValues(account).Operations()])
        {
            InternalError = "InternalServiceError",
            MessageMember = "Message",
            SecretMembers = ["SecretString", "SecretBinary", "RotationToken"],
        };

    /// <summary>The secret as the caller named it, as AWS writes it in a refusal.</summary>
    public static string Resource(JsonContext context) => context.Members.SecretId();
}
