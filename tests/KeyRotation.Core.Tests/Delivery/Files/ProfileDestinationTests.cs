using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Files;
using Xunit;

namespace KeyRotation.Tests.Delivery.Files;

/// <summary>What is written to a profile, what is read from it, and what is refused.</summary>
public sealed class ProfileDestinationTests : IDisposable
{
    private const string OldPair = $"aws_access_key_id = {Keys.OldId}\naws_secret_access_key = {Keys.OldSecret}\n";
    private const string NewPair = $"aws_access_key_id = {Keys.NewId}\naws_secret_access_key = {Keys.NewSecret}\n";

    private readonly TemporaryDirectory directory = new();

    public static TheoryData<string, string> Changes() => new()
    {
        { $"[p]\n{OldPair}", $"[p]\n{NewPair}" },
        { $"[a]\n{OldPair}[p]\n{OldPair}[z]\n{OldPair}", $"[a]\n{OldPair}[p]\n{NewPair}[z]\n{OldPair}" },
        { $"  [p] # ours\n{OldPair}", $"  [p] # ours\n{NewPair}" },
        { $"[p]\nAWS_Access_Key_Id={Keys.OldId} \n\tAWS_SECRET_ACCESS_KEY\t=\t{Keys.OldSecret}\t".Replace("\n\t", "\n", StringComparison.Ordinal), $"[p]\nAWS_Access_Key_Id={Keys.NewId} \nAWS_SECRET_ACCESS_KEY\t=\t{Keys.NewSecret}\t" },
        { "[p]\naws_access_key_id =\naws_secret_access_key = \n", $"[p]\naws_access_key_id ={Keys.NewId}\naws_secret_access_key = {Keys.NewSecret}\n" },
        { $"[p]\ns3 =\n  aws_access_key_id = nested\n{OldPair}", $"[p]\ns3 =\n  aws_access_key_id = nested\n{NewPair}" },
        { $"[profile p]\n{OldPair}", $"[profile p]\n{OldPair}[p]\n{NewPair}" },
        { string.Empty, $"[p]{Environment.NewLine}{NewPair.Replace("\n", Environment.NewLine, StringComparison.Ordinal)}" },
        { "# mine", $"# mine{Environment.NewLine}[p]{Environment.NewLine}{NewPair.Replace("\n", Environment.NewLine, StringComparison.Ordinal)}" },
        { "[a]\r\nx = 1", $"[a]\r\nx = 1\r\n[p]\r\n{NewPair.Replace("\n", "\r\n", StringComparison.Ordinal)}" },
        { "[p]", $"[p]{Environment.NewLine}{NewPair.Replace("\n", Environment.NewLine, StringComparison.Ordinal)}".TrimEnd() },
        { "[p]\n# none yet\n\n[z]\n", $"[p]\n{NewPair}# none yet\n\n[z]\n" },
        { "[p]\n  region = x\n  s3 =\n    y = 1\n\n[z]", $"[p]\n  region = x\n  s3 =\n    y = 1\n  aws_access_key_id = {Keys.NewId}\n  aws_secret_access_key = {Keys.NewSecret}\n\n[z]" },
        { $"[p]\naws_secret_access_key = {Keys.OldSecret}\r\nregion = x", $"[p]\naws_secret_access_key = {Keys.NewSecret}\r\nregion = x\r\naws_access_key_id = {Keys.NewId}" },
        { "[p]\naws_secret_access_key = x", $"[p]\naws_secret_access_key = {Keys.NewSecret}\naws_access_key_id = {Keys.NewId}" },
        { $"[p]\n{OldPair}role_arn = r\nsource_profile = p\n", $"[p]\n{NewPair}role_arn = r\nsource_profile = p\n" },
    };

