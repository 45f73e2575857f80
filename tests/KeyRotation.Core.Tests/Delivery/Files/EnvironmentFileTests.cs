using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Files;
using KeyRotation.Delivery.Forms;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Delivery.Files;

/// <summary>A key in an env file: its two values change and nothing else, and every reader reads the same.</summary>
public sealed class EnvironmentFileTests : IDisposable
{
    private const string Id = "AWS_ACCESS_KEY_ID";
    private const string Secret = "AWS_SECRET_ACCESS_KEY";
    private const string Old = $"{Id}={Keys.OldId}\n{Secret}={Keys.OldSecret}\n";
    private const string New = $"{Id}={Keys.NewId}\n{Secret}={Keys.NewSecret}\n";

    private readonly TemporaryDirectory directory = TemporaryDirectory.Fast();

    [Theory]
    [InlineData(null, New)]
    [InlineData("", New)]
    [InlineData(Old, New)]
    [InlineData("A=1", "A=1\n" + New)]
    [InlineData("A=1\r\n", $"A=1\r\n{Id}={Keys.NewId}\r\n{Secret}={Keys.NewSecret}\r\n")]
    [InlineData("export A=1\n", $"export A=1\nexport {Id}={Keys.NewId}\nexport {Secret}={Keys.NewSecret}\n")]
    [InlineData($"{Id}=\n{Secret}=\"\"\n", $"{Id}={Keys.NewId}\n{Secret}=\"{Keys.NewSecret}\"\n")]
    [InlineData($"\uFEFF# it's ours\r\n\r\n  export\t{Secret}='{Keys.OldSecret}'\r\nX=\"a b\" # don't\n;{Id}=x\n{Id}=\"{Keys.OldId}\"", $"\uFEFF# it's ours\r\n\r\n  export\t{Secret}='{Keys.NewSecret}'\r\nX=\"a b\" # don't\n;{Id}=x\n{Id}=\"{Keys.NewId}\"")]
    public async Task A_key_is_written_read_back_found_and_taken_back_byte_for_byte(string? before, string after)
    {
        if (before is not null)
        {
            directory.Put("svc.env", before);
            directory.SetMode("svc.env", Keys.OwnerOnly | UnixFileMode.GroupRead);
        }

        KeyFileDestination destination = To("svc.env");
        await destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None);
        IDelivery delivery = destination.Begin(Keys.New());
        await delivery.WriteAsync(CancellationToken.None);
        Assert.Equal((after, Keys.OwnerOnly), (directory.Text("svc.env"), directory.Mode("svc.env")));
        Assert.Equal(Keys.NewSecret, SecretText.Reveal((await delivery.ReadBackAsync(CancellationToken.None)).SecretAccessKey));
        StoredKey? found = await destination.FindAsync(Keys.Owner, Keys.NewId, CancellationToken.None);
        Assert.Equal(Keys.NewSecret, SecretText.Reveal(found!.SecretAccessKey));
        Assert.Null(await destination.FindAsync(Keys.Owner, Keys.OldId, CancellationToken.None));

