using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Integrations.GitHub;
using KeyRotation.Integrations.Tests.Services;
using Xunit;

namespace KeyRotation.Integrations.Tests.GitHub;

public sealed class GitHubDestinationTests : GitHubTests
{
    [Theory]
    [InlineData("acme/billing", null, "repos/acme/billing/actions")]
    [InlineData("acme/billing", "production/eu", "repos/acme/billing/environments/production%2Feu")]
    [InlineData("acme/{UserName}", null, "repos/acme/svc/actions")]
    public async Task A_key_becomes_two_secrets_that_only_GitHub_can_open(string repository, string? environment, string scope)
    {
        server.Scopes.Add(scope);
        IDestination destination = Make(GitHubScope.Repository(repository, environment));

        Assert.Equal(PlaceContent.Unknown, await destination.CheckAsync(Owner, Old, TestContext.Current.CancellationToken));
        StoredKey stored = await DeliverAsync(destination);

        Assert.Equal(New, stored.AccessKeyId);
        Assert.Equal(Secret, SecretText.Reveal(stored.SecretAccessKey));
        Assert.Equal((New, Secret), (Open(IdName, scope), Open(SecretName, scope)));
        Assert.DoesNotContain(server.Bodies, body => body.Contains(Secret, StringComparison.Ordinal) || body.Contains(New, StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_the_id_as_a_variable_GitHub_says_whose_key_is_there()
    {
        IDestination destination = Make(idAsVariable: true);
        Assert.Equal(PlaceContent.Empty, await destination.CheckAsync(Owner, Old, TestContext.Current.CancellationToken));
        await DeliverAsync(destination);

        Assert.Equal(New, server.Variable(IdName));
        Assert.Null(server.Secret(IdName));
        Assert.Equal(PlaceContent.ReplacedKey, await destination.CheckAsync(Owner, New, TestContext.Current.CancellationToken));
        Assert.False((await destination.FindAsync(Owner, New, TestContext.Current.CancellationToken))!.HasSecret);
        Assert.Null(await destination.FindAsync(Owner, Another, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Another_key_is_refused_before_anything_is_created_and_written_over_where_asked_for()
    {
        server.Put("variables", IdName, Another);
        server.Put("secrets", SecretName, "x");
        Assert.True((await Assert.ThrowsAsync<DestinationException>(() => Make(idAsVariable: true).CheckAsync(Owner, Old, TestContext.Current.CancellationToken))).IsAnotherKeyThere);
        Assert.True((await Assert.ThrowsAsync<DestinationException>(() => DeliverAsync(Make(idAsVariable: true)))).IsAnotherKeyThere);
        Assert.Equal(PlaceContent.AnotherKey, await Make(idAsVariable: true, overwrite: true).CheckAsync(Owner, Old, TestContext.Current.CancellationToken));
        Assert.DoesNotContain(server.Calls, call => !call.StartsWith("GET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_secret_without_the_variable_that_says_whose_it_is_is_not_written_over()
    {
        server.Put("secrets", SecretName, "x");
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => Make(idAsVariable: true).CheckAsync(Owner, Old, TestContext.Current.CancellationToken));

        Assert.Contains(IdName, problem.Message, StringComparison.Ordinal);
        Assert.Equal(PlaceContent.Unknown, await Make(idAsVariable: true, overwrite: true).CheckAsync(Owner, Old, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Where_nothing_can_be_read_a_crash_is_for_a_person_to_settle()
    {
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => Make().FindAsync(Owner, New, TestContext.Current.CancellationToken));

        Assert.Contains("keyrotation:pending", problem.Message, StringComparison.Ordinal);
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task Two_users_do_not_write_over_each_other_unnoticed()
    {
        GitHubPlace place = Place(GitHubScope.Repository("acme/billing", null), idAsVariable: false);
        await place.CreateDestination(Options()).CheckAsync(Owner, Old, TestContext.Current.CancellationToken);

        // Each account has a destination of its own, made by the one place.
        IDestination other = place.CreateDestination(Options());
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => other.CheckAsync(new KeyOwner("123456789012", "svc-two"), Old, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<DestinationException>(() => other.CheckAsync(Owner with { AccountId = "210987654321" }, Old, TestContext.Current.CancellationToken));

        Assert.Contains("{UserName}", problem.Message, StringComparison.Ordinal);
        await other.CheckAsync(Owner, Old, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("all")]
    [InlineData("selected")]
    public async Task A_secret_of_an_organization_stays_visible_to_those_who_saw_it(string visibility)
    {
        const string Scope = "orgs/acme/actions";
        long[] repositories = visibility == "selected" ? [.. Enumerable.Range(1, 250).Select(id => (long)id)] : [];
        server.Put("secrets", SecretName, "x", Scope, visibility, repositories);
        server.Put("secrets", IdName, "x", Scope, "private");
        IDestination destination = Make(GitHubScope.Organization("acme"));
        await destination.CheckAsync(Owner, Old, TestContext.Current.CancellationToken);
        await DeliverAsync(destination);

        Assert.Equal(Secret, Open(SecretName, Scope));
        Assert.Equal(visibility, server.Secret(SecretName, Scope)!.Visibility);
        Assert.Equal(repositories, server.Secret(SecretName, Scope)!.Repositories);
        Assert.Equal("private", server.Secret(IdName, Scope)!.Visibility);
    }

    [Fact]
    public async Task A_new_secret_of_an_organization_is_visible_as_asked_for()
    {
        IDestination destination = Make(GitHubScope.Organization("acme"), idAsVariable: true, visibility: GitHubVisibility.All);
        await destination.CheckAsync(Owner, Old, TestContext.Current.CancellationToken);
        await DeliverAsync(destination);

        Assert.Equal("all", server.Secret(SecretName, "orgs/acme/actions")!.Visibility);
        Assert.Equal("all", server.Entries["orgs/acme/actions/variables/AWS_ACCESS_KEY_ID"].Visibility);
    }

    [Fact]
    public async Task Beside_the_key_is_written_what_the_form_says()
    {
        var form = new KeyForm { IdName = "KEY", SecretName = "PASS", Members = new System.Collections.Hashtable { ["WHO"] = "{UserName}" } };
        await DeliverAsync(Make(idAsVariable: true, form: form));

        Assert.Equal((New, "svc"), (server.Variable("KEY"), server.Variable("WHO")));
        Assert.Equal(Secret, Open("PASS"));
    }

    [Fact]
    public void Names_that_GitHub_keeps_for_itself_or_takes_for_the_same_are_refused()
    {
        GitHubPlace place = Place(GitHubScope.Repository("acme/billing", null), idAsVariable: false);
        Assert.Contains("GITHUB_", place.ProblemOf(new KeyForm { IdName = "GITHUB_KEY" }), StringComparison.Ordinal);
        Assert.Contains("the same", place.ProblemOf(new KeyForm { IdName = "key", SecretName = "KEY" }), StringComparison.Ordinal);
        Assert.Null(place.ProblemOf(new KeyForm()));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    public async Task A_name_that_leads_elsewhere_is_refused(string user)
    {
        IDestination destination = Make(GitHubScope.Repository("acme/{UserName}", null));
        await Assert.ThrowsAsync<DestinationException>(() => destination.CheckAsync(Owner with { UserName = user }, Old, TestContext.Current.CancellationToken));
        Assert.Empty(server.Calls);
    }

    [Theory]
    [InlineData("archived", "archive")]
    [InlineData("read", "role write")]
    [InlineData("scope", "lacks repo")]
    [InlineData("missing", "no access")]
    [InlineData("environment", "no access")]
    public async Task What_GitHub_says_of_the_token_and_the_place_is_known_before_a_key_is_created(string what, string said)
    {
        server.IsArchived = what == "archived";
        server.CanPush = what != "read";
        server.TokenScopes = what == "scope" ? "public_repo, gist" : "repo";
        GitHubScope scope = what == "missing" ? GitHubScope.Repository("acme/none", null) : GitHubScope.Repository("acme/billing", what == "environment" ? "none" : null);
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => Make(scope).CheckAsync(Owner, Old, TestContext.Current.CancellationToken));

        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_an_app_of_which_GitHub_says_nothing_is_not_refused()
    {
        server.CanPush = server.CanPull = false;
        server.TokenScopes = null;
        await Make().CheckAsync(Owner, Old, TestContext.Current.CancellationToken);
        server.TokenScopes = string.Empty;
        await Make().CheckAsync(Owner, Old, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_classic_token_for_public_repositories_is_enough_for_one()
    {
        server.IsPrivate = false;
        server.TokenScopes = "public_repo";
        await Make().CheckAsync(Owner, Old, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Nothing_that_fails_says_the_secret_or_the_token()
    {
        string echo = $$"""{"message":"{{Secret}} {{GitHubServer.Token}} {{Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))}}"}""";
        foreach (int status in new[] { 400, 401, 403, 404, 409, 422, 500 })
        {
            server.Faults = (_, request) => request.Method == "PUT" ? Fault.With(status, echo) : null;
            DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => DeliverAsync(Make()));
            Assert.DoesNotContain(Secret, problem.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(GitHubServer.Token, problem.ToString(), StringComparison.Ordinal);
            Assert.Contains($"answered {status}", problem.Message, StringComparison.Ordinal);
        }
    }
}
