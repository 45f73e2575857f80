using System;
using System.IO;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Credentials;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Endpoints;

/// <summary>AWS_CA_BUNDLE and ca_bundle: the authority of a proxy that looks into TLS.</summary>
public sealed class CaBundleTests : CredentialTests
{
    [Fact]
    public async Task A_server_that_only_the_bundle_trusts_is_trusted_with_it_alone()
    {
        await using var front = new TlsFront(Server.Endpoint);
        string bundle = Bundle("# ours\n" + front.AuthorityPem + "\n");
        await using var another = new TlsFront(Server.Endpoint);
        string profile = "[default]\n" + Keys(User("default"));
        var options = new ConnectionOptions { EndpointUrl = front.Endpoint.AbsoluteUri };
        using ChangedSurroundings none = new ChangedSurroundings(("AWS_CA_BUNDLE", null), ("AWS_MAX_ATTEMPTS", "1")).Profiles(profile);
        Assert.Equal(ServiceErrorKind.NoAnswer, (await Assert.ThrowsAsync<ServiceException>(() => WhoAsync(options))).Kind);

        using (new ChangedSurroundings(("AWS_CA_BUNDLE", bundle), ("AWS_MAX_ATTEMPTS", "1")).Profiles(profile))
        {
            Assert.Equal(Account + "user/default", await WhoAsync(options));
            await Assert.ThrowsAsync<ServiceException>(() => WhoAsync(new ConnectionOptions { EndpointUrl = another.Endpoint.AbsoluteUri }));
        }

        using (new ChangedSurroundings(("AWS_CA_BUNDLE", Bundle(another.AuthorityPem + front.AuthorityPem)), ("AWS_MAX_ATTEMPTS", "1")).Profiles(profile))
        {
            Assert.Equal(Account + "user/default", await WhoAsync(options));
        }
    }

    [Fact]
    public async Task A_profile_names_one_too_and_the_variable_goes_before_it_and_without_TLS_none_is_read()
    {
        await using var front = new TlsFront(Server.Endpoint);
        string profile = $"[default]\nca_bundle = {Bundle(front.AuthorityPem)}\n" + Keys(User("default"));
        var options = new ConnectionOptions { EndpointUrl = front.Endpoint.AbsoluteUri };
        using ChangedSurroundings none = new ChangedSurroundings(("AWS_CA_BUNDLE", string.Empty)).Profiles(profile);
        Assert.Equal(Account + "user/default", await WhoAsync(options));

        using var variable = new ChangedSurroundings(("AWS_CA_BUNDLE", Workstation.Current.PathOf("gone.pem")));
        variable.Profiles(profile);
        await RefusedAsync("CaBundleUnreadable", options);
        Assert.Equal(Account + "user/default", await WhoAsync(new ConnectionOptions { EndpointUrl = Server.Endpoint.AbsoluteUri }));
    }

    [Fact]
    public async Task A_certificate_of_another_name_is_not_trusted()
    {
        await using var front = new TlsFront(Server.Endpoint, "iam.amazonaws.com");
        using ChangedSurroundings surroundings = new ChangedSurroundings(("AWS_CA_BUNDLE", Bundle(front.AuthorityPem)), ("AWS_MAX_ATTEMPTS", "1")).Profiles("[default]\n" + Keys(User("default")));

        await Assert.ThrowsAsync<ServiceException>(() => WhoAsync(new ConnectionOptions { EndpointUrl = front.Endpoint.AbsoluteUri }));
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.1", true)]
    [InlineData("1.3.6.1.5.5.7.3.2", false)]
    public async Task A_certificate_for_clients_is_not_trusted_as_that_of_a_server(string purpose, bool isTrusted)
    {
        await using var front = new TlsFront(Server.Endpoint, purpose: purpose);
        using ChangedSurroundings surroundings = new ChangedSurroundings(("AWS_CA_BUNDLE", Bundle(front.AuthorityPem)), ("AWS_MAX_ATTEMPTS", "1")).Profiles("[default]\n" + Keys(User("default")));
        var options = new ConnectionOptions { EndpointUrl = front.Endpoint.AbsoluteUri };

        Assert.Equal(isTrusted, await Record.ExceptionAsync(() => WhoAsync(options)) is null);
    }

    [Theory]
    [InlineData("no certificate at all")]
    [InlineData("-----BEGIN CERTIFICATE-----\nbm8gY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n")]
    public async Task A_bundle_that_is_none_is_an_error_that_names_it(string text)
    {
        string bundle = Bundle(text);
        using ChangedSurroundings surroundings = new ChangedSurroundings(("AWS_CA_BUNDLE", bundle), ("AWS_MAX_ATTEMPTS", "1")).Profiles("[default]\n" + Keys(User("default")));

        KeyRotationException failure = await RefusedAsync("CaBundleUnreadable", new ConnectionOptions { EndpointUrl = "https://127.0.0.1:9" });

        Assert.Equal(FailureCategory.InvalidArgument, failure.Category);
        Assert.Contains(bundle, failure.Message, StringComparison.Ordinal);
        Assert.Contains("AWS_CA_BUNDLE", failure.Message, StringComparison.Ordinal);
    }

    private static string Bundle(string text)
    {
        string path = Workstation.Current.PathOf("bundle.pem");
        File.WriteAllText(path, text);
        return path;
    }
}
