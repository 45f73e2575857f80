using System.Net.Http;
using System.Net.Http.Headers;
using KeyRotation.Integrations.Http;

namespace KeyRotation.Integrations.GitLab;

/// <summary>The REST API of GitLab, as its documentation describes it: https://docs.gitlab.com/api/rest.</summary>
internal sealed class GitLabRules : ServiceRules
{
    private readonly string tokenSource;

    /// <param name="tokenSource">Where the token is from, in words.</param>
    public GitLabRules(string tokenSource) => this.tokenSource = tokenSource;

    public override string Name => "GitLab";

    /// <summary>Access tokens of persons, projects and groups and those of OAuth are all taken this way.</summary>
    public override void Prepare(HttpRequestMessage request, string token) => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

    public override string NextStep(ServiceAnswer answer) => answer.Status switch
    {
        401 => $"The token of {tokenSource} is wrong, expired or revoked. Give a token that is valid. CI_JOB_TOKEN cannot read or write variables.",
        403 when answer.Text("error") == "insufficient_scope" => $"The token of {tokenSource} lacks the scope api. Give one that has it.",
        403 => $"The token of {tokenSource} may not do this. It needs the scope api, and the role Maintainer in the project or Owner in the group.",
        404 => $"There is nothing with that name, or the token of {tokenSource} has no access to it: GitLab gives the same answer for both. See whether the path is complete, as in group/subgroup/project.",
        409 => "Several variables have this name. Give the one that is meant with -EnvironmentScope.",
        400 => "GitLab does not take what was sent. A masked variable takes values of 8 characters or more without white space.",
        _ => string.Empty,
    };
}
