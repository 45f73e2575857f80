using KeyRotation.Delivery;

namespace KeyRotation.Aws.Delivery;

/// <summary>The secret of a key, alone: it does not tell of which key, so that the id beside it decides.</summary>
internal sealed class KeySecretText : IKeyText
{
    private const string SomeKey = "some key";

    public KeySecretText(KeyForm form) => Form = form;

    public KeyForm Form { get; }

    /// <summary>Whether nothing is there: also an empty object, which an undo leaves in a secret that had no value.</summary>
    public static bool IsEmpty(string? text) => string.IsNullOrEmpty(text) || text == "{}";

    public void Check(KeyOwner owner) => KeyForming.Check(Form, owner);

    public string Write(string? former, KeyToDeliver key) => KeyForming.SecretOf(Form, key);

    public string? RequireKey(string where, string? text) => text is null ? throw DestinationCalls.NotAKey(where, "a text") : null;

    public string? IdIn(string? text) => IsEmpty(text) ? null : SomeKey;

    public bool Holds(string? text, KeyToDeliver key) => text == KeyForming.SecretOf(Form, key);

    public StoredKey? Find(string? text) => null;

    public StoredKey ReadBack(string where, string? text, KeyToDeliver key) => KeyForming.ReadBack(Form, key, key.AccessKeyId, text ?? string.Empty);

    public string? WarningOf(string where, string? text) => text is null ? null : KeyForming.SmtpWarning(Form, where, [text]);
}
