using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery.Files;
using KeyRotation.Delivery;
using KeyRotation.Files;
using Xunit;

namespace KeyRotation.Tests.Delivery.Files;

/// <summary>Writers of one file wait for each other, lose nothing, and a dead one locks nobody out.</summary>
public sealed class ProfileLockTests : IDisposable
{
    private readonly TemporaryDirectory directory = TemporaryDirectory.Fast();
    private readonly HurriedTime time = new();

    private string LockPath => directory["credentials.keyrotation.lock"];

    [Fact]
    public async Task Many_writers_at_once_lose_no_change()
    {
        string[] names = Enumerable.Range(0, 24).Select(number => "profile-" + number).ToArray();
        directory.Put("credentials", "# head\n" + string.Concat(names.Take(12).Select(name => $"[{name}]\naws_access_key_id = old\naws_secret_access_key = old\n")));

        await Task.WhenAll(names.Select(name => Task.Run(() => To(name).Begin(Keys.New("AKIA" + name)).WriteAsync(CancellationToken.None))));
        foreach (string name in names)
        {
            Assert.NotNull(await To(name).FindAsync(Keys.Owner, "AKIA" + name, CancellationToken.None));
        }

        Assert.StartsWith("# head\n[profile-0]\naws_access_key_id = AKIAprofile-0\n", directory.Text("credentials"), StringComparison.Ordinal);
        Assert.Equal(["credentials"], directory.Names);
    }

    [Fact]
    public async Task Many_writers_that_take_their_keys_back_leave_no_file_and_no_directory()
    {
        List<IDelivery> deliveries = Enumerable.Range(0, 12)
            .Select(number => new ProfileDestination(new NameTemplate("profile-" + number), directory["new/credentials"]).Begin(Keys.New()))
            .ToList();

        await Task.WhenAll(deliveries.Select(delivery => Task.Run(() => delivery.WriteAsync(CancellationToken.None))));
        await Task.WhenAll(deliveries.Select(delivery => Task.Run(() => delivery.UndoAsync(CancellationToken.None))));

        // The first to write made the directory, and the file's last profile may not be its own.
        Assert.DoesNotContain(directory.Names, name => name.Contains("keyrotation", StringComparison.Ordinal));
        Assert.True(!File.Exists(directory["new/credentials"]) || directory.Text("new/credentials").Length == 0);
    }

    [Fact]
    public async Task A_writer_waits_for_another_process_and_goes_on_when_that_ends()
    {
        using Holder holder = await Holder.StartAsync(LockPath);
        int waits = 0;
        time.OnWait = () =>
        {
            if (++waits == 3)
            {
                holder.Kill();
            }
        };

        await new ProfileDestination(new NameTemplate("p"), directory["credentials"], time: time).Begin(Keys.New()).WriteAsync(CancellationToken.None);

        Assert.True(waits >= 3);
        Assert.Equal(["credentials"], directory.Names);
    }

    [Fact]
    public async Task A_writer_that_waits_too_long_names_the_lock_file_and_changes_nothing()
    {
        directory.Put("credentials", "[p]\n");
        using (new FileStream(LockPath, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            IDelivery delivery = new ProfileDestination(new NameTemplate("p"), directory["credentials"], time: time).Begin(Keys.New());
            DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => delivery.WriteAsync(CancellationToken.None));

            Assert.Equal(FailureCategory.ResourceBusy, problem.Category);
            Assert.Contains(LockPath, problem.Message, StringComparison.Ordinal);
            Assert.InRange(time.Passed.TotalSeconds, 10, 11);
        }

        Assert.Equal("[p]\n", directory.Text("credentials"));
    }

    [Fact]
    public async Task A_writer_that_waits_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        time.OnWait = stop.Cancel;
        using (new FileStream(LockPath, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            IDelivery delivery = new ProfileDestination(new NameTemplate("p"), directory["credentials"], time: time).Begin(Keys.New());
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.WriteAsync(stop.Token));
        }

        Assert.False(File.Exists(directory["credentials"]));
    }

    [Fact]
    public async Task What_a_killed_process_left_locks_nobody_out_and_its_secret_is_removed()
    {
        directory.Put("credentials.keyrotation.lock", string.Empty);
        directory.Put("credentials.keyrotation-0123456789abcdef0123456789abcdef.tmp", "a secret");
        directory.Put("credentials.bak", "somebody's");

        await To("p").Begin(Keys.New()).WriteAsync(CancellationToken.None);

        Assert.Equal(["credentials", "credentials.bak"], directory.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_lock_file_that_cannot_be_opened_is_said()
    {
        Directory.CreateDirectory(LockPath);

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => To("p").Begin(Keys.New()).WriteAsync(CancellationToken.None));

        Assert.Contains(LockPath, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lock_file_that_is_a_link_is_refused_and_what_it_leads_to_is_left(bool leadsSomewhere)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows links need a privilege.");
        if (leadsSomewhere)
        {
            directory.Put("precious", "somebody's");
        }

        File.CreateSymbolicLink(LockPath, "precious");

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => To("p").Begin(Keys.New()).WriteAsync(CancellationToken.None));

        Assert.Contains(LockPath, problem.Message, StringComparison.Ordinal);
        Assert.Equal(leadsSomewhere, File.Exists(directory["precious"]));
        Assert.Equal(leadsSomewhere ? "somebody's" : null, leadsSomewhere ? directory.Text("precious") : null);
        Assert.False(File.Exists(directory["credentials"]));
        Assert.Equal("precious", new FileInfo(LockPath).LinkTarget);
    }

    [Fact]
    public void A_file_is_compared_when_all_is_on_the_disk_and_only_the_last_step_is_left()
    {
        string path = directory.Put("credentials", "before");
        string seen = string.Empty;

        bool replaced = PrivateFile.TryReplace(path, "after"u8.ToArray(), UnixStatus.Of(path), UnixStatus.OwnerOnly, () =>
        {
            seen = File.ReadAllText(directory[directory.Names.Single(name => name.EndsWith(".tmp", StringComparison.Ordinal))]);
            directory.Put("credentials", "of an editor that knows no lock");
            return PrivateFile.IsNow(path, "before"u8.ToArray());
        });

        Assert.Equal((false, "after", "of an editor that knows no lock"), (replaced, seen, directory.Text("credentials")));
        Assert.Equal(["credentials"], directory.Names);
    }

    [Fact]
    public async Task The_lock_is_held_by_one_at_a_time()
    {
        int inside = 0;
        int most = 0;
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            for (int turn = 0; turn < 300; turn++)
            {
                // The clock of the test waits for nothing: everybody tries all the time, and may give up.
                try
                {
                    using FileLock held = await FileLock.AcquireAsync(directory["credentials"], time, CancellationToken.None);
                    most = Math.Max(most, Interlocked.Increment(ref inside));
                    Thread.SpinWait(3000);
                    most = Math.Max(most, Volatile.Read(ref inside));
                    Interlocked.Decrement(ref inside);
                }
                catch (DestinationException)
                {
                    continue;
                }
            }
        })));

        Assert.Equal(1, most);
    }

    public void Dispose() => directory.Dispose();

    private ProfileDestination To(string name) => new(new NameTemplate(name), directory["credentials"], overwrite: true);
}
