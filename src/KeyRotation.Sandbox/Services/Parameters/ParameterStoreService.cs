using KeyRotation.Sandbox.Services.Json;

namespace KeyRotation.Sandbox.Services.Parameters;

/// <summary>AWS Systems Manager, of which Parameter Store is here.</summary>
internal static class ParameterStoreService
{
    public static JsonService Create(SandboxAccount account) => new(
        "ssm", "AmazonSSM",
        [.. new ParameterValues(account).Operations(), .. new ParameterChanges(account).Operations(), .. new ParameterTags(account).Operations()])
    {
        InternalError = "InternalServerError",
        MessageMember = "message",
        SecretMembers = ["Value"],
    };
}
