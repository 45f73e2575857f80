using KeyRotation.Delivery;
using KeyRotation.Delivery.Values;

namespace KeyRotation.Integrations.GitLab;

/// <summary>CI/CD variables of GitLab, which can be read and put back.</summary>
internal sealed class GitLabPlace : ExternalPlace
{
    private readonly GitLabVariables variables;

    /// <param name="variables">The variables.</param>
    /// <param name="name">Path and scope, with placeholders.</param>
    public GitLabPlace(GitLabVariables variables, string name)
    {
        this.variables = variables;
        Name = name;
    }

    public override string Kind => variables.Kind;

    public override string Name { get; }

    public override ExternalForm TakesForm => ExternalForm.Variables;

    public override IDestination CreateDestination(ExternalPlaceOptions options) => ValueDestination.Variables(variables, new NameTemplate(Name), options);
}
