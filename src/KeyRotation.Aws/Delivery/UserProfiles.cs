using System;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Internal.Settings;
using KeyRotation.Aws.Settings;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Files;

namespace KeyRotation.Aws.Delivery;

/// <summary>
/// The profiles of the user who runs this: in the shared credentials file, and on Windows also in the store of the .NET
/// SDK, in which AWS Tools for PowerShell and Visual Studio keep them encrypted.
/// </summary>
public static class UserProfiles
{
    /// <summary>A profile, in whichever of the two places it is; a new one in the file, if the config file lets AWS tools read it there.</summary>
    /// <param name="name">The profile's name; may contain placeholders.</param>
    /// <param name="givenFile">The full path of the credentials file that was named; null for where AWS tools look.</param>
    /// <param name="fullPath">Turns a path of the session into one of the file system.</param>
    /// <param name="overwrite">Whether another key than the replaced one may be written over.</param>
    public static IDestination Destination(NameTemplate name, string? givenFile, Func<string, string> fullPath, bool overwrite)
    {
        if (fullPath is null)
        {
            throw new ArgumentNullException(nameof(fullPath));
        }

        string usual = fullPath(SharedFilePaths.Credentials);
        string path = givenFile ?? usual;
        string config = path == usual ? fullPath(SharedFilePaths.Config) : SharedFilePaths.ConfigBeside(path);
        var file = new ProfileDestination(name, path, overwrite, configFile: config);

        // As the SDK's own search does: there is such a store on Windows only, and for users with a profile of Windows.
        return givenFile is null && UserCrypto.IsUserCryptAvailable
            ? new RegisteredProfileDestination(name, new NetSDKCredentialsFile(), file, overwrite)
            : file;
    }
}
