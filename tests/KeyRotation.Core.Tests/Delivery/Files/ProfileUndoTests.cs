using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Files;
using Xunit;

namespace KeyRotation.Tests.Delivery.Files;

/// <summary>An undo brings the profile back in the file as it is then, and leaves what others did.</summary>
public sealed class ProfileUndoTests : IDisposable
{
    private const string Profile = $"[p]\naws_access_key_id = {Keys.OldId}\naws_secret_access_key = {Keys.OldSecret}\n";

    private readonly TemporaryDirectory directory = new();

    [Fact]
    public async Task A_change_of_another_profile_made_meanwhile_is_kept()
    {
        IDelivery delivery = await WrittenAsync($"[a]\nx = 1\n{Profile}[z]");
        Edit(text => text.Replace("x = 1", "x = 2\ny = 3", StringComparison.Ordinal) + "z = 4\n");

        await delivery.UndoAsync(CancellationToken.None);

        Assert.Equal($"[a]\nx = 2\ny = 3\n{Profile}[z]z = 4\n", directory.Text("credentials"));
    }

    [Fact]
    public async Task A_profile_that_was_added_goes_and_one_that_came_after_it_stays()
    {
        IDelivery delivery = await WrittenAsync("[a]\nx = 1");
        Edit(text => text + "[z]\nx = 2\n");

        await delivery.UndoAsync(CancellationToken.None);

        Assert.Equal("[a]\nx = 1\n[z]\nx = 2\n", directory.Text("credentials"));
    }

    [Fact]
    public async Task A_setting_that_somebody_put_into_the_added_profile_stays_in_it()
    {
        IDelivery delivery = await WrittenAsync("[a]\nx = 1\n");
        Edit(text => text + "region = eu-west-1\n");

        await delivery.UndoAsync(CancellationToken.None);

        Assert.Equal("[a]\nx = 1\n[p]\nregion = eu-west-1\n", directory.Text("credentials"));
    }

    [Fact]
    public async Task Line_ends_that_changed_meanwhile_are_no_hindrance()
    {
        IDelivery delivery = await WrittenAsync("[a]\nx = 1");
        Edit(text => text.Replace("\n", "\r\n", StringComparison.Ordinal));

        await delivery.UndoAsync(CancellationToken.None);

        Assert.Equal("[a]\r\nx = 1", directory.Text("credentials"));
    }

    [Fact]
    public async Task A_file_that_was_made_stays_when_somebody_else_put_a_profile_into_it()
    {
        var destination = new ProfileDestination(new NameTemplate("p"), directory["new/credentials"]);
        IDelivery delivery = destination.Begin(Keys.New());
        await delivery.WriteAsync(CancellationToken.None);
        File.AppendAllText(directory["new/credentials"], "[z]\nx = 2\n");

        await delivery.UndoAsync(CancellationToken.None);

        Assert.Equal("[z]\nx = 2\n", directory.Text("new/credentials"));
    }

    [Theory]
    [InlineData(Keys.NewId, "AKIAOTHEROTHEROTHER3")]
    [InlineData(Keys.NewSecret, "another secret")]
    [InlineData("[p]", "[q]")]
    public async Task Another_key_that_somebody_put_there_meanwhile_is_left_and_said(string what, string became)
    {
        IDelivery delivery = await WrittenAsync(Profile);
        Edit(text => text.Replace(what, became, StringComparison.Ordinal));
        string changed = directory.Text("credentials");

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => delivery.UndoAsync(CancellationToken.None));

        Assert.Contains($"[p] in {directory["credentials"]} was changed by another program", problem.Message, StringComparison.Ordinal);
        Assert.Equal(changed, directory.Text("credentials"));
        Assert.Equal(["credentials"], directory.Names);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_not_made_again()
    {
        IDelivery delivery = await WrittenAsync(Profile);
        File.Delete(directory["credentials"]);

        await Assert.ThrowsAsync<DestinationException>(() => delivery.UndoAsync(CancellationToken.None));
        await Assert.ThrowsAsync<DestinationException>(() => delivery.ReadBackAsync(CancellationToken.None));

        Assert.Empty(directory.Names);
    }

    [Fact]
    public async Task What_somebody_else_took_back_already_is_no_failure()
    {
        IDelivery delivery = await WrittenAsync(Profile);
        directory.Put("credentials", "# by hand\n" + Profile);

        await delivery.UndoAsync(CancellationToken.None);

        Assert.Equal("# by hand\n" + Profile, directory.Text("credentials"));
    }

    [Fact]
    public async Task Without_a_write_there_is_nothing_to_undo()
    {
        directory.Put("credentials", Profile);

        await new ProfileDestination(new NameTemplate("p"), directory["credentials"]).Begin(Keys.New()).UndoAsync(CancellationToken.None);

        Assert.Equal(Profile, directory.Text("credentials"));
    }

    [Fact]
    public async Task A_key_that_is_written_twice_is_undone_once()
    {
        IDelivery delivery = await WrittenAsync(Profile);
        await delivery.WriteAsync(CancellationToken.None);

        await delivery.UndoAsync(CancellationToken.None);

        Assert.Equal(Profile, directory.Text("credentials"));
    }

    [Fact]
    public async Task The_mode_comes_back_with_the_content_and_only_then()
    {
        const UnixFileMode loose = Keys.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        directory.Put("credentials", Profile);
        directory.SetMode("credentials", loose);
        IDelivery delivery = await WrittenAsync(Profile);
        Assert.Equal(Keys.OwnerOnly, directory.Mode("credentials"));

        await delivery.UndoAsync(CancellationToken.None);
        Assert.Equal(loose, directory.Mode("credentials"));

        // Another rotation put its secret there meanwhile: it must not become readable.
        await delivery.WriteAsync(CancellationToken.None);
        await new ProfileDestination(new NameTemplate("q"), directory["credentials"]).Begin(Keys.New()).WriteAsync(CancellationToken.None);
        await delivery.UndoAsync(CancellationToken.None);
        Assert.Equal(Keys.OwnerOnly, directory.Mode("credentials"));
    }

    public void Dispose() => directory.Dispose();

    private async Task<IDelivery> WrittenAsync(string before)
    {
        if (!File.Exists(directory["credentials"]))
        {
            directory.Put("credentials", before);
        }

        IDelivery delivery = new ProfileDestination(new NameTemplate("p"), directory["credentials"]).Begin(Keys.New());
        await delivery.WriteAsync(CancellationToken.None);
        return delivery;
    }

    private void Edit(Func<string, string> change) => directory.Put("credentials", change(directory.Text("credentials")));
}
