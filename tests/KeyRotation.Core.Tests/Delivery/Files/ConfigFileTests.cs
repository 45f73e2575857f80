using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Files;
using KeyRotation.Rotation;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Delivery.Files;

/// <summary>What the config file says of the profile that a key is delivered to: nobody may be left reading something else.</summary>
public sealed class ConfigFileTests : IDisposable
{
    private const string OldPair = $"aws_access_key_id = {Keys.OldId}\naws_secret_access_key = {Keys.OldSecret}\n";
    private const string Role = "role_arn = arn:aws:iam::111122223333:role/r\nsource_profile = other\n";

    private readonly TemporaryDirectory directory = new();

    /// <summary>Profiles of which AWS tools read something else, a key in the credentials file or not: the profile, the config file, the credentials file, and what the refusal names.</summary>
    public static TheoryData<string, string, string, string> Overridden => new()
    {
        { "work", "[profile work]\n" + Role, "[other]\n" + OldPair, "role_arn" },
        { "work", "[profile work]\n" + Role, "[work]\n" + OldPair, "role_arn" },
        { "work", "[profile work]\nrole_arn: r\ncredential_source: Environment\n", string.Empty, "role_arn" },
        { "work", "[profile work]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n[sso-session s]\nsso_region = x\n", "[work]\n" + OldPair, "sso_session" },
        { "work", "[profile work]\nsso_start_url = https://x.awsapps.com/start\nsso_region = x\nsso_account_id = 1\nsso_role_name = r\n", string.Empty, "sso_start_url" },
        { "work", "[profile work]\nrole_arn = r\nweb_identity_token_file = /token\n", "[work]\n" + OldPair, "web_identity_token_file" },
        { "work", "[profile work] # ours\n" + Role, string.Empty, "role_arn" },
        { "work", "[profile \"work\"]\n" + Role, string.Empty, "role_arn" },
        { "my work", "[profile 'my work'] ; ours\n" + Role, string.Empty, "role_arn" },
        { "my work", "[profile my\\ work]\n" + Role, string.Empty, "role_arn" },
        { "default", "[default]\n" + Role, string.Empty, "role_arn" },
        { "default", "[profile default]\n" + Role, string.Empty, "role_arn" },
        { "default", "[default]\nregion = x\n[profile default]\n" + Role, string.Empty, "role_arn" },
        { "work", "[profile\twork]\r\n\r\n# of the team\r\n" + Role, string.Empty, "role_arn" },
        { "work", "[profile work]\nregion = x\nregion = y\n", string.Empty, "Line 3" },
        { "work", "[profile broken]\nregion = x\nregion = y\nno setting\n", string.Empty, "Line 3" },
        { "work", "[profile broken]\ns3 =\n  no setting\n", string.Empty, "Line 3" },
        { "work", "region = x\n[profile work]\n", string.Empty, "Line 1" },
        { "work", "\uFEFF[profile work]\nregion = x\n", string.Empty, "byte order mark" },
        { "work", "[DEFAULT]\nrole_arn = r\nsource_profile = other\n[profile work]\nregion = x\n", string.Empty, "role_arn" },
        { "work", string.Empty, "[work]\nrole_arn: r\nsource_profile: other\n", "role_arn" },
        { "work", string.Empty, "[work]\nrole_arn = r\nsource_profile = other\n" + OldPair, "role_arn" },
    };

    /// <summary>Profiles whose readers would be another identity with a key in the credentials file, or of which some AWS tools read something else.</summary>
    public static TheoryData<string, string, string, string> Different => new()
    {
        { "work", "[profile work]\ncredential_process = /usr/local/bin/credentials-of-work\n", string.Empty, "credential_process" },
        { "work", "[profile work]\nlogin_session = arn\n", string.Empty, "login_session" },
        { "work", "[profile work]\naws_session_token = t\n", "[work]\n" + OldPair, "temporary" },
        { "work", "[profile work]\nsso_start_url = https://x.awsapps.com/start\n", string.Empty, "sso_start_url" },
        { "work", "[profile work] # ours [not theirs]\n" + Role, string.Empty, "role_arn" },
        { "work", "\uFEFF[profile work]\n" + Role, string.Empty, "role_arn" },
    };

