using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using KeyRotation.Delivery.Forms;

namespace KeyRotation.Delivery;

/// <summary>What a form makes of a key, and what a text that was written in it says of a key.</summary>
public static class KeyForming
{
    private const string RotatedAt = "{RotatedAt}";

    /// <summary>What is written in the secret's place.</summary>
    /// <param name="form">The form.</param>
    /// <param name="key">The key.</param>
    public static string SecretOf(KeyForm form, KeyToDeliver key)
    {
        string secret = SecretText.Reveal((key ?? throw new ArgumentNullException(nameof(key))).SecretAccessKey);
        return (form ?? throw new ArgumentNullException(nameof(form))).SmtpRegion is string region ? SesSmtpPassword.Of(secret, region) : secret;
    }

    /// <summary>What is written beside the key: names and texts.</summary>
    /// <param name="form">The form.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="DestinationException">The name of the account is needed and not known.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> MembersOf(KeyForm form, KeyToDeliver key)
    {
        if (form is null || key is null)
        {
            throw new ArgumentNullException(form is null ? nameof(form) : nameof(key));
        }

        string at = key.RotatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return form.Templates()
            .Select(member => new KeyValuePair<string, string>(member.Key, new NameTemplate(member.Value.Replace(RotatedAt, at)).For(key.Owner, key.AccessKeyId)))
            .ToList();
    }

    /// <summary>Refuses a form whose texts cannot be made for a key, before it is created.</summary>
    /// <param name="form">The form.</param>
    /// <param name="owner">Whose key will be delivered.</param>
    /// <exception cref="DestinationException">The name of the account is needed and not known.</exception>
    public static void Check(KeyForm form, KeyOwner owner)
    {
        foreach (KeyValuePair<string, string> member in (form ?? throw new ArgumentNullException(nameof(form))).Templates())
        {
            new NameTemplate(member.Value).For(owner, NameTemplate.SomeAccessKeyId);
        }
    }

    /// <summary>The key that a place holds. Where only what is derived from a secret is written, the secret cannot be read there.</summary>
    /// <param name="form">The form.</param>
    /// <param name="accessKeyId">The id that is written there.</param>
    /// <param name="secretText">What is written in the secret's place.</param>
    public static StoredKey Found(KeyForm form, string accessKeyId, string secretText) => form is { SmtpRegion: not null }
        ? StoredKey.WithoutSecret(accessKeyId)
        : new StoredKey(accessKeyId, SecretText.Protect(secretText));

    /// <summary>What reading back a key says of it: the key itself where all of it was written.</summary>
    /// <param name="form">The form.</param>
    /// <param name="key">The key.</param>
    /// <param name="accessKeyId">The id that is written there.</param>
    /// <param name="secretText">What is written in the secret's place.</param>
    public static StoredKey ReadBack(KeyForm form, KeyToDeliver key, string accessKeyId, string secretText) =>
        new(accessKeyId, SecretOf(form, key) == secretText ? key.SecretAccessKey : SecretText.Protect(secretText));

    /// <summary>Why a key that is written in this form leaves mail behind; null where it does not.</summary>
    /// <param name="form">The form.</param>
    /// <param name="where">The place in words, e.g. <c>The secret 'x'</c>.</param>
    /// <param name="texts">The texts that are there.</param>
    public static string? SmtpWarning(KeyForm form, string where, IEnumerable<string> texts) =>
        form is { SmtpRegion: null } && (texts ?? throw new ArgumentNullException(nameof(texts))).Any(SesSmtpPassword.IsOne)
            ? $"{where} holds an SMTP password of Amazon SES, and only the access key is written. The password stops working when the key that it was derived from is disabled. "
              + "Deliver the new one too: a destination with .WithForm([KeyRotation.KeyForm]::SesSmtp('eu-central-1')), with the region of SES."
            : null;
}
