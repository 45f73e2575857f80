using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Integrations.KeyVault;
using KeyRotation.Integrations.Tests.Support;
using Xunit;

namespace KeyRotation.Integrations.Tests.KeyVault;

/// <summary>A key in a secret of a vault, over real HTTP and the library's own pipeline.</summary>
public sealed class KeyVaultDestinationTests : IAsyncDisposable
{
    private const string Old = "AKIAOLDOLDOLDOLDOLD1";
    private const string New = "AKIANEWNEWNEWNEWNEW1";
    private const string Secret = "canary/secret+of/the/new/key";
    private const string OldDocument = """{"AccessKeyId":"AKIAOLDOLDOLDOLDOLD1","SecretAccessKey":"old","region":"eu-central-1"}""";

    private static readonly KeyOwner Owner = new("123456789012", "svc");

    private readonly KeyVaultServer vault = new();
    private readonly List<string> warnings = [];

    public ValueTask DisposeAsync() => vault.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_secret_is_created_and_read_back_and_emptied_so_that_the_next_run_writes_it(bool isSeparate)
    {
        var form = new KeyForm { Separate = isSeparate };
        IDestination destination = Make(form);
        Assert.Equal(PlaceContent.Empty, await CheckAsync(destination));
        Assert.Empty(vault.Secrets);
        IDelivery delivery = destination.Begin(Key());
        await delivery.WriteAsync(Stop);
        StoredKey stored = await delivery.ReadBackAsync(Stop);
        Assert.Equal((New, Secret), (stored.AccessKeyId, SecretText.Reveal(stored.SecretAccessKey)));
        Assert.Equal(isSeparate ? ["iam-svc-id", "iam-svc-secret"] : ["iam-svc"], vault.Secrets.Keys.Order(StringComparer.Ordinal));
        Assert.NotNull(await destination.FindAsync(Owner, New, Stop));

        await delivery.UndoAsync(Stop);
        await delivery.UndoAsync(Stop);

        Assert.All(vault.Secrets.Values, versions => Assert.Equal([false, true], versions.Select(KeyVaultServer.IsEnabled)));
        Assert.All(vault.Secrets.Values, versions => Assert.Equal(isSeparate ? string.Empty : "{}", (string?)versions[^1]["value"]));
        Assert.Equal(PlaceContent.Empty, await CheckAsync(Make(form)));
        await Make(form).Begin(Key()).WriteAsync(Stop);
        Assert.NotNull(await destination.FindAsync(Owner, New, Stop));
        Assert.Equal(isSeparate ? 2 : 1, warnings.Count);
        Assert.Empty(vault.Complaints);
    }

