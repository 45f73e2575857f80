using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery.Files;
using KeyRotation.Delivery;
using KeyRotation.Files;
using Xunit;

namespace KeyRotation.Tests.Delivery.Files;

/// <summary>What killed processes left beside CSV files is removed by the next run that writes one, also one of another name.</summary>
public sealed class CsvLeftoverTests : IDisposable
{
    private const string Killed = ".keyrotation-0123456789abcdef0123456789abcdef.tmp";

    private readonly TemporaryDirectory directory = new();

    [Theory]
    [InlineData("key.csv", "key.csv")]
    [InlineData("{UserName}_{AccessKeyId}.csv", "svc-billing_" + Keys.OldId + ".csv")]
    [InlineData("{UserName}_{AccessKeyId}.csv", "another.user_AKIASOMEBODYELSE0000.csv")]
    [InlineData("{AccountId}.{UserName}.csv", "210987654321.x.csv")]
    public async Task A_secret_that_was_left_is_removed_and_its_lock_with_it(string template, string killed)
    {
        directory.Put(killed + Killed, "a secret");
        directory.Put(killed + FileLock.Suffix, string.Empty);
        directory.Put("unrelated.txt" + Killed, "not of this template");
        directory.Put("other.bak", "somebody's");
        CsvDestination destination = To(template);
        await destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None);
        Assert.Contains(killed + Killed, directory.Names);

        IDelivery delivery = destination.Begin(Keys.New());
        await delivery.WriteAsync(CancellationToken.None);

        Assert.Equal([Path.GetFileName(delivery.Receipt), "other.bak", "unrelated.txt" + Killed], directory.Names.OrderBy(name => name != Path.GetFileName(delivery.Receipt)).ThenBy(name => name, StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_another_process_writes_just_now_stays()
    {
        string target = directory["another_AKIA.csv"];
        directory.Put("another_AKIA.csv" + Killed, "being written");
        using (FileLock held = FileLock.TryAcquire(target)!)
        {
            await To("{UserName}_{AccessKeyId}.csv").Begin(Keys.New()).WriteAsync(CancellationToken.None);
            Assert.Contains("another_AKIA.csv" + Killed, directory.Names);
        }

        await To("{UserName}_{AccessKeyId}.csv").Begin(Keys.New("AKIANEXTNEXTNEXTNEXT")).WriteAsync(CancellationToken.None);
        Assert.DoesNotContain("another_AKIA.csv" + Killed, directory.Names);
    }

    [Fact]
    public async Task Many_writers_of_files_of_their_own_leave_each_others_alone()
    {
        using TemporaryDirectory fast = TemporaryDirectory.Fast();
        var destination = new CsvDestination(new NameTemplate(fast["{AccessKeyId}.csv"]), CsvForm.Console, overwrite: false);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int turn = 0; turn < 25; turn++)
            {
                await destination.Begin(Keys.New($"AKIA{writer}X{turn}")).WriteAsync(CancellationToken.None);
            }
        })));

        Assert.Equal(200, fast.Names.Count());
        Assert.All(fast.Names, name => Assert.EndsWith(".csv", name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("..", "{UserName}/key.csv")]
    [InlineData("..", "new/{UserName}/{UserName}")]
    [InlineData(".", "{UserName}/key.csv")]
    [InlineData("..", "{UserName}")]
    [InlineData("../../etc/cron.d/x", "{UserName}.csv")]
    [InlineData("a\\b", "{UserName}.csv")]
    [InlineData("/etc/x", "{UserName}")]
    public async Task A_users_name_leads_nowhere(string userName, string template)
    {
        var owner = new KeyOwner("123456789012", userName);
        CsvDestination destination = To(template);

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => destination.CheckAsync(owner, Keys.OldId, CancellationToken.None));

        Assert.Equal(FailureCategory.InvalidArgument, problem.Category);
        Assert.Contains($"'{userName}'", problem.Message, StringComparison.Ordinal);
        Assert.Throws<DestinationException>(() => destination.Begin(Keys.New(owner: owner)));
        await Assert.ThrowsAsync<DestinationException>(() => destination.FindAsync(owner, Keys.OldId, CancellationToken.None));
        Assert.Empty(directory.Names);
    }

    [Theory]
    [InlineData("..", "{UserName}_keys.csv", ".._keys.csv")]
    [InlineData("a..b", "{UserName}.csv", "a..b.csv")]
    [InlineData("{AccountId}", "{UserName}.csv", "{AccountId}.csv")]
    public async Task A_users_name_that_names_a_file_is_taken_as_it_is(string userName, string template, string file)
    {
        await To(template).Begin(Keys.New(owner: new KeyOwner("123456789012", userName))).WriteAsync(CancellationToken.None);

        Assert.Equal([file], directory.Names);
    }

    public void Dispose() => directory.Dispose();

    private CsvDestination To(string template) => new(new NameTemplate(directory[template]), CsvForm.Console, overwrite: false);
}
