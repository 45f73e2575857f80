using System;
using System.Text.RegularExpressions;
using KeyRotation.Delivery;

namespace KeyRotation.Aws.Delivery;

/// <summary>The id of a key, alone.</summary>
internal sealed class KeyIdText : IKeyText
{
    private static readonly Regex Id = new(@"^[A-Z0-9]{16,32}\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    public KeyIdText(KeyForm form) => Form = form;

    public KeyForm Form { get; }

    public void Check(KeyOwner owner) => KeyForming.Check(Form, owner);

    public string Write(string? former, KeyToDeliver key) => key.AccessKeyId;

    public string? RequireKey(string where, string? text) =>
        text is not null && KeySecretText.IsEmpty(text) ? null : IdIn(text) ?? throw DestinationCalls.NotAKey(where, "the id of an access key");

    public string? IdIn(string? text) => text is not null && Id.IsMatch(text) ? text : null;

    public bool Holds(string? text, KeyToDeliver key) => text == key.AccessKeyId;

    public StoredKey? Find(string? text) => IdIn(text) is string id ? StoredKey.WithoutSecret(id) : null;

    public StoredKey ReadBack(string where, string? text, KeyToDeliver key) =>
        new(IdIn(text) ?? throw DestinationCalls.NotAKey(where, "the id of an access key"), key.SecretAccessKey);

    public string? WarningOf(string where, string? text) => null;
}
