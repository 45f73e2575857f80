using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Delivery;
using KeyRotation.Integrations.GitLab;
using KeyRotation.Integrations.Http;
using KeyRotation.Integrations.Tests.Services;
using Xunit;

namespace KeyRotation.Integrations.Tests.GitLab;

public sealed class GitLabDestinationTests : IAsyncLifetime
{
    private const string Old = "AKIAOLDOLDOLDOLDOLD0";
    private const string New = "AKIANEWNEWNEWNEWNEW0";
    private const string Another = "AKIAANOTHERANOTHER00";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string IdName = "AWS_ACCESS_KEY_ID";
    private const string SecretName = "AWS_SECRET_ACCESS_KEY";

    private static readonly KeyOwner Owner = new("123456789012", "svc");

    private readonly GitLabServer server = new();
    private readonly HurriedTime time = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Assert.Empty(server.Problems);
    }

    [Theory]
    [InlineData("acme/billing", false, "*", "projects/acme%2Fbilling")]
    [InlineData("acme/{UserName}", false, "review/*", "projects/acme%2Fsvc")]
    [InlineData("acme", true, "*", "groups/acme")]
    public async Task A_key_becomes_two_variables_whose_secret_is_masked(string path, bool isGroup, string scope, string owner)
    {
        server.Owners.Add(owner);
        IDestination destination = Make(path, isGroup, scope, isProtected: true);
        Assert.Equal(PlaceContent.Empty, await destination.CheckAsync(Owner, Old, TestContext.Current.CancellationToken));
        StoredKey stored = await DeliverAsync(destination);

        Assert.Equal((New, Secret), (stored.AccessKeyId, SecretText.Reveal(stored.SecretAccessKey)));
        Assert.Equal((New, Secret), (server.Value(IdName, owner, scope), server.Value(SecretName, owner, scope)));
        Assert.Equal(new GitLabEntry(Secret) { Masked = true, IsProtected = true, Raw = true }, server.Entry(SecretName, owner, scope));
        Assert.False(server.Entry(IdName, owner, scope)!.Masked);
        Assert.Equal(Secret, SecretText.Reveal((await destination.FindAsync(Owner, New, TestContext.Current.CancellationToken))!.SecretAccessKey));
    }

    [Fact]
    public async Task Variables_that_are_there_keep_everything_but_their_value()
    {
        PutOld();
        GitLabEntry before = server.Entry(SecretName)!;
        IDestination destination = Make();
        Assert.Equal(PlaceContent.ReplacedKey, await destination.CheckAsync(Owner, Old, TestContext.Current.CancellationToken));
        await DeliverAsync(destination);

        Assert.Equal(before with { Value = Secret }, server.Entry(SecretName));
        Assert.DoesNotContain(server.Calls, call => call.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Variables_of_other_environments_are_other_variables()
    {
        server.Put(IdName, Another, scope: "staging");
        server.Put(SecretName, "other", scope: "staging");
        await DeliverAsync(Make(scope: "production"));

        Assert.Equal((Another, New), (server.Value(IdName, scope: "staging"), server.Value(IdName, scope: "production")));
    }

    [Fact]
    public async Task Another_key_is_refused_before_anything_is_created()
    {
        server.Put(IdName, Another);
        server.Put(SecretName, "other");
        Assert.True((await Assert.ThrowsAsync<DestinationException>(() => Make().CheckAsync(Owner, Old, TestContext.Current.CancellationToken))).IsAnotherKeyThere);
    }

    [Fact]
    public async Task A_hidden_variable_is_refused_because_it_can_be_neither_read_nor_put_back()
    {
        server.Put(IdName, Old);
        server.Put(SecretName, "old-secret", hidden: true);
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => Make().CheckAsync(Owner, Old, TestContext.Current.CancellationToken));

        Assert.Contains("hidden", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_that_was_made_meanwhile_is_read_and_not_written_over()
    {
        server.Faults = (_, request) =>
        {
            if (request.Method == "POST" && server.Entries.Count == 0)
            {
                server.Put(IdName, Another);
                server.Put(SecretName, "other");
            }

            return null;
        };
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => DeliverAsync(Make()));

        Assert.True(problem.IsAnotherKeyThere);
        Assert.Equal((Another, "other"), (server.Value(IdName), server.Value(SecretName)));
    }

    /// <summary>What was written is never taken for what was there: an undo would leave it.</summary>
    [Fact]
    public async Task A_variable_that_is_made_between_the_two_ends_the_delivery_and_is_not_written_over()
    {
        server.Faults = (_, request) =>
        {
            if (request.Method == "POST" && server.Value(SecretName) is not null)
            {
                server.Put(IdName, Old);
            }

            return null;
        };
        IDelivery delivery = Make().Begin(Key());
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => delivery.WriteAsync(TestContext.Current.CancellationToken));

        Assert.Contains("from another program", problem.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DestinationException>(() => delivery.UndoAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Old, server.Value(IdName));
    }

    [Theory]
    [InlineData("acme/none", false, "404 Project Not Found")]
    [InlineData("none", true, "404 Group Not Found")]
    public async Task A_place_that_is_not_there_is_not_taken_for_an_empty_one(string path, bool isGroup, string said)
    {
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => Make(path, isGroup).CheckAsync(Owner, Old, TestContext.Current.CancellationToken));

        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
        Assert.Equal(FailureCategory.ObjectNotFound, problem.Category);
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_token","error_description":"Token was revoked."}""", "revoked")]
    [InlineData(403, """{"error":"insufficient_scope","error_description":"The request requires higher privileges"}""", "scope api")]
    [InlineData(403, """{"message":"403 Forbidden"}""", "Maintainer")]
    [InlineData(409, """{"message":"There are multiple variables with provided parameters. Please use 'filter[environment_scope]'"}""", "-EnvironmentScope")]
    [InlineData(400, """{"message":{"value":["is invalid"]}}""", "is invalid")]
    public async Task A_refusal_says_what_to_do(int status, string body, string said)
    {
        server.Refuse(status, body);
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => Make().CheckAsync(Owner, Old, TestContext.Current.CancellationToken));

        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
        Assert.Contains($"GitLab answered {status}", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>Everything can be read and put back: where an undo is possible, all is as it was.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cut_at_any_call_leaves_all_as_it_was(bool wasThere)
    {
        for (int cut = 0; ; cut++)
        {
            bool isReached = false;
            foreach (Fault fault in new[] { Fault.Before, Fault.After, Fault.Half })
            {
                server.Entries.Clear();
                if (wasThere)
                {
                    PutOld();
                }

                Dictionary<string, GitLabEntry> before = new(server.Entries);
                isReached |= await DeliverWithCutAsync(cut, fault, before);
            }

            if (!isReached)
            {
                Assert.True(cut > 4, $"only {cut} calls were seen");
                return;
            }
        }
    }

    private async Task<bool> DeliverWithCutAsync(int cut, Fault fault, Dictionary<string, GitLabEntry> before)
    {
        server.Restart();
        server.Faults = (call, _) => call >= cut ? fault : null;
        IDelivery delivery = Make().Begin(Key());
        try
        {
            await delivery.WriteAsync(TestContext.Current.CancellationToken);
            await delivery.ReadBackAsync(TestContext.Current.CancellationToken);
            bool isReached = server.Count > cut;
            server.Faults = (_, _) => null;
            Assert.Equal((New, Secret), (server.Value(IdName), server.Value(SecretName)));
            return isReached;
        }
        catch (DestinationException)
        {
            server.Faults = (_, _) => null;
            await delivery.UndoAsync(TestContext.Current.CancellationToken);
            Assert.Equal(before, server.Entries);
            return true;
        }
    }

    [Fact]
    public async Task Nothing_that_fails_says_the_secret_or_the_token()
    {
        string echo = $$$"""{"message":{"value":["{{{Secret}}} {{{GitLabServer.Token}}}"]}}""";
        foreach (int status in new[] { 400, 401, 403, 404, 409, 422, 500 })
        {
            foreach (string method in new[] { "POST", "GET" })
            {
                server.Entries.Clear();
                server.Faults = (_, request) => request.Method == method ? Fault.With(status, echo) : null;
                DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => DeliverAsync(Make()));
                Assert.DoesNotContain(Secret, problem.ToString(), StringComparison.Ordinal);
                Assert.DoesNotContain(GitLabServer.Token, problem.ToString(), StringComparison.Ordinal);
            }
        }
    }

    private static KeyToDeliver Key() => new(Owner, New, SecretText.Protect(Secret), Old);

    private void PutOld()
    {
        server.Put(IdName, Old);
        server.Put(SecretName, "oldoldoldoldoldoldoldoldoldoldoldoldoldo", masked: true);
    }

    private IDestination Make(string path = "acme/billing", bool isGroup = false, string scope = "*", bool isProtected = false)
    {
        var client = new ServiceClient(new GitLabRules("-Token"), new Uri(server.Endpoint, "api/v4"), SecretText.Protect(GitLabServer.Token), time);
        var place = new GitLabPlace(new GitLabVariables(client, isGroup, isProtected), GitLabVariables.NameOf(path, scope));
        return place.CreateDestination(new ExternalPlaceOptions(new KeyForm(), Overwrite: false, _ => { }));
    }

    private static async Task<StoredKey> DeliverAsync(IDestination destination)
    {
        IDelivery delivery = destination.Begin(Key());
        await delivery.WriteAsync(TestContext.Current.CancellationToken);
        return await delivery.ReadBackAsync(TestContext.Current.CancellationToken);
    }
}
