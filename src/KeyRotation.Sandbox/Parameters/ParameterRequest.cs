using KeyRotation.Sandbox.Json;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Parameters;

/// <summary>The members that several operations on parameters take, and how these are called in refusals.</summary>
internal static class ParameterRequest
{
    public static string Name(this JsonMembers members) => members.Text("Name", 1, 2048) ?? members.RequiredText("Name");

    /// <summary>The ARN of a parameter, whether or not it is there.</summary>
    public static string ArnOf(this RegionalStores<ParameterStore> stores, JsonContext context, string name) => stores.In(
        context.Region, store => name.StartsWith("arn:", System.StringComparison.Ordinal) ? name : store.ArnOf(name.Split(':')[0]));
}
