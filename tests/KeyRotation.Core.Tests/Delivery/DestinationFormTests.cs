using System;
using KeyRotation.Delivery;
using Xunit;

namespace KeyRotation.Tests.Delivery;

/// <summary>A destination as an object and as a text.</summary>
public sealed class DestinationFormTests
{
    public static TheoryData<Destination, string> Forms() => new()
    {
        { Destination.SecretsManager(), "SecretsManager" },
        { Destination.SecretsManager("app/{UserName}:x", "alias/mine"), "SecretsManager:app/{UserName}:x" },
        { Destination.ParameterStore("/deploy/{UserName}"), "ParameterStore:/deploy/{UserName}" },
        { Destination.Profile(name: null, "/home/svc/credentials"), "Profile" },
        { Destination.Csv(@"C:\keys\{UserName}.csv", CsvForm.CommandLine, overwrite: true), @"Csv:C:\keys\{UserName}.csv" },
        { Destination.Env("/etc/{UserName}.env"), "Env:/etc/{UserName}.env" },
        { Destination.Vault(), "Vault" },
        { Destination.Vault("mine"), "Vault:mine" },
        { Destination.Vault("mine", "a/b"), "Vault:mine/a/b" },
        { Destination.Vault(vault: null, "{UserName}"), "Vault:/{UserName}" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_destination_and_its_text_are_the_same(Destination destination, string text)
    {
        Destination read = Destination.Parse(text);

        Assert.Equal(text, destination.ToString());
        Assert.Equal(text, read.ToString());
        Assert.Equal((destination.Kind, destination.Name, destination.VaultName), (read.Kind, read.Name, read.VaultName));
    }

    [Fact]
    public void Options_that_are_not_given_are_left_to_the_cmdlet()
    {
        Destination read = Destination.Parse("csv:x.csv");
        Assert.Equal((null, null, null, null), (read.Form, read.Overwrite, read.KmsKeyId, read.CredentialsFile));

        // What PowerShell makes of $null.
        Destination empty = Destination.SecretsManager(string.Empty, string.Empty);
        Assert.Equal((null, null), (empty.Name, empty.KmsKeyId));
        Assert.Equal("mine", Destination.ParameterStore("/x", "mine").KmsKeyId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Nonsense:x")]
    [InlineData("SecretsManager:")]
    [InlineData("Csv")]
    [InlineData("Csv:")]
    [InlineData("env")]
    [InlineData("Vault:mine/")]
    public void A_text_that_is_no_destination_is_refused(string text) => Assert.Throws<FormatException>(() => Destination.Parse(text));

    [Fact]
    public void A_file_needs_a_path()
    {
        Assert.Throws<ArgumentException>(() => Destination.Csv(string.Empty));
        Assert.Throws<ArgumentException>(() => Destination.Env(string.Empty));
    }
}
