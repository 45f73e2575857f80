using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Integrations.Tests.Services;
using Xunit;

namespace KeyRotation.Integrations.Tests.GitHub;

/// <summary>What is left at GitHub when a delivery fails.</summary>
public sealed class GitHubUndoTests : GitHubTests
{
    [Fact]
    public async Task What_was_new_is_deleted_by_an_undo()
    {
        IDelivery delivery = Make().Begin(Key());
        await delivery.WriteAsync(TestContext.Current.CancellationToken);
        await delivery.UndoAsync(TestContext.Current.CancellationToken);
        await delivery.UndoAsync(TestContext.Current.CancellationToken);

        Assert.Empty(server.Entries);
    }

    [Fact]
    public async Task What_replaced_another_secret_stays_and_the_error_says_which_key_is_there()
    {
        server.Put("secrets", SecretName, "x");
        server.Put("secrets", IdName, "x");
        IDelivery delivery = Make().Begin(Key());
        await delivery.WriteAsync(TestContext.Current.CancellationToken);
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => delivery.UndoAsync(TestContext.Current.CancellationToken));

        Assert.Contains($"key {New} is there now", problem.Message, StringComparison.Ordinal);
        Assert.Contains($"{SecretName} and {IdName} of", problem.Message, StringComparison.Ordinal);
        Assert.Equal((New, Secret), (Open(IdName), Open(SecretName)));
    }

    [Fact]
    public async Task A_variable_that_another_program_changed_is_not_put_back()
    {
        server.Put("variables", IdName, Old);
        server.Put("secrets", SecretName, "x");
        IDelivery delivery = Make(idAsVariable: true).Begin(Key());
        await delivery.WriteAsync(TestContext.Current.CancellationToken);
        server.Put("variables", IdName, Another);
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => delivery.UndoAsync(TestContext.Current.CancellationToken));

        Assert.Contains("another program", problem.Message, StringComparison.Ordinal);
        Assert.Equal(Another, server.Variable(IdName));
    }

    [Fact]
    public async Task A_secret_that_another_program_wrote_since_is_not_deleted()
    {
        IDelivery delivery = Make().Begin(Key());
        await delivery.WriteAsync(TestContext.Current.CancellationToken);
        await delivery.ReadBackAsync(TestContext.Current.CancellationToken);
        server.Put("secrets", SecretName, "of another program");
        await Assert.ThrowsAsync<DestinationException>(() => delivery.UndoAsync(TestContext.Current.CancellationToken));

        Assert.Equal("of another program", server.Secret(SecretName)!.Text);
    }

    [Fact]
    public async Task Dates_that_come_late_are_waited_for()
    {
        server.Put("secrets", SecretName, "x");
        server.Put("secrets", IdName, "x");
        string stale = $$"""{"name":"{{SecretName}}","created_at":"2026-01-01T00:00:00Z","updated_at":"{{server.Secret(SecretName)!.UpdatedAt}}"}""";
        int late = 2;
        bool isPut = false;
        server.Faults = (_, request) =>
        {
            isPut |= request.Method == "PUT";
            return isPut && request.Method == "GET" && request.Path.EndsWith(SecretName, StringComparison.Ordinal) && late-- > 0 ? Fault.With(200, stale) : null;
        };
        await DeliverAsync(Make());
        Assert.Equal(2, time.Waits.Count(wait => wait < TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_crash_between_the_two_values_is_not_taken_for_a_delivery_and_the_next_one_writes_both()
    {
        server.Put("variables", IdName, Old);
        server.Put("secrets", SecretName, "x");
        server.Faults = (_, request) => request.Method == "PATCH" ? Fault.Before : null;
        await Assert.ThrowsAsync<DestinationException>(() => Make(idAsVariable: true).Begin(Key()).WriteAsync(TestContext.Current.CancellationToken));
        server.Faults = (_, _) => null;

        Assert.Equal(Secret, Open(SecretName));
        Assert.Null(await Make(idAsVariable: true).FindAsync(Owner, New, TestContext.Current.CancellationToken));
        Assert.Equal(PlaceContent.ReplacedKey, await Make(idAsVariable: true).CheckAsync(Owner, Old, TestContext.Current.CancellationToken));
        await DeliverAsync(Make(idAsVariable: true));
        Assert.Equal((New, Secret), (server.Variable(IdName), Open(SecretName)));
    }

    /// <summary>Where an undo says that all is as it was, the new key is deleted: then nothing of it may be there, and nothing else may be gone.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_cut_at_any_call_leaves_the_old_key_or_the_whole_new_one(bool idAsVariable, bool wasThere)
    {
        for (int cut = 0; ; cut++)
        {
            bool isReached = false;
            foreach (Fault fault in new[] { Fault.Before, Fault.After, Fault.Half })
            {
                server.Entries.Clear();
                if (wasThere)
                {
                    server.Put(idAsVariable ? "variables" : "secrets", IdName, Old);
                    server.Put("secrets", SecretName, "old");
                }

                Dictionary<string, GitHubEntry> before = new(server.Entries);
                isReached |= await DeliverWithCutAsync(idAsVariable, cut, fault, before);
            }

            if (!isReached)
            {
                Assert.True(cut > 4, $"only {cut} calls were seen");
                return;
            }
        }
    }

    /// <returns>Whether the call came that was to be cut.</returns>
    private async Task<bool> DeliverWithCutAsync(bool idAsVariable, int cut, Fault fault, Dictionary<string, GitHubEntry> before)
    {
        server.Restart();
        server.Faults = (call, _) => call >= cut ? fault : null;
        IDelivery delivery = Make(idAsVariable: idAsVariable).Begin(Key());
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
                Assert.Equal(before, server.Entries);
                return true;
            }
            catch (DestinationException problem)
            {
                Assert.Contains(New, problem.Message, StringComparison.Ordinal);
            }
        }

        server.Faults = (_, _) => null;
        Assert.Equal(Secret, Open(SecretName));
        Assert.Equal(New, idAsVariable ? server.Variable(IdName) : Open(IdName));
        return isReached;
    }

    [Fact]
    public async Task Who_stops_a_delivery_in_its_middle_leaves_nothing_of_it()
    {
        using var stop = new CancellationTokenSource();
        server.Faults = (_, request) =>
        {
            if (request.Method == "PUT")
            {
                stop.Cancel();
            }

            return null;
        };
        IDelivery delivery = Make().Begin(Key());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.WriteAsync(stop.Token));
        await delivery.UndoAsync(TestContext.Current.CancellationToken);

        Assert.Empty(server.Entries);
    }

    [Fact]
    public async Task An_undo_that_was_cut_can_be_called_again()
    {
        for (int cut = 0; cut < 4; cut++)
        {
            server.Entries.Clear();
            server.Faults = (_, _) => null;
            IDelivery delivery = Make(idAsVariable: true).Begin(Key());
            await delivery.WriteAsync(TestContext.Current.CancellationToken);
            server.Restart();
            server.Faults = (call, _) => call >= cut ? Fault.After : null;
            await Assert.ThrowsAsync<DestinationException>(() => delivery.UndoAsync(TestContext.Current.CancellationToken));
            server.Faults = (_, _) => null;
            await delivery.UndoAsync(TestContext.Current.CancellationToken);

            Assert.Empty(server.Entries);
        }
    }

    [Fact]
    public async Task A_lost_answer_to_a_write_that_can_be_done_twice_is_no_failure()
    {
        server.Faults = (call, request) => request.Method == "PUT" && call % 2 == 1 ? Fault.After : null;
        await DeliverAsync(Make());
        Assert.Equal((New, Secret), (Open(IdName), Open(SecretName)));
    }
}