    public static TheoryData<string, string> Refusals() => new()
    {
        { $"[p]\n{OldPair}[ p ]\nregion = x\n", "twice" },
        { $"[p]\n{OldPair}Aws_Access_Key_Id = other\n", "aws_access_key_id twice" },
        { $"[p]\n{OldPair}aws_secret_access_key =\n", "aws_secret_access_key twice" },
        { $"[p]\n{OldPair}aws_session_token = x\n", "temporary" },
        { "[p]\ncredential_process = /bin/x\n", "credential_process" },
        { "[p]\nsso_session = x\nsso_account_id = 1\n", "sso_session" },
        { "[p]\nrole_arn = x\nsource_profile = y\n", "role_arn" },
        { $"[p]\naws_access_key_id: {Keys.OldId}\n", "colon" },
        { $"[p]\naws_access_key_id = {Keys.OldId}\n  aws_secret_access_key = {Keys.OldSecret}\n", "indented" },
        { $"[p]\nregion = x\n  aws_access_key_id = {Keys.OldId}\n", "indented" },
        { $"[a]\nregion = x\n  [p]\n{OldPair}", "indented" },
        { $"[P]\n{OldPair}", "[P]" },
        { $"[ p\t]\nregion = x\n{OldPair}", "write [p]" },
        { $"[p] # see [b]\n{OldPair}", "write [p]" },
        { $"[p]]\n{OldPair}", "write [p]" },
        { $"[p]\naws_access_key_id = {Keys.OldId} # since May\naws_secret_access_key = {Keys.OldSecret}", "comment behind the value of aws_access_key_id" },
        { $"[p]\naws_access_key_id = {Keys.OldId}\naws_secret_access_key = {Keys.OldSecret} ; a", "comment behind the value of aws_secret_access_key" },
        { $"[p]\n{OldPair}region = x\nRegion = y\n", "Line 5" },
        { $"[p]\n{OldPair}no setting\n", "Line 4" },
        { $"[a]\nregion = x\nregion = y\n[p]\n{OldPair}", "Line 3" },
        { $"[p]\n{OldPair}[a]\nx = 1\n[a]\n", "Line 6" },
        { $"[a]\ns3 =\n  max: 1\n[p]\n{OldPair}", "Line 3" },
        { $"[a]\nregion", "Line 2" },
        { $"x = 1\n[p]\n{OldPair}", "Line 1" },
        { $"[]\n[p]\n{OldPair}", "Line 1" },
        { $"\uFEFF[p]\n{OldPair}", "byte order mark" },
        { $"[DEFAULT]\naws_session_token = x\n[p]\n{OldPair}", "[DEFAULT]" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_key_is_written_read_back_and_taken_back(string before, string after)
    {
        string path = directory.Put("credentials", before);
        var destination = new ProfileDestination(new NameTemplate("p"), path);
        await destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None);
        IDelivery delivery = destination.Begin(Keys.New());
        Assert.Equal(before, directory.Text("credentials"));

        await delivery.WriteAsync(CancellationToken.None);
        Assert.Equal(after, directory.Text("credentials"));
        StoredKey stored = await delivery.ReadBackAsync(CancellationToken.None);
        Assert.Equal((Keys.NewId, Keys.NewSecret), (stored.AccessKeyId, SecretText.Reveal(stored.SecretAccessKey)));

        await delivery.UndoAsync(CancellationToken.None);
        await delivery.UndoAsync(CancellationToken.None);
        Assert.Equal(before, directory.Text("credentials"));
        Assert.Equal(["credentials"], directory.Names);
    }

    [Fact]
    public async Task Botocore_reads_every_key_that_is_written()
    {
        string[] before = [.. Changes().Select(row => row.Data.Item1).Where(text => !text.Contains("role_arn", StringComparison.Ordinal))];
        for (int index = 0; index < before.Length; index++)
        {
            string path = directory.Put($"credentials-{index}", before[index]);
            await new ProfileDestination(new NameTemplate("p"), path).Begin(Keys.New()).WriteAsync(CancellationToken.None);
        }

        const string Program = """
            import os, sys
            try:
                import botocore.session
            except ImportError:
                sys.exit(9)
            for path in sys.argv[1:]:
                os.environ['AWS_SHARED_CREDENTIALS_FILE'] = path
                found = botocore.session.Session(profile='p').get_credentials()
                print(found.method, found.access_key, found.secret_key, found.token)
            """;
        (int exitCode, string output, string error) = await Machine.RunAsync(
            "python3",
            ["-c", Program, .. Enumerable.Range(0, before.Length).Select(index => directory[$"credentials-{index}"])],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AWS_CONFIG_FILE"] = directory["config"],
                ["AWS_ACCESS_KEY_ID"] = string.Empty,
                ["AWS_EC2_METADATA_DISABLED"] = "true",
                ["PYTHONUTF8"] = "1",
            });
        Assert.SkipWhen(exitCode == 9, "botocore is not installed on this machine.");
        Assert.True(exitCode == 0, error);

        Assert.All(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Equal($"shared-credentials-file {Keys.NewId} {Keys.NewSecret} None", line.TrimEnd()));
        Assert.Equal(before.Length, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_is_ambiguous_or_no_access_key_is_refused_before_anything_is_written(string text, string reason)
    {
        string path = directory.Put("credentials", text);
        var destination = new ProfileDestination(new NameTemplate("p"), path);

        DestinationException checkedFor = await Assert.ThrowsAsync<DestinationException>(() => destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));
        IDelivery delivery = destination.Begin(Keys.New());
        DestinationException written = await Assert.ThrowsAsync<DestinationException>(() => delivery.WriteAsync(CancellationToken.None));
        await delivery.UndoAsync(CancellationToken.None);

        Assert.Equal(FailureCategory.InvalidData, checkedFor.Category);
        Assert.Contains(reason, checkedFor.Message, StringComparison.Ordinal);
        Assert.Contains(path, checkedFor.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret+", checkedFor.ToString() + written, StringComparison.Ordinal);
        Assert.Equal(checkedFor.Message, written.Message);
        Assert.Equal(text, directory.Text("credentials"));
        Assert.Equal(["credentials"], directory.Names);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a]b")]
    [InlineData("[a")]
    [InlineData("a\nb")]
    [InlineData("a\u0007b")]
    [InlineData(" a")]
    [InlineData("profile a")]
    public async Task A_name_that_no_section_can_have_is_refused(string name)
    {
        var destination = new ProfileDestination(new NameTemplate(name), directory["credentials"]);

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));

        Assert.Equal(FailureCategory.InvalidArgument, problem.Category);
        Assert.DoesNotContain('\n', problem.Message);
    }

