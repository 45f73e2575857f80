using System;
using System.Management.Automation;
using System.Security;
using KeyRotation.Commands.Parameters;
using KeyRotation.Delivery;
using KeyRotation.Integrations.Http;

namespace KeyRotation.Integrations.GitLab;

/// <summary>
/// <para type="synopsis">Makes a destination of CI/CD variables of GitLab.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "GitLabDestination", HelpUri = "https://github.com/keyrotation/KeyRotation/blob/main/docs/integrations/New-GitLabDestination.md", DefaultParameterSetName = ProjectSet)]
[OutputType(typeof(Destination))]
public sealed class NewGitLabDestinationCommand : ServiceDestinationCommand
{
    private const string ProjectSet = "Project";
    private const string GroupSet = "Group";
    private const string Path = @"^[\w.{}-]+(/[\w.{}-]+)*$";

    /// <summary>The project: its path, e.g. acme/backend/billing, or its number. May contain {UserName}, {AccountId}, {AccountName} and {AccessKeyId}.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ProjectSet)]
    [ValidateForm(Path, "is not the path or the number of a project, such as acme/backend/billing.")]
    public string? Project { get; set; }

    /// <summary>The group: its path, e.g. acme/backend, or its number. May contain the same placeholders.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GroupSet)]
    [ValidateForm(Path, "is not the path or the number of a group, such as acme/backend.")]
    public string? Group { get; set; }

    /// <summary>The environments that the variables are for, e.g. production or review/*. May contain the same placeholders. Default: *, all.</summary>
    [Parameter]
    [ValidateForm(@"^[\w{}/$.*-]([\w {}/$.*-]*[\w{}/$.*-])?$", "is not the scope of environments, such as production or review/*.")]
    public string EnvironmentScope { get; set; } = "*";

    /// <summary>Creates variables for protected branches and tags alone. One that is there stays as it is.</summary>
    [Parameter]
    public SwitchParameter Protected { get; set; }

    /// <summary>The token. Default: that of GITLAB_TOKEN.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    /// <summary>The address of GitLab, without api/v4. Default: https://gitlab.com.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri Uri { get; set; } = new("https://gitlab.com");

    /// <inheritdoc />
    protected override ExternalPlace CreatePlace()
    {
        ServiceAddress.Require(Uri, nameof(Uri));
        (SecureString token, string source) = ServiceToken.Of(Token, "GITLAB_TOKEN");
        var client = new ServiceClient(new GitLabRules(source), new Uri(ServiceAddress.Base(Uri), "api/v4"), token, TimeProvider.System);
        var variables = new GitLabVariables(client, isGroup: Group is not null, Protected);
        return new GitLabPlace(variables, GitLabVariables.NameOf((Project ?? Group)!, EnvironmentScope));
    }
}