    /// <summary>The profile, the config file and the credentials file.</summary>
    public static TheoryData<string, string, string> Accepted => new()
    {
        { "work", "[profile work]\nregion = eu-west-1\nmfa_serial = m\ns3 =\n  role_arn = nested\n", string.Empty },
        { "work", "[profile work]\n" + OldPair, string.Empty },
        { "work", "[profile work]\ncredential_process = /x\n", "[work]\n" + OldPair },
        { "work", "[work]\n" + Role + "[profile Work]\n" + Role + "[sso-session work]\n" + Role, string.Empty },
        { "work", "# [profile work]\n# role_arn = r\n", string.Empty },
        { "default", "[profile default]\n" + Role + "[default]\nregion = x\n", string.Empty },
    };

    /// <summary>Profiles of a role whose key the role is assumed with, by itself or by the profile <c>third</c>.</summary>
    public static TheoryData<string, string, string> AcceptedAsWell => new()
    {
        { "work", "[profile work]\n" + Role.Replace("other", "work", StringComparison.Ordinal), "[work]\n" + OldPair },
        { "work", "[profile work]\n" + Role + "[profile third]\nrole_arn = r\nsource_profile = work\n", "[work]\n" + OldPair },
    };

    [Theory]
    [MemberData(nameof(Overridden))]
    [MemberData(nameof(Different))]
    public async Task A_profile_whose_key_nobody_would_read_is_refused_and_nothing_is_written(string profile, string config, string credentials, string named)
    {
        ProfileDestination destination = Put(profile, config, credentials);

        DestinationException checkedFor = await Assert.ThrowsAsync<DestinationException>(() => destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None));
        DestinationException written = await Assert.ThrowsAsync<DestinationException>(() => destination.Begin(Keys.New()).WriteAsync(CancellationToken.None));

        Assert.Equal(FailureCategory.InvalidData, checkedFor.Category);
        Assert.Contains(named, checkedFor.Message, StringComparison.Ordinal);
        Assert.Contains(directory[config.Length == 0 ? "credentials" : "config"], checkedFor.Message, StringComparison.Ordinal);
        Assert.Equal(checkedFor.Message, written.Message);
        Assert.Equal(credentials, directory.Text("credentials"));
        Assert.Equal(config, directory.Text("config"));
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    [MemberData(nameof(AcceptedAsWell))]
    public async Task A_profile_whose_key_is_read_gets_it_and_the_config_file_stays_as_it_is(string profile, string config, string credentials)
    {
        ProfileDestination destination = Put(profile, config, credentials);
        await destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None);
        IDelivery delivery = destination.Begin(Keys.New());

        await delivery.WriteAsync(CancellationToken.None);

