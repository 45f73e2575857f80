using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Integrations.Http;

namespace KeyRotation.Integrations.AzureDevOps;

/// <summary>The calls to Azure DevOps: a variable group, by its number or its name.</summary>
internal sealed class VariableGroups
{
    private const string Path = "_apis/distributedtask/variablegroups";
    private const string Version = "api-version=7.1";

    private readonly ServiceClient client;

    /// <param name="client">The way to the organization or collection.</param>
    public VariableGroups(ServiceClient client) => this.client = client;

    /// <summary>Reads a group.</summary>
    /// <param name="target">Which.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DestinationException">There is no such group, or its variables are those of a key vault.</exception>
    public async Task<VariableGroup> ReadAsync(GroupTarget target, CancellationToken cancellationToken)
    {
        string project = ServiceAddress.Part(target.Project);
        bool isNumber = target.Group.All(char.IsAsciiDigit);
        string path = isNumber ? $"{project}/{Path}/{target.Group}?{Version}" : $"{project}/{Path}?groupName={Uri.EscapeDataString(target.Group)}&{Version}";
        ServiceAnswer answer = await client.SendAsync(new ServiceRequest(HttpMethod.Get, path, $"Reading the {target.Where}"), cancellationToken).ConfigureAwait(false);
        JsonNode? found = isNumber ? answer.Body : Named(answer, target);
        if (found is null)
        {
            throw new DestinationException(FailureCategory.ObjectNotFound, $"There is no {target.Where}, or the token has no access to it. Create the group, or see whether the names are right.");
        }

        VariableGroup group = VariableGroup.Of(found) ?? throw Unreadable(target);
        return group.Type is "Vsts" or ""
            ? group
            : throw new DestinationException(FailureCategory.InvalidOperation, $"The variables of the {target.Where} come from a key vault ({group.Type}), and cannot be written there. Deliver to the key vault, or choose another group.");
    }

    /// <summary>Writes a whole group.</summary>
    /// <param name="target">Which.</param>
    /// <param name="id">Its number.</param>
    /// <param name="body">The group.</param>
    /// <param name="secrets">What no message may repeat.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task WriteAsync(GroupTarget target, long id, JsonObject body, IReadOnlyList<string> secrets, CancellationToken cancellationToken) =>
        client.SendAsync(new ServiceRequest(HttpMethod.Put, FormattableString.Invariant($"{Path}/{id}?{Version}"), $"Writing the {target.Where}") { Body = body, Secrets = secrets }, cancellationToken);

    private static JsonNode? Named(ServiceAnswer answer, GroupTarget target) => (answer.Member("value") as JsonArray ?? throw Unreadable(target))
        .FirstOrDefault(group => group is JsonObject members && string.Equals(ServiceAnswer.TextOf(members["name"]), target.Group, StringComparison.OrdinalIgnoreCase));

    private static DestinationException Unreadable(GroupTarget target) =>
        new(FailureCategory.InvalidData, $"Reading the {target.Where}: the answer is not that of version 7.1 of the API of Azure DevOps. See whether the address is right.");
}

/// <summary>Which variable group, for one key.</summary>
/// <param name="Project">The project.</param>
/// <param name="Group">The group: its number or its name.</param>
internal sealed record GroupTarget(string Project, string Group)
{
    /// <summary>The group in words.</summary>
    public string Where => $"variable group {Group} of the project {Project}";
}