    [Fact]
    public async Task The_names_of_profiles_are_made_from_the_owner_and_the_key()
    {
        var destination = new ProfileDestination(new NameTemplate("{AccountId}-{UserName}-{AccessKeyId}"), directory["credentials"]);
        IDelivery delivery = destination.Begin(Keys.New());
        await delivery.WriteAsync(CancellationToken.None);

        Assert.Equal($"[123456789012-svc-billing-{Keys.NewId}] in {directory["credentials"]}", delivery.Receipt);
        Assert.StartsWith($"[123456789012-svc-billing-{Keys.NewId}]", directory.Text("credentials"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finding_tells_whether_the_profile_holds_the_key_now()
    {
        var destination = new ProfileDestination(new NameTemplate("p"), directory["credentials"]);
        Assert.Null(await destination.FindAsync(Keys.Owner, Keys.OldId, CancellationToken.None));

        directory.Put("credentials", $"[p]\n{OldPair}[q]\naws_access_key_id = {Keys.NewId}\n");
        Assert.Equal(Keys.OldSecret, SecretText.Reveal((await destination.FindAsync(Keys.Owner, Keys.OldId, CancellationToken.None))!.SecretAccessKey));
        Assert.Null(await destination.FindAsync(Keys.Owner, Keys.NewId, CancellationToken.None));

        directory.Put("credentials", $"[p]\naws_access_key_id = {Keys.OldId}\n");
        Assert.Null(await destination.FindAsync(Keys.Owner, Keys.OldId, CancellationToken.None));
    }

    [Fact]
    public async Task A_file_and_its_directories_are_made_for_the_owner_only_and_taken_away_again()
    {
        var destination = new ProfileDestination(new NameTemplate("p"), directory["home/.aws/credentials"]);
        await destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None);
        Assert.Empty(directory.Names);
        IDelivery delivery = destination.Begin(Keys.New());

        await delivery.WriteAsync(CancellationToken.None);
        Assert.Equal($"[p]\n{NewPair}", directory.Text("home/.aws/credentials").ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(Keys.OwnerOnly | UnixFileMode.UserExecute, directory.Mode("home/.aws"));
            Assert.Equal(Keys.OwnerOnly, directory.Mode("home/.aws/credentials"));
        }

        await delivery.UndoAsync(CancellationToken.None);
        Assert.Empty(directory.Names);
        await delivery.UndoAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData("AKIATHIRDTHIRDTHIRD3", "key AKIATHIRDTHIRDTHIRD3")]
    [InlineData("a/Secret+inTheWrongPlaceinTheWrongPlace0=", "is not that of an access key")]
    public async Task Another_key_is_refused_with_its_id_and_written_over_only_when_asked(string id, string said)
    {
        string before = $"[p]\naws_access_key_id = {id}\naws_secret_access_key = {Keys.OldSecret}\n";
        string path = directory.Put("credentials", before);
        var careful = new ProfileDestination(new NameTemplate("p"), path);

        DestinationException checkedFor = await Assert.ThrowsAsync<DestinationException>(() => careful.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));
        DestinationException written = await Assert.ThrowsAsync<DestinationException>(() => careful.Begin(Keys.New()).WriteAsync(CancellationToken.None));

        Assert.Equal(before, directory.Text("credentials"));
        Assert.Contains(said, checkedFor.Message, StringComparison.Ordinal);
        Assert.Contains("-Force", checkedFor.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret+", checkedFor.Message, StringComparison.Ordinal);
        Assert.Equal((true, checkedFor.Message), (written.IsAnotherKeyThere, written.Message));

        var forced = new ProfileDestination(new NameTemplate("p"), path, overwrite: true);
        await forced.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None);
        IDelivery delivery = forced.Begin(Keys.New());
        await delivery.WriteAsync(CancellationToken.None);
        Assert.Equal($"[p]\n{NewPair}", directory.Text("credentials"));
        await delivery.UndoAsync(CancellationToken.None);
        Assert.Equal(before, directory.Text("credentials"));
    }

    [Fact]
    public async Task A_file_in_another_encoding_than_UTF8_is_refused_with_its_line_and_left_alone()
    {
        byte[] before = [.. "# a\r\n# caf"u8, 0xE9, 0xFF, 0x80, .. "\r\n[p]\n"u8, .. Encoding.ASCII.GetBytes(OldPair)];
        var destination = new ProfileDestination(new NameTemplate("p"), directory.Put("credentials", before));

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));
        await Assert.ThrowsAsync<DestinationException>(() => destination.Begin(Keys.New()).WriteAsync(CancellationToken.None));

        Assert.Contains($"Line 2 of {directory["credentials"]} has bytes that are not UTF-8", problem.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(directory["credentials"]));
    }

    [Fact]
    public async Task What_is_not_a_text_file_is_refused()
    {
        foreach (byte[] bytes in new[] { "[p]\n\0"u8.ToArray(), [0xFF, 0xFE, 0x5B, 0x00, 0x70], [0xFE, 0xFF, 0xD8, 0x00, 0x00, 0x41] })
        {
            var destination = new ProfileDestination(new NameTemplate("p"), directory.Put("credentials", bytes));
            DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));
            Assert.Equal(FailureCategory.InvalidData, problem.Category);
        }
    }

    [Fact]
    public async Task Under_a_cancelled_token_nothing_is_done()
    {
        var destination = new ProfileDestination(new NameTemplate("p"), directory["new/credentials"]);
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
}
