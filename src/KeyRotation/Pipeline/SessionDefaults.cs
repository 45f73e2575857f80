using System;
using System.Management.Automation;
using System.Reflection;

namespace KeyRotation.Commands.Pipeline;

/// <summary>
/// What Set-AWSCredential, Set-DefaultAWSRegion and Initialize-AWSDefaultConfiguration of AWS Tools for PowerShell leave in a
/// session. Their types live in another load context, where no type of ours is theirs: they are known by their shape.
/// </summary>
internal static class SessionDefaults
{
    /// <summary>The variable that holds the credentials.</summary>
    public const string CredentialsVariable = "StoredAWSCredentials";

    /// <summary>The variable that holds the region's name.</summary>
    public const string RegionVariable = "StoredAWSRegion";

    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The credentials that a variable holds; null when it holds nothing. Anything else is refused when it is needed.</summary>
    public static SessionCredentials? Credentials(object? value)
    {
        object? held = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (held is null)
        {
            return null;
        }

        // The tools take their own object there, and not what it holds.
        Func<KeyRotationException> unknown = () => ErrorRecords.SessionCredentialsUnknown(held.GetType());
        SessionCredentials? credentials = Getter(held) is null ? OfTools(held, "$" + CredentialsVariable, unknown) : null;
        return credentials ?? new SessionCredentials("$" + CredentialsVariable, isPlainKey: true, () => throw unknown());
    }

    /// <summary>The credentials of an object of the tools or of the SDK below them; null when it is not one.</summary>
    /// <param name="held">The object.</param>
    /// <param name="place">Where it was found, for messages.</param>
    /// <param name="unknown">Makes the failure for what they give when it is not a key.</param>
    public static SessionCredentials? OfTools(object held, string place, Func<KeyRotationException> unknown)
    {
        // The tools' own object around the SDK's; what it holds and how it is called, it keeps to itself.
        bool isWrapped = Getter(held) is null;
        object? credentials = isWrapped ? Property(held, "Credentials") : held;
        if (credentials is null || Getter(credentials) is not MethodInfo get)
        {
            return null;
        }

        string name = place + (isWrapped && Property(held, "Name") is string { Length: > 0 } called ? $" ({called})" : string.Empty);
        return new SessionCredentials(name, credentials.GetType().Name is "BasicAWSCredentials" or "SessionAWSCredentials", () => Key(Call(get, credentials), unknown));
    }

    /// <summary>The region that a variable holds. AWS Tools take a text and nothing else.</summary>
    public static string? Region(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) is string region && !string.IsNullOrWhiteSpace(region) ? region : null;

    private static MethodInfo? Getter(object credentials) => credentials.GetType().GetMethod("GetCredentials", BindingFlags.Instance | BindingFlags.Public, binder: null, Type.EmptyTypes, modifiers: null);

    private static SessionKey Key(object? key, Func<KeyRotationException> unknown) =>
        key is not null && Property(key, "AccessKey") is string { Length: > 0 } accessKeyId && Property(key, "SecretKey") is string { Length: > 0 } secret
            ? new SessionKey(accessKeyId, SecretText.Protect(secret), Property(key, "Token") as string)
            : throw unknown();

    private static object? Call(MethodInfo method, object target)
    {
        try
        {
            return method.Invoke(target, parameters: null);
        }
        catch (TargetInvocationException problem) when (problem.InnerException is not null)
        {
            // What went wrong there, and not that it was called by reflection.
            throw new InvalidOperationException(problem.InnerException.Message, problem.InnerException);
        }
    }

    /// <summary>The value of a property; null where there is none, or it gives none: what it is of is then unknown.</summary>
    private static object? Property(object of, string name)
    {
        try
        {
            return of.GetType().GetProperty(name, Any)?.GetValue(of);
        }
        catch (Exception problem) when (problem is TargetInvocationException or TargetParameterCountException or AmbiguousMatchException)
        {
            return null;
        }
    }
}
