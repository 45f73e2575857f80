using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Forms;

namespace KeyRotation.Integrations.GitHub;

/// <summary>Secrets of GitHub Actions. What is in a secret cannot be read, so that what was there cannot be put back.</summary>
internal sealed class GitHubPlace : ExternalPlace
{
    private readonly GitHubScope scope;
    private readonly GitHubStore store;
    private readonly bool idAsVariable;
    private readonly PlaceOwners owners = new();
    private readonly TimeProvider time;

    /// <param name="scope">Whose secrets.</param>
    /// <param name="store">The calls to GitHub.</param>
    /// <param name="idAsVariable">Whether everything but the secret is a variable, which can be read.</param>
    /// <param name="time">Measures waits.</param>
    public GitHubPlace(GitHubScope scope, GitHubStore store, bool idAsVariable, TimeProvider time)
    {
        this.scope = scope;
        this.store = store;
        this.idAsVariable = idAsVariable;
        this.time = time;
    }

    public override string Kind => "GitHub";

    public override string Name => scope.Name;

    public override bool CanBeRestored => false;

    public override ExternalForm TakesForm => ExternalForm.Variables;

    public override string? ProblemOf(KeyForm form)
    {
        List<string> names = NamesOf(form);
        return names.Find(name => name.StartsWith("GITHUB_", StringComparison.OrdinalIgnoreCase)) is string taken
                ? $"'{taken}' begins with GITHUB_, which GitHub keeps for itself."
            : names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Skip(1).Any()) is { Key: string twice }
                ? $"'{twice}' is the name of two things in it: to GitHub, upper and lower case are the same."
            : null;
    }

    public override IDestination CreateDestination(ExternalPlaceOptions options) => new GitHubDestination(scope, store, owners, idAsVariable, time, options);

    private static List<string> NamesOf(KeyForm form)
    {
        (string id, string secret) = KeyFormNames.InEnvironment(form);
        return [id, secret, .. form.Members?.Keys.Cast<object>().Select(name => name.ToString() ?? string.Empty) ?? []];
    }
}