        Assert.Equal(Keys.NewId, (await delivery.ReadBackAsync(CancellationToken.None)).AccessKeyId);
        Assert.Equal(config, directory.Text("config"));
        await delivery.UndoAsync(CancellationToken.None);
        Assert.Equal(credentials, directory.Text("credentials"));
    }

    [Theory]
    [MemberData(nameof(Overridden))]
    public async Task Botocore_would_not_read_the_key(string profile, string config, string credentials, string named)
    {
        Assert.NotEmpty(named);
        Put(profile, config, credentials.Contains($"[{profile}]", StringComparison.Ordinal)
            ? credentials.Replace(Keys.OldId, Keys.NewId, StringComparison.Ordinal)
            : $"{credentials}[{profile}]\naws_access_key_id = {Keys.NewId}\naws_secret_access_key = x\n");

        Assert.DoesNotContain("shared-credentials-file", await BotocoreReadsAsync(profile), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task Botocore_reads_the_key(string profile, string config, string credentials)
    {
        await Put(profile, config, credentials).Begin(Keys.New()).WriteAsync(CancellationToken.None);

        Assert.Equal("shared-credentials-file " + Keys.NewId, await BotocoreReadsAsync(profile));
    }

    [Fact]
    public async Task Another_users_key_in_the_config_file_is_refused_before_a_key_is_created_and_shadowed_only_when_asked()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        directory.Put("config", "[profile svc]\naws_access_key_id = AKIASOMEBODYELSE0000\naws_secret_access_key = z\n");

        KeyRotationException refused = Assert.Single((await RotateAsync(account, overwrite: false)).Failures);

        Assert.Equal(("DestinationHoldsAnotherKey", FailureCategory.InvalidOperation), (refused.ErrorId, refused.Category));
        Assert.Contains($"[profile svc] in {directory["config"]} holds key AKIASOMEBODYELSE0000", refused.Message, StringComparison.Ordinal);
        Assert.Empty(account.Changes());
        Assert.Empty((await RotateAsync(account, overwrite: true)).Failures);
    }

    [Fact]
    public async Task A_role_in_the_config_file_is_refused_before_a_key_is_created()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        directory.Put("config", "[profile svc]\n" + Role);

        Assert.Equal("DestinationRefused", Assert.Single((await RotateAsync(account, overwrite: true)).Failures).ErrorId);
        Assert.Empty(account.Changes());
    }

    [Fact]
    public async Task A_role_that_somebody_configures_meanwhile_takes_the_key_back()
    {
        ProfileDestination destination = Put("work", string.Empty, string.Empty);
        await destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None);
        IDelivery delivery = destination.Begin(Keys.New());
        directory.Put("config", "[profile work]\n" + Role);

        await Assert.ThrowsAsync<DestinationException>(() => delivery.WriteAsync(CancellationToken.None));

        await delivery.UndoAsync(CancellationToken.None);
        Assert.Empty(directory.Text("credentials"));
    }

    [Fact]
    public async Task A_config_file_that_is_not_there_says_nothing()
    {
        var destination = new ProfileDestination(new NameTemplate("p"), directory["credentials"], configFile: directory["none/config"]);

        await destination.CheckAsync(Keys.Owner, Keys.OldId, CancellationToken.None);
        await destination.Begin(Keys.New()).WriteAsync(CancellationToken.None);
    }

    public void Dispose() => directory.Dispose();

    private ProfileDestination Put(string profile, string config, string credentials)
    {
        directory.Put("config", config);
        return new ProfileDestination(new NameTemplate(profile), directory.Put("credentials", credentials), configFile: directory["config"]);
    }

    private Task<RecordingReport> RotateAsync(TestAccount account, bool overwrite) => account.RotateAsync(
        new KeyTarget("svc"),
        new RotationOptions { Destinations = [new ProfileDestination(new NameTemplate("{UserName}"), directory["credentials"], overwrite, configFile: directory["config"])] });

    private async Task<string> BotocoreReadsAsync(string profile)
    {
        const string Program = """
            import sys
            try:
                import botocore.session
            except ImportError:
                sys.exit(9)
            try:
                found = botocore.session.Session(profile=sys.argv[1]).get_credentials()
                print(found.method, found.access_key if found.method == 'shared-credentials-file' else '')
            except Exception as problem:
                print(type(problem).__name__)
            """;
        (int exitCode, string output, string error) = await Machine.RunAsync("python3", ["-c", Program, profile], new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_SHARED_CREDENTIALS_FILE"] = directory["credentials"],
            ["AWS_CONFIG_FILE"] = directory["config"],
            ["AWS_ACCESS_KEY_ID"] = string.Empty,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["PYTHONUTF8"] = "1",
        });
        Assert.SkipWhen(exitCode == 9, "botocore is not installed on this machine.");
        Assert.True(exitCode == 0, error);
        return output;
    }
}
