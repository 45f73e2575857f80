using System;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using KeyRotation.Integrations.Http;

namespace KeyRotation.Integrations.AzureDevOps;

/// <summary>The REST API of Azure DevOps, as its documentation describes it: https://learn.microsoft.com/rest/api/azure/devops.</summary>
internal sealed class AzureDevOpsRules : ServiceRules
{
    private readonly string tokenSource;

    /// <param name="tokenSource">Where the token is from, in words.</param>
    public AzureDevOpsRules(string tokenSource) => this.tokenSource = tokenSource;

    public override string Name => "Azure DevOps";

    /// <summary>A token of Microsoft Entra ID and that of a job are JSON web tokens; any other is a personal access token.</summary>
    public override void Prepare(HttpRequestMessage request, string token)
    {
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Authorization = token.StartsWith("eyJ", StringComparison.Ordinal) && token.Count(character => character == '.') == 2
            ? new AuthenticationHeaderValue("Bearer", token)
            : new AuthenticationHeaderValue("Basic", Encoded(token));
    }

    public override string[] FormsOf(string token) => [token, Encoded(token)];

    /// <summary>Who is not signed in gets the page for it, or a redirection to it.</summary>
    public override int StatusOf(ServiceAnswer answer) =>
        answer.Status == 203 || (answer.Status == 302 && answer.Header("Location")?.Contains("signin", StringComparison.OrdinalIgnoreCase) == true) ? 401 : answer.Status;

    public override string NextStep(ServiceAnswer answer) => StatusOf(answer) switch
    {
        401 => $"The token of {tokenSource} is wrong, expired or revoked, or not for this organization. Give a token that is valid.",
        403 => $"The token of {tokenSource} may not do this. It needs the scope Variable Groups (read, create and manage), and its owner the role Administrator in the variable group.",
        404 => $"There is nothing with that name, or the token of {tokenSource} has no access to it. See whether the organization, the project and the group are right.",
        409 => "Another program is changing it. Run again.",
        400 => "Azure DevOps does not take what was sent. Azure DevOps Server has to know version 7.1 of the API (2022.1 or later).",
        _ => string.Empty,
    };

    private static string Encoded(string token) => Convert.ToBase64String(Encoding.UTF8.GetBytes(":" + token));
}
