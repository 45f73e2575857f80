using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Endpoints;

/// <summary>Signed calls against a server that checks every signature: scope, region, token and what is in the body.</summary>
public sealed class PartitionSigningTests
{
    [Theory]
    [InlineData("aws", "eu-central-1")]
    [InlineData("aws-cn", "cn-northwest-1")]
    [InlineData("aws-us-gov", "us-gov-east-1")]
    [InlineData("aws-iso", "us-iso-west-1")]
    [InlineData("aws-iso-b", "us-isob-west-1")]
    [InlineData("aws-iso-e", "eu-isoe-west-1")]
    [InlineData("aws-iso-f", "us-isof-east-1")]
    [InlineData("aws-eusc", "eusc-de-east-1")]
    public async Task Calls_are_signed_for_the_region_of_IAM_in_the_partition(string partition, string region)
    {
        await using var server = SandboxServer.Start(new SandboxOptions { Partition = partition });
        var options = new ConnectionOptions
        {
            EndpointUrl = server.Endpoint.AbsoluteUri,
            Region = region,
            AccessKey = server.Administrator.AccessKeyId,
            SecretKey = SecretText.Protect(server.Administrator.SecretAccessKey),
        };
        using AwsConnection connection = await AwsConnection.OpenAsync(options, TimeProvider.System, CancellationToken.None);

        IamUser user = Assert.Single(await connection.Account.Identity.ListUsersAsync(CancellationToken.None));

        Assert.Equal($"arn:{partition}:iam::123456789012:user/{SandboxServer.AdministratorName}", user.Arn);
        Assert.Equal(user.Arn, connection.Account.Caller.Arn);
    }

    [Fact]
    public async Task Names_and_values_arrive_as_they_were_given()
    {
        const string UserName = "svc+billing,eu=1@corp.example_x-y";
        var tags = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Kostenstelle Köln"] = "日本語 + ½ = @/:._-",
            ["spaces  and + plus"] = " at both ends ",
            ["empty"] = string.Empty,
        };
        await using var server = SandboxServer.Start();
        server.Account.CreateUser(UserName);
        using AwsConnection connection = await AwsConnection.OpenAsync(Clients.OptionsOf(server), TimeProvider.System, CancellationToken.None);
        IIdentityService iam = connection.Account.Identity;

        await iam.TagUserAsync(UserName, tags, CancellationToken.None);
        CreatedKey key = await iam.CreateAccessKeyAsync(UserName, CancellationToken.None);

        Assert.Equal(tags, await iam.ListUserTagsAsync(UserName, CancellationToken.None));
        Assert.Equal(tags.OrderBy(tag => tag.Key, StringComparer.Ordinal), server.Account.Tags(UserName).OrderBy(tag => tag.Key, StringComparer.Ordinal));
        Assert.Equal(server.Account.FindKey(key.AccessKeyId)!.SecretAccessKey, SecretText.Reveal(key.SecretAccessKey));
    }
}
