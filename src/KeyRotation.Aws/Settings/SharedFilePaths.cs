using System;
using System.IO;

namespace KeyRotation.Aws.Settings;

/// <summary>Where AWS tools keep profiles. The environment is read each time: in a session it may be set at any time.</summary>
internal static class SharedFilePaths
{
    /// <summary>The credentials file: that of AWS_SHARED_CREDENTIALS_FILE, or the user's own.</summary>
    public static string Credentials => Named("AWS_SHARED_CREDENTIALS_FILE") ?? OfUser("credentials");

    /// <summary>The config file: that of AWS_CONFIG_FILE, or the user's own.</summary>
    public static string Config => Named("AWS_CONFIG_FILE") ?? OfUser("config");

    /// <summary>The config file that belongs to another credentials file than the usual one: whoever reads it may have another environment.</summary>
    public static string ConfigBeside(string credentialsFile) => Path.Combine(Path.GetDirectoryName(credentialsFile) ?? string.Empty, "config");

    /// <summary>The config file that is read with a credentials file, as AWS Tools for PowerShell do.</summary>
    /// <param name="credentialsFile">The credentials file that was named; null for the usual one.</param>
    public static string ConfigWith(string? credentialsFile) =>
        credentialsFile is null || credentialsFile == Credentials ? Config : Named("AWS_CONFIG_FILE") ?? ConfigBeside(credentialsFile);

    /// <summary>A path that may begin with ~, the user's home.</summary>
    public static string InHome(string path) => path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal)
        ? Path.Combine(Home(), path.Substring(1).TrimStart('/', '\\'))
        : path;

    private static string? Named(string variable) => SetVariable.Of(variable) is string path ? InHome(path) : null;

    private static string OfUser(string name) => Path.Combine(Home(), ".aws", name);

    private static string Home() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
