using System.IO;
using KeyRotation.Delivery;

namespace KeyRotation.Tests.Delivery.Files;

/// <summary>Keys as a rotation would hand them over.</summary>
internal static class Keys
{
    public const string OldId = "AKIAOLDOLDOLDOLDOLD1";
    public const string OldSecret = "old/Secret+oldSecretoldSecretoldSecret0=";
    public const string NewId = "AKIANEWNEWNEWNEWNEW2";
    public const string NewSecret = "new/Secret+newSecretnewSecretnewSecret0=";
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static readonly KeyOwner Owner = new("123456789012", "svc-billing");

    public static KeyToDeliver New(string id = NewId, string secret = NewSecret, KeyOwner? owner = null) =>
        new(owner ?? Owner, id, SecretText.Protect(secret), OldId);
}
