using System;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Settings;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Endpoints;

/// <summary>Where the region and the endpoints are taken from, and what comes before what.</summary>
[Collection(Surroundings.Name)]
public sealed class EndpointSettingsTests
{
    private const string Everywhere = """
        [default]
        region = eu-west-3
        endpoint_url = http://127.0.0.1:1001
        services = own

        [services own]
        iam =
          endpoint_url = http://127.0.0.1:1002
        """;

    [Fact]
    public void Without_settings_it_is_AWS_in_us_east_1()
    {
        using var surroundings = new ChangedSurroundings();

        Assert.Equal("us-east-1", Clients().Region);
        Assert.Equal(("https://iam.amazonaws.com/", "us-east-1"), Of(ServiceIdentity.Iam));
        Assert.Equal(("https://sts.us-east-1.amazonaws.com/", "us-east-1"), Of(ServiceIdentity.Sts));
    }

    [Fact]
    public void The_given_region_comes_first_then_AWS_REGION_then_AWS_DEFAULT_REGION_then_the_profile()
    {
        using var surroundings = new ChangedSurroundings(("AWS_REGION", "eu-west-1"), ("AWS_DEFAULT_REGION", "eu-west-2"));
        surroundings.Profiles(Everywhere);

        Assert.Equal("cn-north-1", Clients(new ConnectionOptions { Region = " cn-north-1 " }).Region);
        Assert.Equal("eu-west-1", Clients().Region);
        using (new ChangedSurroundings(("AWS_REGION", " ")))
        {
            surroundings.Profiles(Everywhere);
            Assert.Equal("eu-west-2", Clients().Region);
        }

        using (new ChangedSurroundings(("AWS_REGION", null), ("AWS_DEFAULT_REGION", null)))
        {
            surroundings.Profiles(Everywhere);
            Assert.Equal("eu-west-3", Clients().Region);
        }
    }

    [Fact]
    public void The_profile_that_is_chosen_gives_region_and_endpoint()
    {
        using var surroundings = new ChangedSurroundings(("AWS_PROFILE", "named"));
        surroundings.Profiles(Everywhere + "\n[profile named]\nregion = us-gov-east-1\n[profile other]\nregion = cn-north-1\n");

        Assert.Equal(("https://sts.us-gov-east-1.amazonaws.com/", "us-gov-east-1"), Of(ServiceIdentity.Sts));
        Assert.Equal(("https://iam.us-gov.amazonaws.com/", "us-gov-west-1"), Of(ServiceIdentity.Iam));
        Assert.Equal(("https://iam.cn-north-1.amazonaws.com.cn/", "cn-north-1"), Of(ServiceIdentity.Iam, new ConnectionOptions { ProfileName = "other" }));
    }

    [Fact]
    public void The_profile_of_a_given_file_gives_the_region()
    {
        using var surroundings = new ChangedSurroundings();
        string file = Workstation.Current.PathOf("credentials");
        System.IO.File.WriteAllText(file, "[mine]\naws_access_key_id = AKIA\naws_secret_access_key = s\nregion = cn-northwest-1\n");

        Assert.Equal("cn-northwest-1", Clients(new ConnectionOptions { ProfileName = "mine", ProfileLocation = file }).Region);
    }

    [Fact]
    public void A_given_endpoint_wins_over_all()
    {
        using var surroundings = new ChangedSurroundings(("AWS_ENDPOINT_URL", "http://127.0.0.1:1003"), ("AWS_ENDPOINT_URL_IAM", "http://127.0.0.1:1004"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"));
        surroundings.Profiles(Everywhere);
        var options = new ConnectionOptions { EndpointUrl = "http://127.0.0.1:1005/", Region = "eu-central-1" };

        Assert.Equal(("http://127.0.0.1:1005/", "us-east-1"), Of(ServiceIdentity.Iam, options));
        Assert.Equal(("http://127.0.0.1:1005/", "eu-central-1"), Of(ServiceIdentity.Sts, options));
    }

    [Fact]
    public void The_endpoint_of_the_service_wins_over_the_one_for_all_and_the_environment_over_the_profile()
    {
        using var surroundings = new ChangedSurroundings(("AWS_ENDPOINT_URL", "http://127.0.0.1:1003"), ("AWS_ENDPOINT_URL_IAM", "http://127.0.0.1:1004"));
        surroundings.Profiles(Everywhere);

        Assert.Equal("http://127.0.0.1:1004/", Of(ServiceIdentity.Iam).Url);
        Assert.Equal("http://127.0.0.1:1003/", Of(ServiceIdentity.Sts).Url);
    }

    [Fact]
    public void In_a_profile_its_services_section_wins_over_its_endpoint_url()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles(Everywhere + "\nsts =\n  endpoint_url = http://127.0.0.1:1006\n");

        Assert.Equal("http://127.0.0.1:1002/", Of(ServiceIdentity.Iam).Url);
        Assert.Equal("http://127.0.0.1:1006/", Of(ServiceIdentity.Sts).Url);
    }

    [Fact]
    public void The_endpoint_url_of_a_profile_is_for_every_service()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles("[default]\nendpoint_url = http://127.0.0.1:1001\n");

        Assert.Equal("http://127.0.0.1:1001/", Of(ServiceIdentity.Iam).Url);
        Assert.Equal("http://127.0.0.1:1001/", Of(ServiceIdentity.Sts).Url);
    }

