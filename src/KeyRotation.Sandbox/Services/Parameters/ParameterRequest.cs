using KeyRotation.Sandbox.Services.Json;

namespace KeyRotation.Sandbox.Services.Parameters;

/// <summary>The members that several operations on parameters take, and how these are called in refusals.</summary>
internal static class ParameterRequest
{
    public static string Name(this JsonMembers members) => members.Text("Name", 1, 2048) ?? members.RequiredText("Name");

    /// <summary>The ARN of a parameter, whether or not it is there.</summary>
    public static string ArnOf(this SandboxAccount account, JsonContext context, string name) => account.InParameters(
        context.Region, store => name.StartsWith("arn:", System.StringComparison.Ordinal) ? name : store.ArnOf(name.Split(':')[0]));
}
