using System;
using System.Collections.Generic;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Json;

namespace KeyRotation.Sandbox.Secrets;

/// <summary>The members that several operations on secrets take.</summary>
internal static class SecretRequest
{
    public static string SecretId(this JsonMembers members) => members.Text("SecretId", 1, 2048) ?? members.RequiredText("SecretId");

    public static string? VersionId(this JsonMembers members, string name) => members.Text(name, 32, 64);

    /// <summary>SDKs send it of themselves; who writes requests by hand has to.</summary>
    /// <exception cref="AwsErrorException">InvalidRequestException or InvalidParameterException.</exception>
    public static string Token(this JsonMembers members)
    {
        var token = members.Text("ClientRequestToken") ?? throw SecretErrors.NoToken();
        return token.Length is >= 32 and <= 64 ? token : throw SecretErrors.InvalidParameter("ClientRequestToken must be 32-64 characters long.");
    }

    /// <summary>The value; null when there is none.</summary>
    /// <exception cref="AwsErrorException">InvalidParameterException or SerializationException.</exception>
    public static SecretContent? Content(this JsonMembers members)
    {
        var text = members.Text("SecretString");
        var binary = members.Text("SecretBinary");
        if (text is not null && binary is not null)
        {
            throw SecretErrors.InvalidParameter("You can't specify both a binary secret value and a string secret value in the same secret.");
        }

        if (binary is not null && !Convert.TryFromBase64String(binary, new byte[binary.Length], out _))
        {
            throw new AwsErrorException("SerializationException", 400, "SecretBinary is not base64.");
        }

        return text is null && binary is null ? null : new SecretContent(text, binary);
    }

    public static IReadOnlyList<string>? Stages(this JsonMembers members)
    {
        var stages = members.Texts("VersionStages");
        foreach (var stage in stages ?? [])
        {
            MemberRules.Length("versionStages", stage, 1, 256);
        }

        return stages is { Count: 0 }
            ? throw AwsErrors.MustSatisfy("versionStages", "[]", "have length greater than or equal to 1")
            : stages;
    }
}
