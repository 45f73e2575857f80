using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery.Files;
using KeyRotation.Delivery;
using Xunit;

namespace KeyRotation.Tests.Delivery.Files;

/// <summary>Who may read the files, whose they are, and what links lead to.</summary>
public sealed class FilePermissionTests : IDisposable
{
    private const UnixFileMode Loose = Keys.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const string Profile = $"[p]\naws_access_key_id = {Keys.OldId}\naws_secret_access_key = {Keys.OldSecret}\n";

    private readonly TemporaryDirectory directory = TemporaryDirectory.Fast();

    [Fact]
    public async Task At_no_moment_can_others_read_any_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        var seen = new ConcurrentDictionary<string, UnixFileMode>(StringComparer.Ordinal);
        using var ended = new CancellationTokenSource();
        Task watching = Task.Factory.StartNew(() => Watch(seen, ended.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        for (int turn = 0; turn < 100 || (turn < 5000 && !seen.Keys.Any(IsTemporary)); turn++)
        {
            await WriteAndUndoAsync(new ProfileDestination(new NameTemplate("p"), directory["credentials"]));
            await WriteAndUndoAsync(new CsvDestination(new NameTemplate(directory["key.csv"]), CsvForm.Console, overwrite: false));
            await WriteAndUndoAsync(KeyFileDestination.Environment(new NameTemplate(directory["key.env"]), form: null, overwrite: false));
        }

        await ended.CancelAsync();
        await watching;
        Assert.Contains(seen.Keys, IsTemporary);
        Assert.All(seen, file => Assert.Equal(Keys.OwnerOnly, file.Value | Keys.OwnerOnly));
    }

    [Fact]
    public async Task A_file_that_others_can_read_is_tightened()
    {
        directory.Put("credentials", Profile);
        directory.SetMode("credentials", Loose);
        directory.Put("key.csv", "x");
        directory.SetMode("key.csv", Loose);

        await new ProfileDestination(new NameTemplate("p"), directory["credentials"]).Begin(Keys.New()).WriteAsync(CancellationToken.None);
        IDelivery csv = new CsvDestination(new NameTemplate(directory["key.csv"]), CsvForm.Console, overwrite: true).Begin(Keys.New());
        await csv.WriteAsync(CancellationToken.None);

        Assert.Equal((Keys.OwnerOnly, Keys.OwnerOnly), (directory.Mode("credentials"), directory.Mode("key.csv")));
        await csv.UndoAsync(CancellationToken.None);
        Assert.Equal((Loose, "x"), (directory.Mode("key.csv"), directory.Text("key.csv")));
    }

    [Fact]
    public async Task A_file_of_another_user_stays_that_users()
    {
        await Machine.AsRootAsync("chown", "12345:23456", directory.Put("credentials", Profile));
        var destination = new ProfileDestination(new NameTemplate("p"), directory["credentials"]);
        IDelivery delivery = destination.Begin(Keys.New());

        await delivery.WriteAsync(CancellationToken.None);
        Assert.Equal("12345:23456", (await Machine.RunAsync("stat", ["-c", "%u:%g", directory["credentials"]])).Output);

        await delivery.UndoAsync(CancellationToken.None);
        Assert.Equal("12345:23456", (await Machine.RunAsync("stat", ["-c", "%u:%g", directory["credentials"]])).Output);
    }

    [Fact]
    public async Task Links_stay_and_what_they_lead_to_is_replaced()
    {
        Directory.CreateDirectory(directory["real"]);
        directory.Put("real/file", Profile);
        File.CreateSymbolicLink(directory["real/second"], "file");
        File.CreateSymbolicLink(directory["credentials"], "real/second");
        IDelivery delivery = new ProfileDestination(new NameTemplate("p"), directory["credentials"]).Begin(Keys.New());

        await delivery.WriteAsync(CancellationToken.None);
        Assert.Equal(("real/second", "file"), (new FileInfo(directory["credentials"]).LinkTarget, new FileInfo(directory["real/second"]).LinkTarget));
        Assert.Contains(Keys.NewId, directory.Text("real/file"), StringComparison.Ordinal);
        Assert.Equal(["credentials", "real", "real/file", "real/second"], directory.Names.Order(StringComparer.Ordinal));

        await delivery.UndoAsync(CancellationToken.None);
        Assert.Equal(Profile, directory.Text("real/file"));
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_gets_its_target_made_and_taken_away()
    {
        File.CreateSymbolicLink(directory["credentials"], directory["real/file"]);
        var destination = new ProfileDestination(new NameTemplate("p"), directory["credentials"]);
        await destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None);
        IDelivery delivery = destination.Begin(Keys.New());

        await delivery.WriteAsync(CancellationToken.None);
        Assert.Contains(Keys.NewId, directory.Text("real/file"), StringComparison.Ordinal);

        await delivery.UndoAsync(CancellationToken.None);
        Assert.Equal(["credentials"], directory.Names);
    }

    [Fact]
    public async Task A_file_with_two_names_is_refused_before_anything_is_written_because_they_would_part()
    {
        foreach (string name in new[] { "credentials", "key.csv" })
        {
            string path = directory.Put(name, Profile);
            await HardLinkAsync(path, directory[name + "-too"]);
            IDestination destination = name == "credentials"
                ? new ProfileDestination(new NameTemplate("p"), path)
                : new CsvDestination(new NameTemplate(path), CsvForm.Console, overwrite: true);

            DestinationException checkedFor = await Assert.ThrowsAsync<DestinationException>(() => destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));
            await Assert.ThrowsAsync<DestinationException>(() => destination.Begin(Keys.New()).WriteAsync(CancellationToken.None));

            Assert.Contains("2 names (hard links)", checkedFor.Message, StringComparison.Ordinal);
            Assert.Equal((Profile, Profile), (directory.Text(name), directory.Text(name + "-too")));
        }
    }

