using System;
using System.IO;
using KeyRotation.Export;
using KeyRotation.Tests.Delivery.Files;
using Xunit;

namespace KeyRotation.Tests.Export;

public sealed class ReportFileTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_file_that_is_there_is_left_alone_unless_it_may_be_replaced()
    {
        directory.Put("a.html", "old");

        var problem = Assert.Throws<KeyRotationException>(() => ReportFile.Write(directory["a.html"], "new", overwrite: false));
        Assert.Equal("ReportExists", problem.ErrorId);
        Assert.Equal("old", directory.Text("a.html"));

        ReportFile.Write(directory["a.html"], "new", overwrite: true);
        Assert.Equal("new", directory.Text("a.html"));
        Assert.Equal(["a.html"], directory.Names);
    }

    [Fact]
    public void A_new_file_is_as_readable_as_any_other_and_a_replaced_one_as_it_was()
    {
        File.WriteAllText(directory["any"], string.Empty);
        ReportFile.Write(directory["new.html"], "x", overwrite: true);
        Assert.Equal(directory.Mode("any"), directory.Mode("new.html"));

        directory.SetMode("new.html", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        ReportFile.Write(directory["new.html"], "y", overwrite: true);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, directory.Mode("new.html"));
    }

    [Fact]
    public void A_link_stays_a_link_when_its_file_is_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows makes links for administrators only.");
        directory.Put("real.html", "old");
        File.CreateSymbolicLink(directory["link.html"], directory["real.html"]);

        ReportFile.Write(directory["link.html"], "new", overwrite: true);

        Assert.Equal("new", directory.Text("real.html"));
        Assert.Equal(directory["real.html"], File.ResolveLinkTarget(directory["link.html"], returnFinalTarget: true)!.FullName);
    }

    [Theory]
    [InlineData("missing/a.html")]
    [InlineData("file/a.html")]
    [InlineData("folder")]
    public void A_place_that_cannot_hold_a_file_is_refused_before_and_nothing_is_left(string name)
    {
        directory.Put("file", "x");
        Directory.CreateDirectory(directory["folder"]);

        foreach (Action write in new Action[] { () => ReportFile.Check(directory[name], overwrite: true), () => ReportFile.Write(directory[name], "x", overwrite: true) })
        {
            Assert.Equal("ReportNotWritten", Assert.Throws<KeyRotationException>(write).ErrorId);
        }

        Assert.Equal(2, System.Linq.Enumerable.Count(directory.Names));
    }

    [Fact]
    public void A_write_that_fails_leaves_nothing()
    {
        // The name is as long as a name may be, and that of the temporary file beside it is longer.
        string longest = new string('a', 250) + ".html";

        var problem = Assert.Throws<KeyRotationException>(() => ReportFile.Write(directory[longest], "x", overwrite: true));

        Assert.Equal("ReportNotWritten", problem.ErrorId);
        Assert.Empty(directory.Names);
    }
}
