using System;
using System.Linq;
using KeyRotation.Files;
using KeyRotation.Profiles;

namespace KeyRotation.Delivery.Files;

/// <summary>
/// Where AWS tools get the credentials of a profile from, by what the credentials file and the config file say of it
/// together: tells whether anybody would read a key that is written to the one.
/// </summary>
internal sealed class ProfileSources
{
    private const string RoleArn = "role_arn";
    private const string SourceProfile = "source_profile";

    /// <summary>Looked at before an access key: with one of these, the key is not read.</summary>
    private static readonly string[] BeforeKeys = ["web_identity_token_file", "sso_session", "sso_start_url", "sso_account_id", "sso_role_name"];

    /// <summary>Looked at when the credentials file has no access key.</summary>
    private static readonly string[] InsteadOfKeys = ["credential_process", "credential_source", SourceProfile, "login_session"];

    private readonly string name;
    private readonly string where;
    private readonly ProfileSection? section;
    private readonly SharedSection? own;
    private readonly SharedSection? configured;
    private readonly SharedFile credentials;
    private readonly SharedFile config;

    private ProfileSources(string name, string where, ProfileSection? section, SharedFile credentials, SharedFile config)
    {
        this.name = name;
        this.where = where;
        this.section = section;
        this.credentials = credentials;
        this.config = config;
        configured = config.Profile(name);

        // It also tells settings with a colon. What it cannot read, the section above is as strict about as writing needs.
        own = credentials.Profile(name) is { IsReadable: true } readable ? readable : null;
    }

    /// <summary>Whether the config file gives the profile credentials of its own.</summary>
    public bool AreConfigured =>
        configured is not null && configured.Settings.Keys.Any(setting => setting is RoleArn or ProfileSetting.AccessKeyId || BeforeKeys.Contains(setting) || InsteadOfKeys.Contains(setting));

    /// <summary>Looks at a profile of a credentials file.</summary>
    /// <param name="name">The profile.</param>
    /// <param name="file">The credentials file.</param>
    /// <param name="section">The profile's section there; null when it has none.</param>
    /// <param name="path">The credentials file's name for messages.</param>
    /// <param name="configFile">The config file beside it; null where none is.</param>
    /// <exception cref="DestinationException">The config file cannot be read.</exception>
    public static ProfileSources Of(string name, CredentialsFile file, ProfileSection? section, string path, string? configFile)
    {
        SharedFile beside = configFile is null ? SharedFile.NoConfig : FileFailures.Guard("read", configFile, () => SharedFile.OfConfig(configFile));
        try
        {
            var sources = new ProfileSources(name, ProfileSearch.Where(name, path), section, file.Shared(path), beside);
            _ = sources.configured?.Settings;
            return sources;
        }
        catch (SharedFileException problem)
        {
            throw new DestinationException(FailureCategory.InvalidData, $"What the config file says of the profile '{name}' cannot be read: {problem.Message} Correct the file, then run again.", problem);
        }
    }

    /// <summary>Refuses a profile of which AWS tools would not read an access key, or not as a user's.</summary>
    /// <exception cref="DestinationException">It is one.</exception>
    public void EnsureKeyIsRead()
    {
        if ((Place("aws_session_token") ?? Place("aws_security_token")) is string temporary)
        {
            throw Refused($"{temporary} holds temporary credentials: it has aws_session_token. Choose another profile, or remove that line first.");
        }

        bool hasKey = section is { AccessKeyId: not null, SecretAccessKey: not null };
        string? overriding = Array.Find(BeforeKeys, setting => Place(setting) is not null) ?? (Place(RoleArn) is null || (hasKey && IsSource()) ? null : RoleArn);
        string? other = overriding ?? (hasKey ? null : Array.Find(InsteadOfKeys, setting => Place(setting) is not null));
        if (other is not null)
        {
            string why = hasKey ? "and AWS tools do not read an access key beside that" : "and has no access key";
            throw Refused($"{Place(other)} gets its credentials by {other}, {why}. Choose another profile, or remove that setting first.");
        }

        EnsureFilesAreRead();
    }

    /// <summary>Refuses a profile in which AWS tools now read another key than the replaced and the new one.</summary>
    /// <exception cref="DestinationException">They do.</exception>
    public void EnsureReplaceable(string replacedAccessKeyId, string? newAccessKeyId)
    {
        KeyInPlace.EnsureReplaceable(where, section?.AccessKeyId, replacedAccessKeyId, newAccessKeyId);
        if (string.IsNullOrEmpty(section?.AccessKeyId))
        {
            // A key in the credentials file goes before it, so that it would not be read any more.
            KeyInPlace.EnsureReplaceable(configured?.Where ?? where, configured?[ProfileSetting.AccessKeyId], replacedAccessKeyId, newAccessKeyId);
        }
    }

    /// <summary>Refuses files of which the AWS CLI, and what is written in Python, would read nothing, or another value than the one that is written.</summary>
    private void EnsureFilesAreRead()
    {
        if ((credentials.Problem ?? config.Problem) is SharedFileException problem)
        {
            throw Refused($"The AWS CLI would not read {where}, because it reads nothing of a file with such a line. {problem.Message} Correct the file, then run again.", problem);
        }

        if (section is null)
        {
            return;
        }

        if (own is not { IsReadAlike: true })
        {
            throw section.Ambiguous($"has blanks inside of the brackets of its header, or a bracket behind them, which the AWS CLI takes for a part of the name: write [{name}]");
        }

        if (Array.Find(ProfileText.KeySettings, setting => section[setting]?.ValueIn(section.Text) is string value && value != own.Settings[setting]) is string commented)
        {
            throw section.Ambiguous($"has a comment behind the value of {commented}, which the AWS CLI takes for a part of the value: put it on a line of its own");
        }
    }

    /// <summary>Whether the profile's access key is what a role is assumed with: its own, or another profile's.</summary>
    private bool IsSource() => ValueOf(SourceProfile) == name
        || credentials.Profiles.Concat(config.Profiles).Any(other => other.Name != name && other.Section.IsReadable && other.Section[SourceProfile] == name);

    private string? ValueOf(string setting) => section?[setting]?.ValueIn(section.Text) ?? own?[setting] ?? configured?[setting];

    /// <summary>Where a setting of the profile stands; null when it stands nowhere.</summary>
    private string? Place(string setting) =>
        section?[setting] is not null || own?.Settings.ContainsKey(setting) == true ? where
        : configured?.Settings.ContainsKey(setting) == true ? configured.Where
        : PlaceInherited(credentials.Inherited, setting) ?? PlaceInherited(config.Inherited, setting);

    private static string? PlaceInherited(SharedSection? inherited, string setting) =>
        inherited is { IsReadable: true } && inherited.Settings.ContainsKey(setting) ? inherited.Where : null;

    private static DestinationException Refused(string message, Exception? cause = null) => new(FailureCategory.InvalidData, message, cause);
}
