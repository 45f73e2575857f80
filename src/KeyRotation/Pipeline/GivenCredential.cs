using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Security;

namespace KeyRotation.Commands.Pipeline;

/// <summary>
/// What -Credential takes: a PSCredential, the credentials of AWS Tools for PowerShell, or an object with the names that AWS STS
/// gives. The tools' types live in another load context, and are known by their shape.
/// </summary>
internal static class GivenCredential
{
    private const string Name = "-" + nameof(AwsCmdlet.Credential);

    /// <summary>The names of the three parts, as STS and the AWS CLI write them, and as the SDK does.</summary>
    private static readonly string[][] Parts = [["AccessKeyId", "AccessKey"], ["SecretAccessKey", "SecretKey"], ["SessionToken", "Token"]];

    /// <summary>The credentials that an object is.</summary>
    /// <exception cref="KeyRotationException">It is none of those; the message says which there are.</exception>
    public static SessionCredentials Read(object value)
    {
        object held = value is PSObject wrapped ? wrapped.BaseObject : value;
        try
        {
            return Find(value, held) ?? throw ErrorRecords.CredentialUnknown(held.GetType());
        }
        catch (Exception problem) when (problem is RuntimeException or TargetInvocationException or AmbiguousMatchException)
        {
            // The object itself fails when it is read. Its text may quote what it holds.
            throw ErrorRecords.CredentialUnknown(held.GetType());
        }
    }

    private static SessionCredentials? Find(object value, object held)
    {
        if (held is PSCredential credential)
        {
            return string.IsNullOrEmpty(credential.UserName) ? null : Fixed(new SessionKey(credential.UserName, credential.Password, sessionToken: null));
        }

        return SessionDefaults.OfTools(held, Name, () => ErrorRecords.CredentialUnknown(held.GetType()))
            ?? (OfParts(held is IDictionary table ? ToProperties(table) : PSObject.AsPSObject(value)) is SessionKey key ? Fixed(key) : null);
    }

    private static SessionCredentials Fixed(SessionKey key) => new(Name, isPlainKey: true, () => key);

    private static SessionKey? OfParts(PSObject of)
    {
        // As 'aws sts assume-role' answers: the parts are a member below.
        PSObject from = of.Properties["Credentials"]?.Value is object inner ? PSObject.AsPSObject(inner) : of;
        string?[] parts = [.. Parts.Select(names => names.Select(name => from.Properties[name]?.Value).OfType<object>().Select(Text).FirstOrDefault())];
        return parts[0] is { Length: > 0 } id && parts[1] is { Length: > 0 } secret ? new SessionKey(id, SecretText.Protect(secret), string.IsNullOrEmpty(parts[2]) ? null : parts[2]) : null;
    }

    private static string? Text(object part) => (part is PSObject wrapped ? wrapped.BaseObject : part) switch
    {
        SecureString secret => SecretText.Reveal(secret),
        string text => text,
        _ => null,
    };

    private static PSObject ToProperties(IDictionary table)
    {
        var made = new PSObject();
        foreach (string name in table.Keys.OfType<string>())
        {
            made.Properties.Add(new PSNoteProperty(name, table[name]));
        }

        return made;
    }
}
