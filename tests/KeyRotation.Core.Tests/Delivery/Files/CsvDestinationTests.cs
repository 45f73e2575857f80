using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery.Files;
using KeyRotation.Delivery;
using Xunit;

namespace KeyRotation.Tests.Delivery.Files;

/// <summary>The CSV file of a key: what it says, when it is written over, and how it is taken back.</summary>
public sealed class CsvDestinationTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Theory]
    [InlineData(CsvForm.Console, $"Access key ID,Secret access key\r\n{Keys.NewId},{Keys.NewSecret}\r\n")]
    [InlineData(CsvForm.CommandLine, $"User Name,Access Key ID,Secret access key\r\nsvc-billing,{Keys.NewId},{Keys.NewSecret}\r\n")]
    public async Task A_key_is_written_read_back_found_and_taken_back(CsvForm form, string text)
    {
        var destination = new CsvDestination(new NameTemplate(directory["{AccountId}/{UserName}_{AccessKeyId}.csv"]), form, overwrite: false);
        await destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None);
        IDelivery delivery = destination.Begin(Keys.New());
        Assert.Null(await destination.FindAsync(Keys.Owner, Keys.NewId, CancellationToken.None));
        Assert.Empty(directory.Names);

        await delivery.WriteAsync(CancellationToken.None);
        string name = $"123456789012/svc-billing_{Keys.NewId}.csv";
        Assert.Equal(directory[name], delivery.Receipt);
        Assert.Equal(text, directory.Text(name));
        Assert.Equal(["123456789012", name], directory.Names.Order(StringComparer.Ordinal));
        StoredKey read = await delivery.ReadBackAsync(CancellationToken.None);
        StoredKey? found = await destination.FindAsync(Keys.Owner, Keys.NewId, CancellationToken.None);
        Assert.Equal((Keys.NewId, Keys.NewSecret), (read.AccessKeyId, SecretText.Reveal(read.SecretAccessKey)));
        Assert.Equal(Keys.NewSecret, SecretText.Reveal(found!.SecretAccessKey));

        await delivery.UndoAsync(CancellationToken.None);
        await delivery.UndoAsync(CancellationToken.None);
        Assert.Empty(directory.Names);
    }

    [Fact]
    public async Task A_value_is_quoted_where_it_must_be()
    {
        IDelivery delivery = To("key.csv", overwrite: false).Begin(Keys.New(secret: "a,b\"c"));
        await delivery.WriteAsync(CancellationToken.None);

        Assert.Equal($"Access key ID,Secret access key\r\n{Keys.NewId},\"a,b\"\"c\"\r\n", directory.Text("key.csv"));
        Assert.Equal("a,b\"c", SecretText.Reveal((await delivery.ReadBackAsync(CancellationToken.None)).SecretAccessKey));
    }

    [Fact]
    public async Task A_user_name_with_a_comma_is_refused_in_the_form_that_the_AWS_CLI_would_misread()
    {
        var owner = new KeyOwner("123456789012", "one,two");

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(
            () => new CsvDestination(new NameTemplate(directory["key.csv"]), CsvForm.CommandLine, overwrite: false).CheckAsync(owner, Keys.OldId, CancellationToken.None));

        Assert.Contains("Console", problem.Message, StringComparison.Ordinal);
        await To("key.csv", overwrite: false).CheckAsync(owner, Keys.OldId, CancellationToken.None);
    }

    [Theory]
    [InlineData($"\uFEFFAccess key ID,Secret access key\r\n{Keys.OldId},{Keys.OldSecret}", true)]
    [InlineData($"User name,Password,Access key ID,Secret access key,Console login link\nx,,{Keys.OldId},{Keys.OldSecret},y\n", true)]
    [InlineData($"Access key ID,Secret access key\nAKIAOTHER,x\n{Keys.OldId},\"{Keys.OldSecret}\"\n", true)]
    [InlineData("Access key ID,Secret access key\nAKIAOTHER,x\n", false)]
    [InlineData($"Access key ID,Secret access key\n{Keys.OldId}\n", false)]
    [InlineData($"{Keys.OldId},{Keys.OldSecret}\n", false)]
    [InlineData("Access key ID,Secret access key\n\"never closed", false)]
    [InlineData("", false)]
    public async Task A_key_is_found_in_any_file_that_the_console_ever_wrote(string text, bool found)
    {
        directory.Put("key.csv", text);

        StoredKey? stored = await To("key.csv", overwrite: false).FindAsync(Keys.Owner, Keys.OldId, CancellationToken.None);

        Assert.Equal(found ? Keys.OldSecret : null, stored is null ? null : SecretText.Reveal(stored.SecretAccessKey));
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_written_over()
    {
        directory.Put("key.csv", "somebody's");
        File.CreateSymbolicLink(directory["link.csv"], "nowhere");
        foreach (string name in new[] { "key.csv", "link.csv" })
        {
            CsvDestination destination = To(name, overwrite: false);
            DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));
            Assert.Equal(FailureCategory.InvalidOperation, problem.Category);

            IDelivery delivery = destination.Begin(Keys.New());
            await Assert.ThrowsAsync<DestinationException>(() => delivery.WriteAsync(CancellationToken.None));
            await delivery.UndoAsync(CancellationToken.None);
        }

        Assert.Equal("somebody's", directory.Text("key.csv"));
        Assert.Equal(["key.csv", "link.csv"], directory.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_many_writers_of_one_file_one_wins_and_the_others_leave_it_alone()
    {
        using TemporaryDirectory fast = TemporaryDirectory.Fast();
        for (int round = 0; round < 60; round++)
        {
            var destination = new CsvDestination(new NameTemplate(fast[$"{round}.csv"]), CsvForm.Console, overwrite: false);
            using var start = new Barrier(4);
            string?[] winners = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Factory.StartNew(
                () => WriteOrUndo(destination, "AKIA" + number, start), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

            string winner = Assert.Single(winners, id => id is not null)!;
            Assert.NotNull(await destination.FindAsync(Keys.Owner, winner, CancellationToken.None));
        }

        Assert.Equal(60, fast.Names.Count());
    }

    [Fact]
    public async Task A_file_that_may_be_written_over_gets_its_bytes_back()
    {
        byte[] before = [0xEF, 0xBB, 0xBF, 0x00, 0xFF, 0x0D];
        directory.Put("real.csv", before);
        File.CreateSymbolicLink(directory["key.csv"], "real.csv");
        CsvDestination destination = To("key.csv", overwrite: true);
        await destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None);
        IDelivery delivery = destination.Begin(Keys.New());

        await delivery.WriteAsync(CancellationToken.None);
        Assert.NotNull(await destination.FindAsync(Keys.Owner, Keys.NewId, CancellationToken.None));
        Assert.Equal("real.csv", new FileInfo(directory["key.csv"]).LinkTarget);

        await delivery.UndoAsync(CancellationToken.None);
        await delivery.UndoAsync(CancellationToken.None);
        Assert.Equal(before, File.ReadAllBytes(directory["real.csv"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_somebody_else_put_there_meanwhile_is_left_and_said(bool deleted)
    {
        directory.Put("key.csv", "before");
        IDelivery delivery = To("key.csv", overwrite: true).Begin(Keys.New());
        await delivery.WriteAsync(CancellationToken.None);
        directory.Put("key.csv", "somebody's");
        if (deleted)
        {
            File.Delete(directory["key.csv"]);
        }

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => delivery.UndoAsync(CancellationToken.None));
        await Assert.ThrowsAsync<DestinationException>(() => delivery.ReadBackAsync(CancellationToken.None));

        Assert.Equal(FailureCategory.ResourceBusy, problem.Category);
        Assert.Equal(deleted ? [] : ["key.csv"], directory.Names);
    }

    [Fact]
    public async Task Under_a_cancelled_token_nothing_is_done()
    {
        CsvDestination destination = To("new/key.csv", overwrite: true);
        IDelivery delivery = destination.Begin(Keys.New());
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => destination.CheckAsync(Keys.Owner, Keys.OldId, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => destination.FindAsync(Keys.Owner, Keys.NewId, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.WriteAsync(cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.ReadBackAsync(cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.UndoAsync(cancelled));

        Assert.Empty(directory.Names);
    }

    public void Dispose() => directory.Dispose();

    private static string? WriteOrUndo(CsvDestination destination, string id, Barrier start)
    {
        IDelivery delivery = destination.Begin(Keys.New(id));
        start.SignalAndWait();
        try
        {
            delivery.WriteAsync(CancellationToken.None).GetAwaiter().GetResult();
            return id;
        }
        catch (DestinationException)
        {
            delivery.UndoAsync(CancellationToken.None).GetAwaiter().GetResult();
            return null;
        }
    }

    private CsvDestination To(string name, bool overwrite) => new(new NameTemplate(directory[name]), CsvForm.Console, overwrite);
}
