using System;
using System.IO;
using System.Linq;
using System.Threading;
using FsCheck;
using FsCheck.Fluent;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Files;
using Xunit;

namespace KeyRotation.Tests.Delivery.Files;

public sealed class ProfilePropertyTests
{
    [Fact]
    public void In_any_file_one_profile_changes_and_everything_else_stays_byte_for_byte_and_undone_all_of_it_is_as_before()
    {
        using TemporaryDirectory directory = TemporaryDirectory.Fast();
        string path = directory["credentials"];
        var destination = new ProfileDestination(new NameTemplate("target"), path, overwrite: true);
        Gen<RandomCredentials> files = Gen.Choose(0, int.MaxValue).Select(RandomCredentials.Make);

        Prop.ForAll(files.ToArbitrary(), file =>
        {
            File.WriteAllBytes(path, file.Before);
            IDelivery delivery = destination.Begin(Keys.New());

            Run(() => destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));
            Run(() => delivery.WriteAsync(CancellationToken.None));
            Assert.Equal(Shown(file.After), Shown(File.ReadAllBytes(path)));
            StoredKey? stored = destination.FindAsync(Keys.Owner, Keys.NewId, CancellationToken.None).GetAwaiter().GetResult();
            Assert.Equal(Keys.NewSecret, SecretText.Reveal(stored!.SecretAccessKey));

            Run(() => delivery.UndoAsync(CancellationToken.None));
            Assert.Equal(Shown(file.Before), Shown(File.ReadAllBytes(path)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

        Assert.Equal(["credentials"], directory.Names);
    }

    [Fact]
    public void A_file_that_the_AWS_CLI_may_not_read_is_refused_at_the_check_and_left_alone_or_written_as_meant()
    {
        using TemporaryDirectory directory = TemporaryDirectory.Fast();
        string path = directory["credentials"];
        var destination = new ProfileDestination(new NameTemplate("target"), path, overwrite: true);
        Gen<RandomCredentials> files = Gen.Choose(0, int.MaxValue).Select(RandomCredentials.MakeAny);

        Prop.ForAll(files.ToArbitrary(), file =>
        {
            File.WriteAllBytes(path, file.Before);
            bool isRefused = Refuses(() => destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));

            Assert.Equal(isRefused, Refuses(() => destination.Begin(Keys.New()).WriteAsync(CancellationToken.None)));

            Assert.Equal(Shown(isRefused ? file.Before : file.After), Shown(File.ReadAllBytes(path)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Any_bytes_are_written_and_taken_back_or_refused_and_left_alone()
    {
        using TemporaryDirectory directory = TemporaryDirectory.Fast();
        string path = directory["credentials"];
        string[] words = ["[target]", "[", "]", "aws_access_key_id", "aws_secret_access_key", "=", ":", " ", "\t", "\n", "\r", "#", ";", "x", "\u00E9", "\0", "\uFEFF"];
        Gen<byte[]> files = Gen.Elements(words).ArrayOf().Select(parts => System.Text.Encoding.UTF8.GetBytes(string.Concat(parts)));
        Prop.ForAll(files.ToArbitrary(), bytes =>
        {
            File.WriteAllBytes(path, bytes);
            IDelivery delivery = new ProfileDestination(new NameTemplate("target"), path, overwrite: true).Begin(Keys.New());
            bool written = false;
            try
            {
                Run(() => delivery.WriteAsync(CancellationToken.None));
                written = true;
                StoredKey stored = delivery.ReadBackAsync(CancellationToken.None).GetAwaiter().GetResult();
                Assert.Equal((Keys.NewId, Keys.NewSecret), (stored.AccessKeyId, SecretText.Reveal(stored.SecretAccessKey)));
            }
            catch (DestinationException) when (!written)
            {
                Assert.Equal(Shown(bytes), Shown(File.ReadAllBytes(path)));
            }

            Run(() => delivery.UndoAsync(CancellationToken.None));
            Assert.Equal(Shown(bytes), Shown(File.ReadAllBytes(path)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static void Run(Func<System.Threading.Tasks.Task> work) => work().GetAwaiter().GetResult();

    private static bool Refuses(Func<System.Threading.Tasks.Task> work)
    {
        try
        {
            Run(work);
            return false;
        }
        catch (DestinationException)
        {
            return true;
        }
    }

    /// <summary>One character a byte, and line ends that can be seen.</summary>
    private static string Shown(byte[] bytes) =>
        string.Concat(bytes.Select(value => value switch { 13 => "\\r", 10 => "\\n\n", _ => ((char)value).ToString() }));
}
