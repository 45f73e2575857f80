using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Delivery;
using KeyRotation.Integrations.AzureDevOps;
using KeyRotation.Integrations.Http;
using KeyRotation.Integrations.Tests.Services;
using Xunit;

namespace KeyRotation.Integrations.Tests.AzureDevOps;

public sealed class AzureDevOpsDestinationTests : IAsyncLifetime
{
    private const string Old = "AKIAOLDOLDOLDOLDOLD0";
    private const string New = "AKIANEWNEWNEWNEWNEW0";
    private const string Another = "AKIAANOTHERANOTHER00";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string IdName = "AWS_ACCESS_KEY_ID";
    private const string SecretName = "AWS_SECRET_ACCESS_KEY";

    private static readonly KeyOwner Owner = new("123456789012", "svc");

    private readonly AzureDevOpsServer server = new();
    private readonly HurriedTime time = new();
    private readonly List<string> warnings = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Assert.Empty(server.Problems);
    }

    [Theory]
    [InlineData("aws")]
    [InlineData("7")]
    public async Task A_key_becomes_a_plain_variable_and_a_secret_one_and_the_others_stay(string group)
    {
        IDestination destination = Make(group);
        Assert.Equal(PlaceContent.Empty, await destination.CheckAsync(Owner, Old, TestContext.Current.CancellationToken));
        StoredKey stored = await DeliverAsync(destination);

        Assert.Equal((New, Secret), (stored.AccessKeyId, SecretText.Reveal(stored.SecretAccessKey)));
        Assert.Equal(new GroupEntry(New, IsSecret: false), server.Variables[IdName]);
        Assert.Equal(new GroupEntry(Secret, IsSecret: true), server.Variables[SecretName]);
        Assert.Equal(new GroupEntry("plain", IsSecret: false), server.Variables["OTHER"]);
        Assert.Equal(new GroupEntry("kept", IsSecret: true), server.Variables["PASSWORD"]);
        Assert.Single(server.Calls, call => call.StartsWith("PUT", StringComparison.Ordinal));
        Assert.False((await destination.FindAsync(Owner, New, TestContext.Current.CancellationToken))!.HasSecret);
        Assert.Null(await destination.FindAsync(Owner, Another, TestContext.Current.CancellationToken));
        Assert.Empty(warnings);
    }

    [Fact]
    public async Task Variables_that_are_there_keep_their_name_and_whether_a_run_may_change_them()
    {
        server.Variables["aws_access_key_id"] = new GroupEntry(Old, IsSecret: false) { IsReadOnly = true };
        server.Put(SecretName, "old", isSecret: true);
        IDestination destination = Make();
        Assert.Equal(PlaceContent.ReplacedKey, await destination.CheckAsync(Owner, Old, TestContext.Current.CancellationToken));
        await DeliverAsync(destination);

        Assert.Equal(new GroupEntry(New, IsSecret: false) { IsReadOnly = true }, server.Variables[IdName]);
        Assert.Contains("aws_access_key_id", server.Variables.Keys);
    }

    [Theory]
    [InlineData("0123456789abcdef", "Basic OjAxMjM0NTY3ODlhYmNkZWY=")]
    [InlineData("eyJ0eXAi.eyJhdWQi.c2lnbmF0", "Bearer eyJ0eXAi.eyJhdWQi.c2lnbmF0")]
    public async Task A_personal_access_token_and_one_of_Entra_ID_are_both_taken(string token, string authorization)
    {
        server.Authorization = authorization;
        await Make(token: token).CheckAsync(Owner, Old, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Another_key_is_refused_and_written_over_where_asked_for()
    {
        server.Put(IdName, Another, isSecret: false);
        server.Put(SecretName, "x", isSecret: true);
        Assert.True((await Assert.ThrowsAsync<DestinationException>(() => Make().CheckAsync(Owner, Old, TestContext.Current.CancellationToken))).IsAnotherKeyThere);
        Assert.True((await Assert.ThrowsAsync<DestinationException>(() => DeliverAsync(Make()))).IsAnotherKeyThere);
        Assert.Equal(PlaceContent.AnotherKey, await Make(overwrite: true).CheckAsync(Owner, Old, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_whose_id_cannot_be_read_is_not_written_over(bool hasId)
    {
        server.Put(SecretName, "x", isSecret: true);
        if (hasId)
        {
            server.Put(IdName, Old, isSecret: true);
        }

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => Make().CheckAsync(Owner, Old, TestContext.Current.CancellationToken));

        Assert.Contains(IdName, problem.Message, StringComparison.Ordinal);
        Assert.Equal(PlaceContent.Unknown, await Make(overwrite: true).CheckAsync(Owner, Old, TestContext.Current.CancellationToken));
        await DeliverAsync(Make(overwrite: true));
        Assert.Equal(new GroupEntry(New, IsSecret: false), server.Variables[IdName]);
    }

    [Theory]
    [InlineData("none", "aws", "VS800075")]
    [InlineData("billing", "none", "There is no variable group none")]
    [InlineData("billing", "8", "There is no variable group 8")]
    [InlineData("billing", "aw*", "wildcard")]
    [InlineData("..", "aws", "cannot be used as a name")]
    public async Task A_group_that_is_not_there_is_refused_before_a_key_is_created(string project, string group, string said)
    {
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => Make(group, project).CheckAsync(Owner, Old, TestContext.Current.CancellationToken));

        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_of_a_key_vault_is_refused()
    {
        server.Type = "AzureKeyVault";
        Assert.Contains("key vault", (await Assert.ThrowsAsync<DestinationException>(() => Make().CheckAsync(Owner, Old, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_to_sign_in_means_that_the_token_is_not_taken()
    {
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => Make(token: "wrong").CheckAsync(Owner, Old, TestContext.Current.CancellationToken));
        Assert.Contains("Azure DevOps answered 401", problem.Message, StringComparison.Ordinal);
        server.Faults = (_, _) => Fault.With(302, string.Empty, ("Location", "https://spsprodweu1.vssps.visualstudio.com/_signin?x=1"));
        Assert.Equal(FailureCategory.AuthenticationError, (await Assert.ThrowsAsync<DestinationException>(() => Make().CheckAsync(Owner, Old, TestContext.Current.CancellationToken))).Category);
    }

    [Fact]
    public async Task Other_variables_that_changed_at_the_same_time_are_named()
    {
        IDelivery delivery = Make().Begin(Key());
        await delivery.WriteAsync(TestContext.Current.CancellationToken);
        server.Put("OTHER", "changed", isSecret: false);
        server.Variables.Remove("PASSWORD");
        await delivery.ReadBackAsync(TestContext.Current.CancellationToken);

        Assert.Contains("OTHER, PASSWORD", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_new_is_taken_away_by_an_undo_and_what_others_changed_stays()
    {
        IDelivery delivery = Make().Begin(Key());
        await delivery.WriteAsync(TestContext.Current.CancellationToken);
        server.Put("OTHER", "changed", isSecret: false);
        await delivery.UndoAsync(TestContext.Current.CancellationToken);
        await delivery.UndoAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["OTHER", "PASSWORD"], server.Variables.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("changed", "kept"), (server.Variables["OTHER"].Value, server.Variables["PASSWORD"].Value));
    }

    [Fact]
    public async Task A_plain_variable_in_the_place_of_the_secret_is_put_back()
    {
        server.Put(IdName, Old, isSecret: false);
        server.Put(SecretName, "old", isSecret: false);
        IDelivery delivery = Make().Begin(Key());
        await delivery.WriteAsync(TestContext.Current.CancellationToken);
        await delivery.UndoAsync(TestContext.Current.CancellationToken);

        Assert.Equal(new GroupEntry("old", IsSecret: false), server.Variables[SecretName]);
    }

    [Fact]
    public async Task An_id_that_another_program_changed_is_left_as_it_is()
    {
        IDelivery delivery = Make().Begin(Key());
        await delivery.WriteAsync(TestContext.Current.CancellationToken);
        server.Put(IdName, Another, isSecret: false);
        await Assert.ThrowsAsync<DestinationException>(() => delivery.UndoAsync(TestContext.Current.CancellationToken));

        Assert.Equal(Another, server.Variables[IdName].Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cut_at_any_call_leaves_the_old_key_or_the_whole_new_one(bool wasThere)
    {
        for (int cut = 0; ; cut++)
        {
            bool isReached = false;
            foreach (Fault fault in new[] { Fault.Before, Fault.After, Fault.Half })
            {
                server.Variables.Remove(IdName);
                server.Variables.Remove(SecretName);
                if (wasThere)
                {
                    server.Put(IdName, Old, isSecret: false);
                    server.Put(SecretName, "old", isSecret: true);
                }

                isReached |= await DeliverWithCutAsync(cut, fault, new Dictionary<string, GroupEntry>(server.Variables));
                Assert.Equal("kept", server.Variables["PASSWORD"].Value);
            }

            if (!isReached)
            {
                Assert.Equal(3, cut);
                return;
            }
        }
    }

    private async Task<bool> DeliverWithCutAsync(int cut, Fault fault, Dictionary<string, GroupEntry> before)
    {
        server.Restart();
        server.Faults = (call, _) => call >= cut ? fault : null;
        IDelivery delivery = Make().Begin(Key());
        bool isReached;
        try
        {
            await delivery.WriteAsync(TestContext.Current.CancellationToken);
            await delivery.ReadBackAsync(TestContext.Current.CancellationToken);
            isReached = server.Count > cut;
        }
        catch (DestinationException)
        {
            isReached = true;
            server.Faults = (_, _) => null;
            try
            {
                await delivery.UndoAsync(TestContext.Current.CancellationToken);
                Assert.Equal(before.OrderBy(variable => variable.Key, StringComparer.Ordinal), server.Variables.OrderBy(variable => variable.Key, StringComparer.Ordinal));
                return true;
            }
            catch (DestinationException problem)
            {
                Assert.Contains($"key {New} is there now", problem.Message, StringComparison.Ordinal);
            }
        }

        server.Faults = (_, _) => null;
        Assert.Equal((New, Secret), (server.Variables[IdName].Value, server.Variables[SecretName].Value));
        return isReached;
    }

    [Fact]
    public async Task Nothing_that_fails_says_the_secret_or_the_token()
    {
        string echo = $$"""{"$id":"1","message":"{{Secret}} {{AzureDevOpsServer.Token}} {{server.Authorization}}"}""";
        foreach (int status in new[] { 400, 401, 403, 404, 409, 422, 500 })
        {
            server.Faults = (_, request) => request.Method == "PUT" ? Fault.With(status, echo) : null;
            DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => DeliverAsync(Make()));
            Assert.DoesNotContain(Secret, problem.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(AzureDevOpsServer.Token, problem.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(server.Authorization["Basic ".Length..], problem.ToString(), StringComparison.Ordinal);
        }
    }

    private static KeyToDeliver Key() => new(Owner, New, SecretText.Protect(Secret), Old);

    private IDestination Make(string group = "aws", string project = "billing", bool overwrite = false, string token = AzureDevOpsServer.Token)
    {
        var client = new ServiceClient(new AzureDevOpsRules("-Token"), server.Organization, SecretText.Protect(token), time);
        return new AzureDevOpsPlace(new VariableGroups(client), project, group).CreateDestination(new ExternalPlaceOptions(new KeyForm(), overwrite, warnings.Add));
    }

    private static async Task<StoredKey> DeliverAsync(IDestination destination)
    {
        IDelivery delivery = destination.Begin(Key());
        await delivery.WriteAsync(TestContext.Current.CancellationToken);
        return await delivery.ReadBackAsync(TestContext.Current.CancellationToken);
    }
}