    [Fact]
    public async Task A_file_that_another_rotation_is_putting_in_its_place_is_none_with_two_names()
    {
        string path = directory.Put("credentials", Profile);
        await HardLinkAsync(path, directory["credentials.keyrotation-0123456789abcdef0123456789abcdef.tmp"]);
        var destination = new ProfileDestination(new NameTemplate("p"), path);

        await destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None);
        await destination.Begin(Keys.New()).WriteAsync(CancellationToken.None);

        Assert.Equal(["credentials"], directory.Names);
    }

    [Fact]
    public async Task Links_in_a_circle_are_refused()
    {
        File.CreateSymbolicLink(directory["a"], "b");
        File.CreateSymbolicLink(directory["b"], "a");

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(
            () => new ProfileDestination(new NameTemplate("p"), directory["a"]).CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));

        Assert.Contains("circle", problem.Message, StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private static async Task HardLinkAsync(string path, string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows nothing tells how many names a file has.");
        (int exitCode, _, string error) = await Machine.RunAsync("ln", [path, name]);
        Assert.True(exitCode == 0, error);
    }

    private static bool IsTemporary(string path) => path.Contains(".keyrotation-", StringComparison.Ordinal);

    private static async Task WriteAndUndoAsync(IDestination destination)
    {
        IDelivery delivery = destination.Begin(Keys.New());
        await delivery.WriteAsync(CancellationToken.None);
        await delivery.UndoAsync(CancellationToken.None);
    }

    /// <summary>Keeps every permission that any file was ever seen with.</summary>
    private void Watch(ConcurrentDictionary<string, UnixFileMode> seen, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            foreach (string path in Directory.EnumerateFiles(directory.Root))
            {
                try
                {
#pragma warning disable CA1416 // Skipped there.
                    UnixFileMode mode = File.GetUnixFileMode(path);
#pragma warning restore CA1416
                    seen.AddOrUpdate(path, mode, (_, before) => before | mode);
                }
                catch (FileNotFoundException)
                {
                    continue;
                }
            }
        }
    }
}
