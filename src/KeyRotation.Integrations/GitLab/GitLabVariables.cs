using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery.Values;
using KeyRotation.Integrations.Http;

namespace KeyRotation.Integrations.GitLab;

/// <summary>CI/CD variables of a project or a group. One that is there keeps its attributes: only its value is written.</summary>
internal sealed class GitLabVariables : ValuePlace
{
    /// <summary>What stands between the path and the scope of environments in a name; neither can hold it.</summary>
    private const string ScopeMark = " environment ";

    private readonly ServiceClient client;
    private readonly bool isGroup;
    private readonly bool isProtected;

    /// <param name="client">The way to GitLab.</param>
    /// <param name="isGroup">Whether the variables are those of a group.</param>
    /// <param name="isProtected">Whether variables that are created are for protected branches and tags alone.</param>
    public GitLabVariables(ServiceClient client, bool isGroup, bool isProtected)
    {
        this.client = client;
        this.isGroup = isGroup;
        this.isProtected = isProtected;
    }

    public override string Kind => "GitLab";

    /// <summary>Path and scope as one name.</summary>
    /// <param name="path">The path of the project or group.</param>
    /// <param name="scope">The scope of environments; * for all.</param>
    public static string NameOf(string path, string scope) => scope == "*" ? path : path + ScopeMark + scope;

    public override string Where(string name) => $"The {(isGroup ? "group" : "project")} '{PathOf(name)}'" + (ScopeOf(name) is "*" ? string.Empty : $" for the environments '{ScopeOf(name)}'");

    public override void RequireName(string name, IReadOnlyList<string> values) => ServiceAddress.Part(PathOf(name));

    public override async Task<HeldValues?> ReadAsync(string name, IReadOnlyList<string> values, CancellationToken cancellationToken)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string value in values)
        {
            if (await ReadAsync(name, value, cancellationToken).ConfigureAwait(false) is string text)
            {
                texts[value] = text;
            }
        }

        return texts.Count == 0 ? null : new HeldValues(texts);
    }

    public override async Task<bool> TryWriteAsync(string name, HeldValues? former, IReadOnlyList<ValueChange> changes, CancellationToken cancellationToken)
    {
        bool isWritten = false;
        foreach (ValueChange change in changes)
        {
            if (change.Text is null)
            {
                await DeleteAsync(name, change.Name, cancellationToken).ConfigureAwait(false);
            }
            else if (former?.TextOf(change.Name) is not null)
            {
                var body = new JsonObject { ["value"] = change.Text };
                await client.SendAsync(new ServiceRequest(HttpMethod.Put, One(name, change.Name), Doing("Writing", name, change.Name)) { Body = body, Secrets = [change.Text] }, cancellationToken).ConfigureAwait(false);
            }
            else if (!await TryCreateAsync(name, change, cancellationToken).ConfigureAwait(false))
            {
                // What was written before this one must be taken back, and not be taken for what was there.
                return isWritten
                    ? throw new DestinationException(FailureCategory.ResourceBusy, $"{Where(name)} got a variable {change.Name} from another program while the key was written. Look at it, and run again.")
                    : false;
            }

            isWritten = true;
        }

        return true;
    }

    public override async Task<bool> TryDeleteAsync(string name, HeldValues held, CancellationToken cancellationToken)
    {
        // In the order of an undo: where the id still is, the secret is too.
        foreach (string value in held.Names.Reverse())
        {
            await DeleteAsync(name, value, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private async Task<string?> ReadAsync(string name, string value, CancellationToken cancellationToken)
    {
        ServiceAnswer answer = await client.SendAsync(new ServiceRequest(HttpMethod.Get, One(name, value), Doing("Reading", name, value)) { Expects = IsMissing }, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 404)
        {
            return null;
        }

        return answer.Truth("hidden") == true
            ? throw new DestinationException(
                FailureCategory.InvalidOperation,
                $"{Where(name)} has a variable {value} that is hidden: GitLab never shows its value, so that it could not be read back or put back. Delete it and run again, which creates it masked and not hidden, or choose other names.")
            : answer.Text("value") ?? throw new DestinationException(FailureCategory.InvalidData, $"{Doing("Reading", name, value)}: the answer is not that of GitLab's API. See whether the address is right.");
    }

    /// <returns>False when another program has created it meanwhile.</returns>
    private async Task<bool> TryCreateAsync(string name, ValueChange change, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["key"] = change.Name,
            ["value"] = change.Text,
            ["environment_scope"] = ScopeOf(name),
            ["masked"] = change.IsSecret,
            ["protected"] = isProtected,
            ["raw"] = true,
        };
        ServiceAnswer answer = await client.SendAsync(
            new ServiceRequest(HttpMethod.Post, All(name), Doing("Creating", name, change.Name)) { Body = body, Secrets = [change.Text!], Expects = IsTaken }, cancellationToken).ConfigureAwait(false);
        return answer.Status != 400;
    }

    private Task DeleteAsync(string name, string value, CancellationToken cancellationToken) =>
        client.SendAsync(new ServiceRequest(HttpMethod.Delete, One(name, value), Doing("Deleting", name, value)) { Expects = IsMissing }, cancellationToken);

    /// <summary>The variable is missing; what it is asked of is there and can be seen.</summary>
    private static bool IsMissing(ServiceAnswer answer) => answer.Status == 404 && answer.Words().Contains("Variable", StringComparison.Ordinal);

    private static bool IsTaken(ServiceAnswer answer) => answer.Status == 400 && answer.Words().Contains("already been taken", StringComparison.Ordinal);

    private string All(string name) => $"{(isGroup ? "groups" : "projects")}/{ServiceAddress.Part(PathOf(name))}/variables";

    private string One(string name, string value) => $"{All(name)}/{ServiceAddress.Part(value)}?{Filter(name)}";

    private static string Filter(string name) => "filter%5Benvironment_scope%5D=" + Uri.EscapeDataString(ScopeOf(name));

    private static string PathOf(string name) => name.Split(ScopeMark)[0];

    private static string ScopeOf(string name) => name.Split(ScopeMark, 2) is [_, string scope] ? scope : "*";

    private string Doing(string verb, string name, string value) => $"{verb} the variable {value} of the {(isGroup ? "group" : "project")} {name}";
}
