using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Commands.Sandbox;

namespace KeyRotation.Commands.Completion;

/// <summary>The connection that stands on the command line so far.</summary>
internal static class TypedConnection
{
    private static readonly string[] Variables =
    [
        "AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE",
        "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_IAM", "AWS_ENDPOINT_URL_STS",
    ];

    public static ConnectionOptions Of(IDictionary bound) => new()
    {
        ProfileName = Text(bound, nameof(ConnectionOptions.ProfileName)),
        ProfileLocation = Text(bound, nameof(ConnectionOptions.ProfileLocation)),
        Region = Text(bound, nameof(ConnectionOptions.Region)) ?? SessionDefaults.Region(Variable(SessionDefaults.RegionVariable)),
        Session = SessionDefaults.Credentials(Variable(SessionDefaults.CredentialsVariable)),
        AccessKey = Text(bound, nameof(ConnectionOptions.AccessKey)),
        SecretKey = Text(bound, nameof(ConnectionOptions.SecretKey)) is string secret ? SecretText.Protect(secret) : null,
        SessionToken = Text(bound, nameof(ConnectionOptions.SessionToken)),
        RoleArn = Text(bound, nameof(ConnectionOptions.RoleArn)),
        ManagedIdentityResource = Text(bound, nameof(ConnectionOptions.ManagedIdentityResource)),
        ManagedIdentityClientId = Text(bound, nameof(ConnectionOptions.ManagedIdentityClientId)),
        EndpointUrl = Text(bound, nameof(ConnectionOptions.EndpointUrl)),
    };

    /// <summary>The value of a parameter that stands on the command line; null when it does not, or is nothing yet.</summary>
    public static string? Text(IDictionary bound, string name) => bound.Contains(name) && bound[name]?.ToString() is { Length: > 0 } text ? text : null;

    /// <summary>A variable of the session, on whose thread completers are asked. While a sandbox runs, the session is connected to that.</summary>
    private static object? Variable(string name) => SandboxSession.Running is null
        ? ScriptBlock.Create("param($Name) Get-Variable -Name $Name -ValueOnly -ErrorAction Ignore").Invoke(name).FirstOrDefault()
        : null;

    /// <summary>Tells one object in the session's variable from the next.</summary>
    private static string? Holder() => Variable(SessionDefaults.CredentialsVariable) is PSObject held ? RuntimeHelpers.GetHashCode(held.BaseObject).ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>Tells connections apart, by what was typed and by what the environment says; holds no secret.</summary>
    public static string Name(ConnectionOptions connection)
    {
        IEnumerable<string?> parts = new[]
            {
                connection.ProfileName, connection.ProfileLocation, connection.Region, connection.AccessKey,
                connection.RoleArn, connection.ManagedIdentityResource, connection.ManagedIdentityClientId, connection.EndpointUrl,
                Holder(),
            }
            .Concat(Variables.Select(Environment.GetEnvironmentVariable));
        return string.Join("\n", parts);
    }
}