    [Fact]
    public async Task What_belongs_to_a_secret_stays_and_the_former_version_comes_back_with_all_of_it()
    {
        long expiry = KeyVaultServer.Now.AddDays(90).ToUnixTimeSeconds();
        JsonObject attributes = vault.Put("iam-svc", OldDocument, "application/vnd.app+json", new JsonObject { ["owner"] = "billing" })["attributes"]!.AsObject();
        attributes["created"] = KeyVaultServer.Now.AddDays(-10).ToUnixTimeSeconds();
        attributes["exp"] = expiry;
        attributes["nbf"] = KeyVaultServer.Now.AddDays(-9).ToUnixTimeSeconds();
        IDestination destination = Make();
        Assert.Equal(PlaceContent.ReplacedKey, await CheckAsync(destination));
        IDelivery delivery = destination.Begin(Key());
        await delivery.WriteAsync(Stop);
        JsonObject written = vault.Latest("iam-svc");
        Assert.Equal("eu-central-1", (string?)JsonNode.Parse((string)written["value"]!)!["region"]);
        Assert.Equal(("application/vnd.app+json", "billing"), ((string?)written["contentType"], (string?)written["tags"]!["owner"]));
        Assert.Equal(KeyVaultServer.Now.AddDays(100).ToUnixTimeSeconds(), (long)written["attributes"]!["exp"]!);
        Assert.Null(written["attributes"]!["nbf"]);

        await delivery.UndoAsync(Stop);
        await delivery.UndoAsync(Stop);

        JsonObject back = vault.Latest("iam-svc");
        Assert.Equal((OldDocument, "application/vnd.app+json", "billing", expiry), ((string?)back["value"], (string?)back["contentType"], (string?)back["tags"]!["owner"], (long)back["attributes"]!["exp"]!));
        Assert.Equal(KeyVaultServer.Now.AddDays(-9).ToUnixTimeSeconds(), (long)back["attributes"]!["nbf"]!);
        Assert.Equal([true, false, true], vault.Secrets["iam-svc"].Select(KeyVaultServer.IsEnabled));
        Assert.Empty(vault.Complaints);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData(" {} ")]
    public async Task A_secret_without_a_value_is_written_and_is_as_it_was_after_an_undo(string value)
    {
        vault.Put("iam-svc", value, contentType: null, new JsonObject { ["made-by"] = "terraform" });
        IDestination destination = Make();
        Assert.Equal(PlaceContent.Empty, await CheckAsync(destination));
        IDelivery delivery = destination.Begin(Key());
        await delivery.WriteAsync(Stop);
        Assert.Equal("terraform", (string?)vault.Latest("iam-svc")["tags"]!["made-by"]);
        await delivery.UndoAsync(Stop);
        await delivery.UndoAsync(Stop);

        Assert.Equal((value, "terraform"), ((string?)vault.Latest("iam-svc")["value"], (string?)vault.Latest("iam-svc")["tags"]!["made-by"]));
        Assert.Equal(3, vault.Secrets["iam-svc"].Count);
        Assert.Empty(warnings);
    }

    [Fact]
    public async Task A_deleted_secret_that_keeps_its_name_is_refused_before_a_key_is_created()
    {
        vault.Deleted.Add("iam-svc");
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => CheckAsync(Make()));
        Assert.Contains("az keyvault secret recover --vault-name my-vault --name iam-svc", problem.Message, StringComparison.Ordinal);

