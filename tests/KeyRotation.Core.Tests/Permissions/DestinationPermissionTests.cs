using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Passes;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Delivery;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Permissions;

/// <summary>Each destination passes with exactly the policy that is documented beside the cmdlet's, and every action of it is needed.</summary>
public sealed class DestinationPermissionTests
{
    private const string Region = "us-east-1";

    private static readonly string[] Users = ["delivered-new", "delivered-old", "undone-new", "undone-old"];

    private static readonly Dictionary<string, Func<TestAccount, IDestination>> Places = new(StringComparer.Ordinal)
    {
        ["SecretsManager"] = account => account.Connection.SecretsManager(new NameTemplate("/{UserName}"), kmsKeyId: null, overwrite: false),
        ["ParameterStore"] = account => account.Connection.ParameterStore(new NameTemplate("/{UserName}"), kmsKeyId: null, overwrite: false),
    };

    public static TheoryData<string> Kinds => [.. Places.Keys];

    public static TheoryData<string, string> KindsAndActions()
    {
        var data = new TheoryData<string, string>();
        foreach ((string kind, IReadOnlyList<string> actions) in DocumentedPolicies.Destinations())
        {
            foreach (string action in actions)
            {
                data.Add(kind, action);
            }
        }

        return data;
    }

    [Fact]
    public void Every_destination_in_AWS_has_a_policy() =>
        Assert.Equal(Places.Keys.Order(StringComparer.Ordinal), DocumentedPolicies.Destinations().Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_destination_passes_with_exactly_its_policy(string kind)
    {
        await using TestAccount account = await PrepareAsync(kind);
        Allow(account, DocumentedPolicies.Destinations()[kind]);

        RecordingReport report = await RunAsync(account, kind);

        Assert.Equal(["DestinationFailed", "DestinationFailed"], report.Failures.Select(failure => failure.ErrorId));
        Assert.Equal(2, report.Results<RotatedAccessKey>().Count);
        Assert.DoesNotContain(account.Server.Calls.Snapshot(), call => call.Outcome is "AccessDenied" or "AccessDeniedException");
        AssertNothingIsLost(account, kind);
        Assert.Null(Stored(account, kind, "undone-new"));
    }

    [Theory]
    [MemberData(nameof(KindsAndActions))]
    public async Task Without_one_action_an_error_names_it_and_nothing_is_lost(string kind, string action)
    {
        await using TestAccount account = await PrepareAsync(kind);
        Allow(account, DocumentedPolicies.Destinations()[kind].Where(allowed => allowed != action));

        RecordingReport report = await RunAsync(account, kind);

        Assert.Contains(report.Failures, failure => failure.Message.Contains(action, StringComparison.Ordinal));
        AssertNothingIsLost(account, kind);
    }

    private static async Task<TestAccount> PrepareAsync(string kind)
    {
        TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        foreach (string user in Users)
        {
            SandboxAccessKey key = account.UserWithKey(user, 200);
            string text = $$"""{"AccessKeyId":"{{key.AccessKeyId}}","SecretAccessKey":"old"}""";
            if (user.EndsWith("-old", StringComparison.Ordinal))
            {
                _ = kind == "SecretsManager" ? account.State.CreateSecret(Region, "/" + user, text).Name : account.State.PutParameter(Region, "/" + user, text).Name;
            }
        }

        return account;
    }

    private static void Allow(TestAccount account, IEnumerable<string> actions) =>
        account.State.AllowActions(SandboxServer.AdministratorName, [.. DocumentedPolicies.Read()["New-RotatedAccessKey"], .. actions]);

    /// <summary>Delivers to what is there and to what is not, and takes both back where a destination behind fails.</summary>
    private static async Task<RecordingReport> RunAsync(TestAccount account, string kind)
    {
        var report = new RecordingReport();
        foreach (bool undone in new[] { false, true })
        {
            IDestination[] destinations = undone ? [Places[kind](account), new MemoryDestination("Full") { FailAt = "write" }] : [Places[kind](account)];
            IEnumerable<KeyTarget> targets = Users.Where(user => undone == user.StartsWith("undone", StringComparison.Ordinal)).Select(user => new KeyTarget(user));
            await account.RunAsync(session => AccountPass.CreateRotationRules(session, new RotationOptions { Destinations = destinations }, report), report, [.. targets], CancellationToken.None);
        }

        return report;
    }

    /// <summary>Who reads the destination gets a key that works; no key of an undone rotation is left where it can be taken back.</summary>
    private static void AssertNothingIsLost(TestAccount account, string kind)
    {
        foreach (string user in Users)
        {
            Assert.Contains(account.State.FindUser(user)!.Keys, key => key.Status == SandboxKeyStatus.Active);
            if (Stored(account, kind, user) is string stored)
            {
                Assert.Equal("Active", account.StatusOf(stored));
            }
        }
    }

    private static string? Stored(TestAccount account, string kind, string user)
    {
        string? text = kind == "SecretsManager"
            ? account.State.FindSecret(Region, "/" + user)?.Versions.Single(version => version.Stages.Contains("AWSCURRENT")).SecretString
            : account.State.FindParameter(Region, "/" + user)?.Value;
        return text is null ? null : JsonNode.Parse(text)!["AccessKeyId"]!.ToString();
    }
}
