using KeyRotation.Sandbox.Json;
using KeyRotation.Sandbox.Signing;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Parameters;

/// <summary>AWS Systems Manager, of which Parameter Store is here.</summary>
internal static class ParameterStoreService
{
    public static JsonService Create(RegionalStores<ParameterStore> stores) => new(
        new SigningScope("ssm", SigningRegions.OfPartition), "AmazonSSM",
        [.. new ParameterValues(stores).Operations(), .. new ParameterChanges(stores).Operations(), .. new ParameterTags(stores).Operations()])
    {
        InternalError = "InternalServerError",
        MessageMember = "message",
        SecretMembers = ["Value"],
    };
}
