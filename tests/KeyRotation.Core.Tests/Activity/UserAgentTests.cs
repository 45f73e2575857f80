using System.Linq;
using KeyRotation.Activity;
using Xunit;

namespace KeyRotation.Tests.Activity;

/// <summary>What programs call themselves, as the event history has it.</summary>
public sealed class UserAgentTests
{
    [Theory]
    [InlineData("Boto3/1.34.14 md/Botocore#1.34.14 ua/2.0 os/linux#5.10.201 md/arch#x86_64 lang/python#3.11.6 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.34.14", "Boto3/1.34")]
    [InlineData("aws-cli/2.15.10 Python/3.11.6 Linux/5.10.201 exe/x86_64.ubuntu.22 prompt/off command/s3.ls", "aws-cli/2")]
    [InlineData("[aws-cli/1.29.0 Python/3.9.16 Linux/4.14 botocore/1.31.0]", "aws-cli/1")]
    [InlineData("APN/1.0 HashiCorp/1.0 Terraform/1.6.6 (+https://www.terraform.io) terraform-provider-aws/5.31.0 (+https://registry.terraform.io) aws-sdk-go-v2/1.24.0 os/linux lang/go#1.21.3", "terraform/1.6")]
    [InlineData("aws-sdk-go-v2/1.24.0 os/linux lang/go#1.21.3 md/GOOS#linux", "aws-sdk-go-v2/1.24")]
    [InlineData("aws-sdk-java/2.20.1 Linux/5.10 OpenJDK_64-Bit_Server_VM/17.0.9", "aws-sdk-java/2.20")]
    [InlineData("aws-sdk-js/3.477.0 ua/2.0 os/linux#5.10 lang/js md/nodejs#18.19.0", "aws-sdk-js/3.477")]
    [InlineData("AWSPowerShell.Common/4.1.500.0 .NET_Core/8.0.1 OS/Linux", "AWSPowerShell.Common/4.1")]
    [InlineData("KeyRotation/0.1.0", "KeyRotation/0.1")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36", "Chrome/120")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0", "Firefox/121")]
    [InlineData("cloudformation.amazonaws.com", "cloudformation.amazonaws.com")]
    [InlineData("AWS Internal", "AWS")]
    [InlineData("", "(none)")]
    [InlineData(null, "(none)")]
    public void A_program_is_known_by_its_name_and_as_much_of_its_version_as_says_something(string? userAgent, string expected) =>
        Assert.Equal(expected, UserAgents.Normalize(userAgent));

    [Fact]
    public void What_would_control_a_terminal_is_taken_out() => Assert.Equal("evil?[2J/1.0", UserAgents.Normalize("evil\u001b[2J/1.0.3 x"));

    [Fact]
    public void A_name_without_end_is_cut() => Assert.Equal(65, UserAgents.Normalize(string.Concat(Enumerable.Repeat("ab-", 1000))).Length);
}
