using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Files;
using Xunit;

namespace KeyRotation.Tests.Delivery.Files;

/// <summary>The AWS CLI reads what was written.</summary>
public sealed class AwsCommandLineTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Theory]
    [InlineData("p", "[default]\r\nregion = x\r\n[p]\r\naws_secret_access_key=old\r\naws_access_key_id=old\r\ns3 =\r\n  max = 1")]
    [InlineData("p", "[p]\n    # indented\n    region = eu-west-1\n    s3 =\n      max = 1\n\n[z]\naws_access_key_id = other")]
    [InlineData("\u00FCber uns", "")]
    public async Task A_profile_is_read(string name, string before)
    {
        directory.Put("credentials", before);
        await new ProfileDestination(new NameTemplate(name), directory["credentials"], overwrite: true).Begin(Keys.New()).WriteAsync(CancellationToken.None);

        Assert.Equal((0, Keys.NewId), await AwsAsync("configure", "get", "aws_access_key_id", "--profile", name));
        Assert.Equal((0, Keys.NewSecret), await AwsAsync("configure", "get", "aws_secret_access_key", "--profile", name));
    }

    [Fact]
    public async Task A_profile_is_listed_as_the_source_of_the_credentials()
    {
        directory.Put("credentials", "[z]\naws_access_key_id = other");
        await new ProfileDestination(new NameTemplate("p"), directory["credentials"]).Begin(Keys.New()).WriteAsync(CancellationToken.None);

        (int exitCode, string list) = await AwsAsync("configure", "list", "--profile", "p");

        Assert.Equal(0, exitCode);
        Assert.Contains("shared-credentials-file", list, StringComparison.Ordinal);
        Assert.Contains("****************" + Keys.NewId[^4..], list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_of_the_command_lines_form_is_imported()
    {
        (_, string version) = await AwsAsync("--version");
        Assert.SkipUnless(version.StartsWith("aws-cli/2", StringComparison.Ordinal), $"'aws configure import' came with version 2, and this is {version}.");
        await new CsvDestination(new NameTemplate(directory["key.csv"]), CsvForm.CommandLine, overwrite: false).Begin(Keys.New()).WriteAsync(CancellationToken.None);

        (int exitCode, string said) = await AwsAsync("configure", "import", "--csv", "file://" + directory["key.csv"]);

        Assert.True(exitCode == 0, said);
        var destination = new ProfileDestination(new NameTemplate("{UserName}"), directory["credentials"]);
        StoredKey? imported = await destination.FindAsync(Keys.Owner, Keys.NewId, CancellationToken.None);
        Assert.Equal(Keys.NewSecret, SecretText.Reveal(imported!.SecretAccessKey));
    }

    public void Dispose() => directory.Dispose();

    private async Task<(int ExitCode, string Said)> AwsAsync(params string[] arguments)
    {
        (int exitCode, string output, string error) = await Machine.RunAsync("aws", arguments, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_SHARED_CREDENTIALS_FILE"] = directory["credentials"],
            ["AWS_CONFIG_FILE"] = directory["config"],
            ["AWS_ACCESS_KEY_ID"] = string.Empty,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["PYTHONUTF8"] = "1",
        });
        return (exitCode, output.Length == 0 ? error : output);
    }
}
