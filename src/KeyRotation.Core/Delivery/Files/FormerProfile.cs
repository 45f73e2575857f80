using System.Security;

namespace KeyRotation.Delivery.Files;

/// <summary>A profile as it was before a key was written to it: what an undo brings back.</summary>
internal sealed class FormerProfile
{
    private readonly string? accessKeyId;
    private readonly SecureString? secretAccessKey;

    private FormerProfile(CredentialsFile file, ProfileSection? section)
    {
        FileDigest = file.Digest();
        Mode = file.Mode;
        SectionExisted = section is not null;
        LineEndAdded = ProfileText.NeedsLineEnd(file.Text, section);
        accessKeyId = section?.AccessKeyId;
        secretAccessKey = section?.SecretAccessKey is string secret ? SecretText.Protect(secret) : null;
    }

    public bool FileExisted => FileDigest is not null;

    /// <summary>Tells whether the whole file is as it was; null when there was none.</summary>
    public byte[]? FileDigest { get; }

    public uint? Mode { get; }

    public bool SectionExisted { get; }

    /// <summary>Whether a line end had to be added before what was added.</summary>
    public bool LineEndAdded { get; }

    public static FormerProfile Of(CredentialsFile file, ProfileSection? section) => new(file, section);

    /// <summary>What a setting of the key was; null when it was not there.</summary>
    public string? ValueOf(string setting) =>
        setting == ProfileSetting.AccessKeyId ? accessKeyId : secretAccessKey is null ? null : SecretText.Reveal(secretAccessKey);

    /// <summary>Whether a profile holds what this one held.</summary>
    public bool IsIn(ProfileSection? section) =>
        section?.AccessKeyId == accessKeyId && section?.SecretAccessKey == ValueOf(ProfileSetting.SecretAccessKey);
}
