using System;

namespace KeyRotation.Aws.Settings;

/// <summary>Variables of the environment. One that is empty counts as not set, as for every AWS tool.</summary>
internal static class SetVariable
{
    public static string? Of(string name) => Environment.GetEnvironmentVariable(name) is string value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <summary>True, false, or null where it says neither.</summary>
    public static bool? FlagOf(string name) => bool.TryParse(Of(name), out bool value) ? value : null;
}
