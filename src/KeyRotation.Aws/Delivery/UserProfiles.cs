using System;
using System.IO;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Internal.Settings;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Files;

namespace KeyRotation.Aws.Delivery;

/// <summary>
/// The profiles of the user who runs this: in the shared credentials file, and on Windows also in the store of the .NET
/// SDK, in which AWS Tools for PowerShell and Visual Studio keep them encrypted.
/// </summary>
public static class UserProfiles
{
    /// <summary>A profile, in whichever of the two places it is; a new one in the file.</summary>
    /// <param name="name">The profile's name; may contain placeholders.</param>
    /// <param name="credentialsFile">The credentials file, where AWS_SHARED_CREDENTIALS_FILE names one; null for the user's own.</param>
    /// <param name="overwrite">Whether another key than the replaced one may be written over.</param>
    public static IDestination Destination(NameTemplate name, string? credentialsFile, bool overwrite)
    {
        string path = credentialsFile ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aws", "credentials");
        var file = new ProfileDestination(name, path, overwrite);

        // As the SDK's own search does: there is such a store on Windows only, and for users with a profile of Windows.
        return UserCrypto.IsUserCryptAvailable
            ? new RegisteredProfileDestination(name, new NetSDKCredentialsFile(), file, overwrite)
            : file;
    }
}
