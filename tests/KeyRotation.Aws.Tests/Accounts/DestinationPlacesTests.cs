using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Credentials;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Delivery;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Accounts;

/// <summary>The way to a place of secrets that the keys of many accounts share.</summary>
public sealed class DestinationPlacesTests : CredentialTests
{
    private const string Central = "400000000004";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ConnectionOptions Administrator => Clients.OptionsOf(Server);

    [Fact]
    public async Task A_place_is_entered_once_for_all_accounts_and_not_by_their_roles()
    {
        string role = AddPlace(SandboxRoleTrust.Anyone);
        ConnectionOptions source = Administrator;
        var door = new AccountDoor(TimeProvider.System, report: null, Stop);
        using var places = new DestinationPlaces();
        DestinationPlace place = DestinationPlace.Of(role, "eu-west-1", externalId: null, profileName: null)!;

        foreach (string id in new[] { "300000000001", "300000000002" })
        {
            ConnectionOptions member = new Account(id, "aws", SandboxOrganization.RoleName, source).GetConnection();
            await places.OpenAsync(door, member, [place, place with { }], report: null, Stop);
            AwsConnection open = places.Of(member, place);

            Assert.Equal(Central, open.Account.AccountId);
            Assert.Equal("SecretsManager@400000000004:eu-west-1", open.SecretsManager(new NameTemplate("x"), kmsKeyId: null, overwrite: false).Place);
            Assert.Equal("ParameterStore@400000000004:eu-west-1", open.ParameterStore(new NameTemplate("/x"), kmsKeyId: null, overwrite: false).Place);
        }

        Call assumed = Server.Calls.Snapshot().Single(call => call.Operation == "AssumeRole");
        Assert.Equal(Server.Administrator.AccessKeyId, assumed.AccessKeyId);
    }

    [Fact]
    public async Task A_place_in_the_own_account_is_not_entered_without_its_role()
    {
        var failure = await Assert.ThrowsAsync<KeyRotationException>(() => OpenAsync(DestinationPlace.Of("arn:aws:iam::123456789012:role/Missing", "eu-west-1", externalId: null, profileName: null)!));

        Assert.Equal(("DestinationNotReached", FailureCategory.PermissionDenied), (failure.ErrorId, failure.Category));
        foreach (string said in new[] { "arn:aws:iam::123456789012:user/sandbox-admin", "arn:aws:iam::123456789012:role/Missing", "No key was created", "trust policy", "sts:AssumeRole" })
        {
            Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_external_id_goes_along()
    {
        string role = AddPlace(new SandboxRoleTrust { ExternalId = "4711" });

        await OpenAsync(DestinationPlace.Of(role, "eu-west-1", "4711", profileName: null)!);

        Assert.Contains("this external id", (await Assert.ThrowsAsync<KeyRotationException>(() => OpenAsync(DestinationPlace.Of(role, "eu-west-1", "4712", profileName: null)!))).Message, StringComparison.Ordinal);
    }

    private string AddPlace(SandboxRoleTrust trust)
    {
        Server.Organization.AddAccount(Central, "secrets");
        return Server.Organization.FindAccount(Central)!.AddRole("KeySecrets", trust);
    }

    private async Task OpenAsync(DestinationPlace place)
    {
        using var places = new DestinationPlaces();
        await places.OpenAsync(new AccountDoor(TimeProvider.System, report: null, Stop), Administrator, [place], report: null, Stop);
    }
}
