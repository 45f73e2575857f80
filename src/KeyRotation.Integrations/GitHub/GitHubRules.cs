using System;
using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;
using KeyRotation.Integrations.Http;

namespace KeyRotation.Integrations.GitHub;

/// <summary>The REST API of GitHub, as its documentation describes it: https://docs.github.com/rest.</summary>
internal sealed class GitHubRules : ServiceRules
{
    private readonly string tokenSource;

    /// <param name="tokenSource">Where the token is from, in words.</param>
    public GitHubRules(string tokenSource) => this.tokenSource = tokenSource;

    public override string Name => "GitHub";

    public override void Prepare(HttpRequestMessage request, string token)
    {
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>A limit is 429, or 403 with one of the headers that say so.</summary>
    public override TimeSpan? WaitOf(ServiceAnswer answer)
    {
        if (answer.Status is not (403 or 429))
        {
            return null;
        }

        if (answer.RetryAfter is TimeSpan asked)
        {
            return asked;
        }

        return answer.Header("x-ratelimit-remaining") == "0" && long.TryParse(answer.Header("x-ratelimit-reset"), NumberStyles.None, CultureInfo.InvariantCulture, out long reset)
            && reset is >= 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(reset) - answer.Date
            : base.WaitOf(answer);
    }

    public override string NextStep(ServiceAnswer answer) => answer.Status switch
    {
        401 => $"The token of {tokenSource} is wrong, expired or revoked. Give a token that is valid.",
        403 when answer.Header("x-accepted-github-permissions") is string needed => $"The token of {tokenSource} lacks one of these permissions: {ForeignText.Clean(needed)}. Add it, and run again.",
        403 => $"The token of {tokenSource} may not do this. It needs {Needed}. Where the organization uses SAML, the token has to be authorized for it.",
        404 => $"There is nothing with that name, or the token of {tokenSource} has no access to it: GitHub gives the same answer for both. See whether the name is right, and whether the token has {Needed}.",
        409 => "Another program is changing it. Run again.",
        422 => "GitHub does not take what was sent. See whether the names are allowed, and run again: the public key may have changed meanwhile.",
        _ => string.Empty,
    };

    /// <summary>What a token needs, in words.</summary>
    public const string Needed = "the permissions Secrets and Variables (read and write) of the repository, its environments or the organization, or as a classic token the scope repo, and for an organization admin:org";
}
