using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Files;
using Xunit;

namespace KeyRotation.Tests.Delivery.Files;

/// <summary>What the file system refuses leaves everything as it was, no secret lying about, and says what to do.</summary>
public sealed class FileFailureTests : IDisposable
{
    /// <summary>A profile, and an env file of other variables.</summary>
    private static readonly string Profile = $"# {new string('x', 9000)}\n[p]\naws_access_key_id = {Keys.OldId}\naws_secret_access_key = {Keys.OldSecret}\n";

    private readonly TemporaryDirectory directory = new();

    public static TheoryData<string> Kinds() => ["Profile", "Csv", "Env"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_full_disk_leaves_the_file_as_it_was_and_no_temporary_one(string kind)
    {
        Directory.CreateDirectory(directory["disk"]);
        await Machine.AsRootAsync("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", directory["disk"]);
        try
        {
            directory.Put("disk/file", Profile);
            if (kind == "Csv")
            {
                // The little that is left over.
                File.WriteAllBytes(directory["disk/filler"], new byte[4096]);
            }

            DestinationException problem = await FailsAsync(To(kind, "disk/file"));

            Assert.Equal(FailureCategory.LimitsExceeded, problem.Category);
            Assert.Contains("Make room", problem.Message, StringComparison.Ordinal);
            Assert.Equal(Profile, directory.Text("disk/file"));
            Assert.DoesNotContain(directory.Names, name => name.Contains("keyrotation", StringComparison.Ordinal));
        }
        finally
        {
            await Machine.RunAsync("umount", [directory["disk"]]);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_disk_that_is_read_only_is_refused(string kind)
    {
        Directory.CreateDirectory(directory["disk"]);
        await Machine.AsRootAsync("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", directory["disk"]);
        try
        {
            IDestination destination = To(kind, "disk/file");
            DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));
            Assert.Equal(FailureCategory.PermissionDenied, problem.Category);
            Assert.Equal(FailureCategory.PermissionDenied, (await FailsAsync(destination)).Category);
        }
        finally
        {
            await Machine.RunAsync("umount", [directory["disk"]]);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_read_only_directory_is_refused(string kind)
    {
        Assert.SkipWhen(Environment.UserName == "root", "Root may write everywhere; for root, a disk that is mounted read-only is tested.");
        Directory.CreateDirectory(directory["closed"]);
        directory.SetMode("closed", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            IDestination destination = To(kind, "closed/file");
            DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));
            Assert.Equal(FailureCategory.PermissionDenied, problem.Category);
            Assert.Equal(FailureCategory.PermissionDenied, (await FailsAsync(destination)).Category);
        }
        finally
        {
            directory.SetMode("closed", Keys.OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_read_only_file_is_refused(string kind)
    {
        directory.Put("file", Profile);
        File.SetAttributes(directory["file"], FileAttributes.ReadOnly);

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => To(kind, "file").CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));

        Assert.Equal(FailureCategory.PermissionDenied, problem.Category);
        Assert.Contains("read-only", problem.Message, StringComparison.Ordinal);
        File.SetAttributes(directory["file"], FileAttributes.Normal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_directory_in_the_files_place_or_a_file_in_the_directorys_place_is_refused(string kind)
    {
        Directory.CreateDirectory(directory["folder"]);
        directory.Put("plain", "x");
        foreach (string place in new[] { "folder", "plain/file", "plain/a/file" })
        {
            IDestination destination = To(kind, place);
            DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));
            Assert.Equal(FailureCategory.InvalidArgument, problem.Category);
            await FailsAsync(destination);
        }

        Assert.Equal(["folder", "plain"], directory.Names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("credentials")]
    [InlineData("/")]
    [InlineData("/tmp/..")]
    public async Task A_path_that_is_not_a_full_path_of_a_file_is_refused(string path)
    {
        foreach (IDestination destination in new IDestination[] { new ProfileDestination(new NameTemplate("p"), path), new CsvDestination(new NameTemplate(path), CsvForm.Console, overwrite: true), KeyFileDestination.Environment(new NameTemplate(path), form: null, overwrite: true) })
        {
            DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));
            Assert.Equal(FailureCategory.InvalidArgument, problem.Category);
            await FailsAsync(destination);
        }
    }

    [Fact]
    public async Task A_pipe_is_refused_and_not_waited_for()
    {
        (int exitCode, _, _) = await Machine.RunAsync("mkfifo", [directory["pipe"]]);
        Assert.SkipUnless(exitCode == 0, "mkfifo does not work here.");
        var destination = new ProfileDestination(new NameTemplate("p"), directory["pipe"]);

        await Assert.ThrowsAsync<DestinationException>(() => destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));
        await FailsAsync(destination);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_directory_that_vanished_is_said_by_the_undo_of_what_was_in_it(string kind)
    {
        Directory.CreateDirectory(directory["gone"]);
        directory.Put("gone/file", Profile);
        IDelivery delivery = To(kind, "gone/file").Begin(Keys.New());
        await delivery.WriteAsync(CancellationToken.None);
        Directory.Delete(directory["gone"], recursive: true);

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => delivery.UndoAsync(CancellationToken.None));

        Assert.Contains("gone/file", problem.Message, StringComparison.Ordinal);
        Assert.Empty(directory.Names);
    }

    [Fact]
    public async Task Directories_that_were_made_for_a_write_that_failed_are_taken_away()
    {
        Directory.CreateDirectory(directory["a"]);
        IDelivery delivery = To("Profile", "a/b/c/file").Begin(Keys.New());
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.WriteAsync(stop.Token));

        Assert.Equal(["a"], directory.Names);
    }

    public void Dispose() => directory.Dispose();

    private static async Task<DestinationException> FailsAsync(IDestination destination)
    {
        IDelivery delivery = destination.Begin(Keys.New());
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => delivery.WriteAsync(CancellationToken.None));
        await delivery.UndoAsync(CancellationToken.None);
        Assert.DoesNotContain("Secret+", problem.ToString(), StringComparison.Ordinal);
        return problem;
    }

    private IDestination To(string kind, string place) => kind switch
    {
        "Profile" => new ProfileDestination(new NameTemplate("p"), directory[place]),
        "Env" => KeyFileDestination.Environment(new NameTemplate(directory[place]), form: null, overwrite: true),
        _ => new CsvDestination(new NameTemplate(directory[place]), CsvForm.Console, overwrite: true),
    };
}