        await delivery.UndoAsync(CancellationToken.None);
        await delivery.UndoAsync(CancellationToken.None);
        Assert.Equal(before, File.Exists(directory["svc.env"]) ? directory.Text("svc.env") : null);
        Assert.Equal(before is null ? [] : ["svc.env"], directory.Names);
        if (before is not null)
        {
            Assert.Equal(Keys.OwnerOnly | UnixFileMode.GroupRead, directory.Mode("svc.env"));
        }
    }

    [Theory]
    [InlineData(Old + $"{Id}={Keys.OldId}\n", "twice, in line 1 and in line 3")]
    [InlineData($"{Id}={Keys.OldId}\n", "only one of")]
    [InlineData($"{Id}={Keys.OldId} # ours\n{Secret}={Keys.OldSecret}\n", "in line 1 in a way")]
    [InlineData($"{Id} = {Keys.OldId}\n{Secret}={Keys.OldSecret}\n", "in line 1 in a way")]
    [InlineData($"{Id}={Keys.OldId}; {Secret}={Keys.OldSecret}\n", "in line 1 in a way")]
    [InlineData($"declare -x {Id}={Keys.OldId}\n", "in line 1 in a way")]
    [InlineData($"{Id}=$OTHER\n{Secret}={Keys.OldSecret}\n", "in line 1 in a way")]
    [InlineData($"{Id}={Keys.OldId}\n{Secret}=\"{Keys.OldSecret}\"x\n", "in line 2 in a way")]
    [InlineData("A='two\n" + Old + "'\n", "after line 1")]
    [InlineData("A=two \\\n" + Old, "after line 1")]
    public async Task What_programs_would_read_in_different_ways_is_refused_before_a_key_is_created_and_not_quoted(string text, string problem)
    {
        directory.Put("svc.env", text);

        DestinationException refused = await Assert.ThrowsAsync<DestinationException>(() => To("svc.env").CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));
        IDelivery delivery = To("svc.env").Begin(Keys.New());
        await Assert.ThrowsAsync<DestinationException>(() => delivery.WriteAsync(CancellationToken.None));
        await delivery.UndoAsync(CancellationToken.None);

        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Keys.OldSecret, refused.ToString(), StringComparison.Ordinal);
        Assert.Equal(text, directory.Text("svc.env"));
    }

    [Fact]
    public async Task A_value_that_programs_would_read_in_different_ways_is_not_written()
    {
        var form = new KeyForm { Members = new OrderedDictionary { ["NOTE"] = "two words" } };
        IDelivery delivery = To("svc.env", form).Begin(Keys.New());

        DestinationException refused = await Assert.ThrowsAsync<DestinationException>(() => delivery.WriteAsync(CancellationToken.None));

        Assert.Contains("NOTE", refused.Message, StringComparison.Ordinal);
        Assert.Empty(directory.Names);
        Assert.Throws<ArgumentException>(() => Destination.Env("/x").WithForm(new KeyForm { IdName = "aws.id" }));
        Assert.Throws<ArgumentException>(() => Destination.Env("/x").WithForm(new KeyForm { Path = "app" }));
    }

    [Fact]
    public async Task What_somebody_else_put_there_meanwhile_is_left_and_said()
    {
        directory.Put("svc.env", Old);
        IDelivery delivery = To("svc.env").Begin(Keys.New());
        await delivery.WriteAsync(CancellationToken.None);
        File.AppendAllText(directory["svc.env"], "B=2\n");

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => delivery.UndoAsync(CancellationToken.None));

        Assert.Equal(FailureCategory.ResourceBusy, problem.Category);
        Assert.Equal(New + "B=2\n", directory.Text("svc.env"));
    }

    [Fact]
    public async Task A_link_stays_and_a_file_of_several_names_is_refused()
    {
        directory.Put("real.env", Old);
        File.CreateSymbolicLink(directory["svc.env"], "real.env");
        IDelivery delivery = To("svc.env").Begin(Keys.New());
        await delivery.WriteAsync(CancellationToken.None);
        Assert.Equal((New, "real.env"), (directory.Text("real.env"), new FileInfo(directory["svc.env"]).LinkTarget));
        await delivery.UndoAsync(CancellationToken.None);

        (int exitCode, _, _) = await Machine.RunAsync("ln", [directory["real.env"], directory["twin.env"]]);
        Assert.SkipUnless(exitCode == 0, "ln does not work here.");
        await Assert.ThrowsAsync<DestinationException>(() => To("real.env").CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));
        await Assert.ThrowsAsync<DestinationException>(() => To("real.env").Begin(Keys.New()).WriteAsync(CancellationToken.None));
        Assert.Equal(Old, directory.Text("twin.env"));
    }

    [Fact]
    public async Task SMTP_credentials_lie_beside_the_key_and_a_key_alone_is_warned_of_where_they_are()
    {
        directory.Put("svc.env", Old);
        await To("svc.env", KeyForm.SesSmtp("eu-west-1")).Begin(Keys.New()).WriteAsync(CancellationToken.None);
        Assert.Equal($"{Old}SMTP_USERNAME={Keys.NewId}\nSMTP_PASSWORD={SesSmtpPassword.Of(Keys.NewSecret, "eu-west-1")}\n", directory.Text("svc.env"));

        var report = new RecordingReport();
        await KeyFileDestination.Environment(new NameTemplate(directory["svc.env"]), form: null, overwrite: false, report).CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None);
        Assert.Contains("SMTP password", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sh", "-c", "set -a; . \"$1\"; printf '%s %s' \"$AWS_ACCESS_KEY_ID\" \"$AWS_SECRET_ACCESS_KEY\"")]
    [InlineData("python3", "-c", "import sys\nv = dict(l.rstrip('\\n').split('=', 1) for l in open(sys.argv[2]) if '=' in l and l[0] != '#')\nprint(v['AWS_ACCESS_KEY_ID'], v['AWS_SECRET_ACCESS_KEY'], end='')")]
    public async Task Other_programs_read_the_new_key(string program, string option, string script)
    {
        directory.Put("svc.env", "# settings\nB=2\n" + Old);
        await To("svc.env").Begin(Keys.New()).WriteAsync(CancellationToken.None);

        (int exitCode, string output, string error) = await Machine.RunAsync(program, new List<string> { option, script, "x", directory["svc.env"] });

        Assert.Equal((0, $"{Keys.NewId} {Keys.NewSecret}"), (exitCode, output + error));
    }

    public void Dispose() => directory.Dispose();

    private KeyFileDestination To(string name, KeyForm? form = null) => KeyFileDestination.Environment(new NameTemplate(directory[name]), form, overwrite: false);
}
