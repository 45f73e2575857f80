using KeyRotation.Delivery;
using KeyRotation.Integrations.Http;

namespace KeyRotation.Integrations.GitHub;

/// <summary>Whose secrets they are, as the user named it: a repository, one of its environments, or an organization.</summary>
internal sealed class GitHubScope
{
    private readonly NameTemplate? repository;
    private readonly NameTemplate? environment;
    private readonly NameTemplate? organization;

    private GitHubScope(string? repository, string? environment, string? organization)
    {
        this.repository = Template(repository);
        this.environment = Template(environment);
        this.organization = Template(organization);
        Name = organization is not null ? "organization " + organization : environment is null ? repository! : $"{repository} environment {environment}";
    }

    /// <summary>The scope in short, with its placeholders.</summary>
    public string Name { get; }

    public static GitHubScope Repository(string repository, string? environment) => new(repository, environment, null);

    public static GitHubScope Organization(string organization) => new(null, null, organization);

    /// <summary>The scope for a key.</summary>
    /// <param name="owner">Whose key.</param>
    /// <param name="accessKeyId">The key's id.</param>
    /// <exception cref="DestinationException">The name is not one that GitHub can have.</exception>
    public GitHubTarget For(KeyOwner owner, string accessKeyId)
    {
        if (organization is not null)
        {
            string name = organization.For(owner, accessKeyId);
            return new GitHubTarget($"organization {name}", null, $"orgs/{ServiceAddress.Part(name)}/actions", IsOrganization: true);
        }

        string full = repository!.For(owner, accessKeyId);
        string[] parts = full.Split('/');
        if (parts.Length != 2)
        {
            throw new DestinationException(FailureCategory.InvalidArgument, $"'{full}' is not the name of a repository, such as acme/billing. Change the name of the destination.");
        }

        string path = $"repos/{ServiceAddress.Part(parts[0])}/{ServiceAddress.Part(parts[1])}";
        return environment?.For(owner, accessKeyId) is string of
            ? new GitHubTarget($"environment {of} of {full}", path, $"{path}/environments/{ServiceAddress.Part(of)}", IsOrganization: false)
            : new GitHubTarget($"repository {full}", path, $"{path}/actions", IsOrganization: false);
    }

    private static NameTemplate? Template(string? text) => text is null ? null : new NameTemplate(text);
}

/// <summary>Whose secrets they are, for one key.</summary>
/// <param name="Where">In words.</param>
/// <param name="RepositoryPath">The path of the repository; null for an organization.</param>
/// <param name="Path">The path in front of <c>/secrets</c> and <c>/variables</c>.</param>
/// <param name="IsOrganization">Whether it is an organization.</param>
internal sealed record GitHubTarget(string Where, string? RepositoryPath, string Path, bool IsOrganization);
