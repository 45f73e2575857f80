using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Integrations.Http;

namespace KeyRotation.Integrations.GitHub;

/// <summary>The calls to GitHub: secrets and variables of repositories, environments and organizations.</summary>
internal sealed class GitHubStore
{
    private const int PageLength = 100;

    private readonly ServiceClient client;
    private readonly GitHubVisibility visibility;
    private readonly ConcurrentDictionary<string, (string Id, string Key)> publicKeys = new(StringComparer.Ordinal);

    /// <param name="client">The way to GitHub.</param>
    /// <param name="visibility">Which repositories of an organization can use what is created.</param>
    public GitHubStore(ServiceClient client, GitHubVisibility visibility)
    {
        this.client = client;
        this.visibility = visibility;
    }

    /// <summary>Refuses a place that the token cannot write to, as far as GitHub says so.</summary>
    public async Task RequireAccessAsync(GitHubTarget target, CancellationToken cancellationToken)
    {
        if (target.RepositoryPath is string path)
        {
            ServiceAnswer repository = await client.SendAsync(new ServiceRequest(HttpMethod.Get, path, $"Reading the {target.Where}"), cancellationToken).ConfigureAwait(false);
            RequireWritable(target, repository);
            RequireScope(target, repository, ServiceAnswer.TruthOf(repository.Member("private")) == false ? ["repo", "public_repo"] : ["repo"]);
        }

        await PublicKeyAsync(target, isFresh: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What GitHub shows of a secret or a variable; null where it is not there.</summary>
    public async Task<GitHubState?> ReadAsync(GitHubTarget target, string name, bool isSecret, CancellationToken cancellationToken)
    {
        var request = new ServiceRequest(HttpMethod.Get, PathOf(target, name, isSecret), Doing("Reading", target, name, isSecret)) { Expects = refused => refused.Status == 404 };
        ServiceAnswer answer = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 404)
        {
            return null;
        }

        string? kept = target.IsOrganization ? answer.Text("visibility") : null;
        return new GitHubState
        {
            Text = isSecret ? null : answer.Text("value") ?? throw Unreadable(request),
            UpdatedAt = answer.Text("updated_at") ?? throw Unreadable(request),
            Visibility = kept,
            SelectedRepositories = isSecret && kept == "selected" ? await SelectedAsync(target, name, cancellationToken).ConfigureAwait(false) : [],
        };
    }

    /// <summary>Writes a secret or a variable.</summary>
    /// <param name="target">Where.</param>
    /// <param name="value">What.</param>
    /// <param name="former">What is there; null for nothing. An organization's secret keeps the repositories that can use it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task WriteAsync(GitHubTarget target, GitHubValue value, GitHubState? former, CancellationToken cancellationToken) => value.IsSecret
        ? WriteSecretAsync(target, value, former, cancellationToken)
        : WriteVariableAsync(target, value.Name, value.Text, isThere: former is not null, cancellationToken);

    /// <summary>Writes a variable.</summary>
    public async Task WriteVariableAsync(GitHubTarget target, string name, string text, bool isThere, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["name"] = name, ["value"] = text };
        if (target.IsOrganization && !isThere)
        {
            AddVisibility(body, Written(visibility), []);
        }

        await client.SendAsync(
            new ServiceRequest(isThere ? HttpMethod.Patch : HttpMethod.Post, isThere ? PathOf(target, name, isSecret: false) : target.Path + "/variables", Doing("Writing", target, name, isSecret: false)) { Body = body },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a secret or a variable; that it is gone already is no failure.</summary>
    public Task DeleteAsync(GitHubTarget target, string name, bool isSecret, CancellationToken cancellationToken) =>
        client.SendAsync(new ServiceRequest(HttpMethod.Delete, PathOf(target, name, isSecret), Doing("Deleting", target, name, isSecret)) { Expects = refused => refused.Status == 404 }, cancellationToken);

    private async Task WriteSecretAsync(GitHubTarget target, GitHubValue value, GitHubState? former, CancellationToken cancellationToken)
    {
        (string id, string key) = await PublicKeyAsync(target, isFresh: false, cancellationToken).ConfigureAwait(false);
        var body = new JsonObject { ["encrypted_value"] = SealedBox.Seal(value.Text, key), ["key_id"] = id };
        if (target.IsOrganization)
        {
            AddVisibility(body, former?.Visibility ?? Written(visibility), former?.SelectedRepositories ?? []);
        }

        await client.SendAsync(
            new ServiceRequest(HttpMethod.Put, PathOf(target, value.Name, isSecret: true), Doing("Writing", target, value.Name, isSecret: true)) { Body = body, Secrets = [value.Text] },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<(string Id, string Key)> PublicKeyAsync(GitHubTarget target, bool isFresh, CancellationToken cancellationToken)
    {
        if (!isFresh && publicKeys.TryGetValue(target.Path, out (string Id, string Key) known))
        {
            return known;
        }

        var request = new ServiceRequest(HttpMethod.Get, target.Path + "/secrets/public-key", $"Reading the public key of the {target.Where}");
        ServiceAnswer answer = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (target.IsOrganization)
        {
            RequireScope(target, answer, ["admin:org"]);
        }

        return publicKeys[target.Path] = (answer.Text("key_id") ?? throw Unreadable(request), answer.Text("key") ?? throw Unreadable(request));
    }

    private async Task<IReadOnlyList<long>> SelectedAsync(GitHubTarget target, string name, CancellationToken cancellationToken)
    {
        var ids = new List<long>();
        for (int page = 1; ; page++)
        {
            var request = new ServiceRequest(
                HttpMethod.Get,
                FormattableString.Invariant($"{PathOf(target, name, isSecret: true)}/repositories?per_page={PageLength}&page={page}"),
                $"Reading which repositories can use the secret {name} of the {target.Where}");
            ServiceAnswer answer = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            List<long> found = [.. (answer.Member("repositories") as JsonArray ?? throw Unreadable(request)).Select(repository => IdOf(repository) ?? throw Unreadable(request))];
            ids.AddRange(found);
            if (found.Count < PageLength)
            {
                return ids;
            }
        }
    }

    private static long? IdOf(JsonNode? repository) => repository is JsonObject members && members["id"] is JsonValue value && value.TryGetValue(out long id) ? id : null;

    private static void RequireWritable(GitHubTarget target, ServiceAnswer repository)
    {
        if (repository.Truth("archived") == true)
        {
            throw new DestinationException(FailureCategory.InvalidOperation, $"The {target.Where} is archived, and nothing can be written there. Bring it back from the archive, or choose another one.");
        }

        // Of a person, and not of an app: for the token of an app, all of them may be false.
        if (repository.Member("permissions") is JsonObject permissions && ServiceAnswer.TruthOf(permissions["push"]) == false && ServiceAnswer.TruthOf(permissions["pull"]) == true)
        {
            throw new DestinationException(FailureCategory.PermissionDenied, $"The owner of the token may read the {target.Where}, and may not write there. It needs the role write or a higher one.");
        }
    }

    /// <summary>Only classic tokens have scopes, and GitHub says which. Without any, it says nothing of what the token may do.</summary>
    private static void RequireScope(GitHubTarget target, ServiceAnswer answer, string[] needed)
    {
        if (answer.Header("x-oauth-scopes") is string scopes && scopes.Length > 0 && !scopes.Split(',', StringSplitOptions.TrimEntries).Intersect(needed, StringComparer.Ordinal).Any())
        {
            throw new DestinationException(
                FailureCategory.PermissionDenied,
                $"The token has the scopes '{ForeignText.Clean(scopes)}' and lacks {needed[0]}, which writing secrets of the {target.Where} needs. Add the scope, or give another token.");
        }
    }

    private static void AddVisibility(JsonObject body, string visibility, IEnumerable<long> repositories)
    {
        body["visibility"] = visibility;
        if (visibility == "selected")
        {
            body["selected_repository_ids"] = new JsonArray([.. repositories.Select(id => JsonValue.Create(id))]);
        }
    }

    private static string Written(GitHubVisibility visibility) => visibility switch
    {
        GitHubVisibility.All => "all",
        GitHubVisibility.Selected => "selected",
        _ => "private",
    };

    private static string PathOf(GitHubTarget target, string name, bool isSecret) => $"{target.Path}/{(isSecret ? "secrets" : "variables")}/{ServiceAddress.Part(name)}";

    private static string Doing(string verb, GitHubTarget target, string name, bool isSecret) => $"{verb} the {(isSecret ? "secret" : "variable")} {name} of the {target.Where}";

    private static DestinationException Unreadable(ServiceRequest request) =>
        new(FailureCategory.InvalidData, $"{request.Doing}: the answer is not that of GitHub's API. See whether the address is right.");
}
