using System;
using System.Text;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Delivery;
using KeyRotation.Integrations.GitHub;
using KeyRotation.Integrations.Http;
using Sodium;
using Xunit;

namespace KeyRotation.Integrations.Tests.GitHub;

/// <summary>A server that is GitHub to a test, and what the tests of a destination there have in common.</summary>
public abstract class GitHubTests : IAsyncLifetime
{
    private protected const string Old = "AKIAOLDOLDOLDOLDOLD0";
    private protected const string New = "AKIANEWNEWNEWNEWNEW0";
    private protected const string Another = "AKIAANOTHERANOTHER00";
    private protected const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private protected const string IdName = "AWS_ACCESS_KEY_ID";
    private protected const string SecretName = "AWS_SECRET_ACCESS_KEY";

    private protected static readonly KeyOwner Owner = new("123456789012", "svc");

    private readonly KeyPair keys = PublicKeyBox.GenerateKeyPair();
    private protected readonly GitHubServer server;
    private protected readonly HurriedTime time = new();

    protected GitHubTests() => server = new GitHubServer(Convert.ToBase64String(keys.PublicKey));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await server.DisposeAsync();
        Assert.Empty(server.Problems);
        keys.Dispose();
    }

    private protected static ExternalPlaceOptions Options(bool overwrite = false, KeyForm? form = null) => new(form ?? new KeyForm(), overwrite, _ => { });

    private protected static KeyToDeliver Key() => new(Owner, New, SecretText.Protect(Secret), Old);

    private protected IDestination Make(GitHubScope? scope = null, bool idAsVariable = false, bool overwrite = false, KeyForm? form = null, GitHubVisibility visibility = GitHubVisibility.Private) =>
        Place(scope ?? GitHubScope.Repository("acme/billing", null), idAsVariable, visibility).CreateDestination(Options(overwrite, form));

    private protected GitHubPlace Place(GitHubScope scope, bool idAsVariable, GitHubVisibility visibility = GitHubVisibility.Private)
    {
        var client = new ServiceClient(new GitHubRules("-Token"), server.Endpoint, SecretText.Protect(GitHubServer.Token), time);
        return new GitHubPlace(scope, new GitHubStore(client, visibility), idAsVariable, time);
    }

    private protected static async Task<StoredKey> DeliverAsync(IDestination destination)
    {
        IDelivery delivery = destination.Begin(Key());
        await delivery.WriteAsync(TestContext.Current.CancellationToken);
        return await delivery.ReadBackAsync(TestContext.Current.CancellationToken);
    }

    private protected string Open(string name, string scope = "repos/acme/billing/actions") =>
        Encoding.UTF8.GetString(SealedPublicKeyBox.Open(Convert.FromBase64String(server.Secret(name, scope)!.Text), keys.PrivateKey, keys.PublicKey));
}