        problem = await Assert.ThrowsAsync<DestinationException>(() => Make().Begin(Key()).WriteAsync(Stop));
        Assert.Contains("recover", problem.Message, StringComparison.Ordinal);
        AssertNoSecret(problem);
    }

    [Fact]
    public async Task A_secret_of_a_certificate_is_refused_before_a_key_is_created()
    {
        vault.Put("iam-svc", "{}")["managed"] = true;

        Assert.Contains("certificate", (await Assert.ThrowsAsync<DestinationException>(() => CheckAsync(Make()))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "Unauthorized", "-TenantId")]
    [InlineData(403, "ForbiddenByRbac", "Key Vault Secrets Officer")]
    [InlineData(403, "AccessDenied", "Get and Set")]
    [InlineData(403, "ForbiddenByFirewall", "firewall")]
    [InlineData(403, "ForbiddenByConnection", "firewall")]
    [InlineData(403, "SecretDisabled", "--enabled true")]
    [InlineData(400, "BadParameter", "25 kB")]
    [InlineData(409, "ObjectIsBeingRecovered", "in a minute")]
    [InlineData(500, "InternalServerError", "500")]
    public async Task A_refusal_says_what_to_do_and_quotes_nothing(int status, string code, string remedy)
    {
        vault.Refusals["GET"] = (status, code);
        DestinationException reading = await Assert.ThrowsAsync<DestinationException>(() => CheckAsync(Make()));
        Assert.Contains(remedy, reading.Message, StringComparison.Ordinal);
        vault.Refusals.Clear();
        vault.Refusals["PUT"] = (status, code);
        DestinationException writing = await Assert.ThrowsAsync<DestinationException>(() => Make().Begin(Key()).WriteAsync(Stop));

        Assert.Contains(remedy, writing.Message, StringComparison.Ordinal);
        AssertNoSecret(writing);
        Assert.Empty(vault.Secrets);
    }

    [Fact]
    public async Task A_vault_that_does_not_accept_the_token_is_said_and_the_token_is_not_shown()
    {
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => CheckAsync(Make(token: "canary-of-another-tenant")));

        Assert.Equal(FailureCategory.AuthenticationError, problem.Category);
        Assert.DoesNotContain("canary", problem.ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<string, bool, bool, string, int> Cuts()
    {
        var cuts = new TheoryData<string, bool, bool, string, int>();
        foreach ((bool isThere, bool isSeparate) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            foreach (string method in new[] { "GET", "PUT", "PATCH" })
            {
                foreach (Fault fault in new[] { Fault.CutBefore, Fault.CutAfter, Fault.Busy, Fault.Broken })
                {
                    cuts.Add(method, isThere, isSeparate, fault.ToString(), 1);
                    cuts.Add(method, isThere, isSeparate, fault.ToString(), 5);
                }
            }
        }

        return cuts;
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task An_answer_that_is_lost_is_recognised_and_everything_is_taken_back(string method, bool isThere, bool isSeparate, string fault, int times)
    {
        Fill(isThere, isSeparate);
        Dictionary<string, string?> before = Values();
        IDelivery delivery = Make(new KeyForm { Separate = isSeparate }).Begin(Key());
        vault.Faults[method] = (Enum.Parse<Fault>(fault), times);
        DestinationException? problem = await TryAsync(() => delivery.WriteAsync(Stop));
        if (problem is null)
        {
            Assert.Equal(Secret, SecretText.Reveal((await delivery.ReadBackAsync(Stop)).SecretAccessKey));
            Assert.All(vault.Secrets.Values, versions => Assert.Equal(isThere ? 2 : 1, versions.Count));
        }

        vault.Faults[method] = (Enum.Parse<Fault>(fault), times);
        problem ??= await TryAsync(() => delivery.UndoAsync(Stop));
        vault.Faults.Clear();
        await delivery.UndoAsync(Stop);

        Assert.Equal(before, Values().Where(item => item.Value is { Length: > 2 }));
        Assert.DoesNotContain(vault.Secrets.Values.SelectMany(versions => versions.Take(versions.Count - 1)), version => KeyVaultServer.IsEnabled(version) && IsNew(version) && warnings.Count == 0);
        Assert.DoesNotContain(vault.Secrets.Values, versions => IsNew(versions[^1]));
        Assert.Empty(vault.Complaints);
        Assert.DoesNotContain(warnings, warning => warning.Contains(Secret, StringComparison.Ordinal));
        if (problem is not null)
        {
            AssertNoSecret(problem);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_write_of_two_secrets_that_ends_between_them_is_taken_back(int calls)
    {
        Fill(isThere: true, isSeparate: true);
        Dictionary<string, string?> before = Values();
        IDelivery delivery = Make(new KeyForm { Separate = true }).Begin(Key());
        int written = 0;
        vault.Writing = () => ++written == calls ? (403, "ForbiddenByRbac") : null;
        await Assert.ThrowsAsync<DestinationException>(() => delivery.WriteAsync(Stop));
        vault.Writing = null;

        await delivery.UndoAsync(Stop);

        Assert.Equal(before, Values());
    }

    [Fact]
    public async Task Another_writer_between_the_two_secrets_is_said_and_its_key_stays()
    {
        Fill(isThere: true, isSeparate: true);
        IDelivery delivery = Make(new KeyForm { Separate = true }).Begin(Key());
        int written = 0;
        vault.Writing = () =>
        {
            if (++written < 2)
            {
                return null;
            }

            vault.Put("iam-svc-id", "AKIAOTHEROTHEROTHER1", "text/plain");
            return (500, "InternalServerError");
        };
        Assert.Contains("changed by another program", (await Assert.ThrowsAsync<DestinationException>(() => delivery.WriteAsync(Stop))).Message, StringComparison.Ordinal);
        vault.Writing = null;

        await Assert.ThrowsAsync<DestinationException>(() => delivery.UndoAsync(Stop));
        Assert.Equal("AKIAOTHEROTHEROTHER1", (string?)vault.Latest("iam-svc-id")["value"]);
    }

    [Fact]
    public async Task A_vault_that_asks_for_an_hour_is_not_waited_for()
    {
        vault.Faults["GET"] = (Fault.BusyForLong, 1);

        Assert.Contains("429", (await Assert.ThrowsAsync<DestinationException>(() => CheckAsync(Make()))).Message, StringComparison.Ordinal);
        Assert.Single(vault.Calls);
    }

    [Fact]
    public async Task A_vault_whose_name_is_not_known_is_said_at_once()
    {
        using var way = new KeyVaultClients.NameOfNobody();
        IDestination destination = new KeyVaultPlace(Options(), KeyVaultClients.Connect(way)).CreateDestination(new ExternalPlaceOptions(new KeyForm(), Overwrite: false, warnings.Add));

        Assert.Contains("was not found in DNS", (await Assert.ThrowsAsync<DestinationException>(() => CheckAsync(destination))).Message, StringComparison.Ordinal);
        Assert.Equal(1, way.Calls);
    }

    [Theory]
    [InlineData("svc_billing")]
    [InlineData("svc@example.com")]
    [InlineData("svc.billing")]
    [InlineData("svc/../other")]
    public async Task A_name_that_Key_Vault_does_not_allow_is_refused_without_a_call(string user)
    {
        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => Make().CheckAsync(new KeyOwner("123456789012", user), Old, Stop));

        Assert.Contains("letters, digits and dashes", problem.Message, StringComparison.Ordinal);
        Assert.Empty(vault.Calls);
    }

    [Theory]
    [InlineData("my-vault", true)]
    [InlineData("v", false)]
    [InlineData("my--vault", false)]
    [InlineData("1vault", false)]
    [InlineData("a-name-of-more-than-24-ch", false)]
    [InlineData("my-vault.vault.azure.net", false)]
    public void The_name_of_a_vault_is_checked(string name, bool isAllowed) => Assert.Equal(isAllowed, KeyVaultNames.ProblemOfVault(name) is null);

    [Fact]
    public void A_form_whose_names_cannot_end_the_name_of_a_secret_is_refused()
    {
        Destination destination = Destination.External(new KeyVaultPlace(Options()));
        Assert.Contains("dashes", Assert.Throws<ArgumentException>(() => destination.WithForm(new KeyForm { Separate = true, IdName = "access_key_id" })).Message, StringComparison.Ordinal);
        Assert.Equal("KeyVault:my-vault/iam-{UserName}", destination.WithForm(new KeyForm { Separate = true, IdName = "access-key-id" }).ToString());
    }

    [Fact]
    public void The_journal_names_the_vault() => Assert.Equal("KeyVault@my-vault", Make().Place);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static KeyToDeliver Key() => new(Owner, New, SecretText.Protect(Secret), Old);

    private static KeyVaultOptions Options() => new(KeyVaultOptions.AddressOf("my-vault"), new NameTemplate("iam-{UserName}"), ManagedIdentityClientId: null, TenantId: null);

    private static Task<PlaceContent> CheckAsync(IDestination destination) => destination.CheckAsync(Owner, Old, Stop);

    private static bool IsNew(JsonObject version) => ((string)version["value"]!).Contains(Secret, StringComparison.Ordinal) || ((string)version["value"]!).Contains(New, StringComparison.Ordinal);

    private static async Task<DestinationException?> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (DestinationException problem)
        {
            return problem;
        }
    }

    private static void AssertNoSecret(Exception problem)
    {
        Assert.DoesNotContain(Secret, problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(KeyVaultServer.Token, problem.ToString(), StringComparison.Ordinal);
    }

    private void Fill(bool isThere, bool isSeparate)
    {
        if (isThere && isSeparate)
        {
            vault.Put("iam-svc-id", Old, "text/plain");
            vault.Put("iam-svc-secret", "old", "text/plain");
        }
        else if (isThere)
        {
            vault.Put("iam-svc", OldDocument);
        }
    }

    private Dictionary<string, string?> Values() => vault.Secrets.OrderBy(secret => secret.Key, StringComparer.Ordinal).ToDictionary(secret => secret.Key, secret => (string?)secret.Value[^1]["value"]);

    private IDestination Make(KeyForm? form = null, string token = KeyVaultServer.Token) =>
        new KeyVaultPlace(Options(), KeyVaultClients.Connect(vault.Endpoint, token)).CreateDestination(new ExternalPlaceOptions(form ?? new KeyForm(), Overwrite: false, warnings.Add));
}