    [Fact]
    public void Configured_endpoints_can_be_switched_off_by_the_environment()
    {
        using var surroundings = new ChangedSurroundings(("AWS_ENDPOINT_URL", "http://127.0.0.1:1003"), ("AWS_ENDPOINT_URL_IAM", "http://127.0.0.1:1004"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "True"));
        surroundings.Profiles(Everywhere);

        Assert.Equal("https://iam.amazonaws.com/", Of(ServiceIdentity.Iam).Url);
        Assert.Equal("https://sts.eu-west-3.amazonaws.com/", Of(ServiceIdentity.Sts).Url);
    }

    [Fact]
    public void Configured_endpoints_can_be_switched_off_by_the_profile()
    {
        using var surroundings = new ChangedSurroundings(("AWS_ENDPOINT_URL", "http://127.0.0.1:1003"));
        surroundings.Profiles(Everywhere.Replace("region", "ignore_configured_endpoint_urls = true\nregion", StringComparison.Ordinal));

        Assert.Equal("https://iam.amazonaws.com/", Of(ServiceIdentity.Iam).Url);
    }

    [Theory]
    [InlineData("AWS_USE_FIPS_ENDPOINT", "https://iam-fips.amazonaws.com/", "https://sts-fips.us-east-1.amazonaws.com/")]
    [InlineData("AWS_USE_DUALSTACK_ENDPOINT", "https://iam.global.api.aws/", "https://sts.us-east-1.api.aws/")]
    public void Fips_and_dual_stack_are_asked_for_by_the_environment(string variable, string iam, string sts)
    {
        using var surroundings = new ChangedSurroundings((variable, "true"));

        Assert.Equal((iam, sts), (Of(ServiceIdentity.Iam).Url, Of(ServiceIdentity.Sts).Url));
    }

    [Theory]
    [InlineData("use_fips_endpoint", "https://iam-fips.amazonaws.com/")]
    [InlineData("use_dualstack_endpoint", "https://iam.global.api.aws/")]
    public void Fips_and_dual_stack_are_asked_for_by_the_profile_unless_the_environment_says_no(string setting, string iam)
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles($"[default]\n{setting} = true\n");
        Assert.Equal(iam, Of(ServiceIdentity.Iam).Url);

        using var no = new ChangedSurroundings(("AWS_USE_FIPS_ENDPOINT", "false"), ("AWS_USE_DUALSTACK_ENDPOINT", "false"));
        no.Profiles($"[default]\n{setting} = true\n");
        Assert.Equal("https://iam.amazonaws.com/", Of(ServiceIdentity.Iam).Url);
    }

    [Theory]
    [InlineData("AWS_USE_FIPS_ENDPOINT")]
    [InlineData("AWS_USE_DUALSTACK_ENDPOINT")]
    public void Fips_and_dual_stack_do_not_go_with_an_endpoint_of_ones_own(string variable)
    {
        using var surroundings = new ChangedSurroundings((variable, "true"));

        var failure = Assert.Throws<KeyRotationException>(() => Of(ServiceIdentity.Iam, new ConnectionOptions { EndpointUrl = "http://127.0.0.1:1005" }));
        Assert.Equal(("InvalidEndpoint", FailureCategory.InvalidArgument), (failure.ErrorId, failure.Category));
        Assert.Contains("http://127.0.0.1:1005", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:1005")]
    [InlineData("localhost:1005")]
    [InlineData("/etc/passwd")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://")]
    public void An_endpoint_that_is_no_web_address_is_refused_wherever_it_comes_from(string url)
    {
        using var surroundings = new ChangedSurroundings();
        AssertRefused(() => Of(ServiceIdentity.Iam, new ConnectionOptions { EndpointUrl = url }), url);

        using (new ChangedSurroundings(("AWS_ENDPOINT_URL_IAM", url)))
        {
            AssertRefused(() => Of(ServiceIdentity.Iam), url);
        }

        surroundings.Profiles($"[default]\nendpoint_url = {url}\n");
        AssertRefused(() => Of(ServiceIdentity.Sts), url);
    }

    [Theory]
    [InlineData("moon-base-1")]
    [InlineData("eu_central_1")]
    public void A_region_of_no_partition_is_an_error_that_names_it(string region)
    {
        using var surroundings = new ChangedSurroundings(("AWS_REGION", region));

        var failure = Assert.Throws<KeyRotationException>(() => Of(ServiceIdentity.Sts));
        Assert.Equal(("UnknownRegion", FailureCategory.InvalidArgument), (failure.ErrorId, failure.Category));
        Assert.Contains($"'{region}'", failure.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(Func<object> resolve, string url)
    {
        var failure = Assert.Throws<KeyRotationException>(resolve);
        Assert.Equal(("InvalidEndpoint", FailureCategory.InvalidArgument), (failure.ErrorId, failure.Category));
        Assert.Contains(url, failure.Message, StringComparison.Ordinal);
    }

    private static (string Url, string SigningRegion) Of(ServiceIdentity service, ConnectionOptions? options = null)
    {
        ServiceEndpoint endpoint = Clients(options).EndpointOf(service);
        return (endpoint.Url.AbsoluteUri, endpoint.SigningRegion);
    }

    private static ConnectionSettings Clients(ConnectionOptions? options = null)
    {
        options ??= new ConnectionOptions();
        return new ConnectionSettings(options, new ProfileSettings(new ProfileChoice(options)), new ServerTime(TimeProvider.System));
    }
}
