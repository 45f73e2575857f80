using System.Collections.Generic;
using System.Linq;
using KeyRotation.Delivery.Files;

namespace KeyRotation.Delivery.Values;

/// <summary>A key as a value for its id, one for its secret, and one for each further member of the form.</summary>
internal sealed class KeyVariables : IKeyValues
{
    private readonly string idName;
    private readonly string secretName;

    public KeyVariables(KeyForm form, (string Id, string Secret) names)
    {
        Form = form;
        (idName, secretName) = names;
        Names = [idName, secretName, .. form.Templates().Select(member => member.Key)];
    }

    public KeyForm Form { get; }

    public IReadOnlyList<string> Names { get; }

    public KeyInFile Read(string where, HeldValues? held)
    {
        string? id = held?.TextOf(idName);
        string? secret = held?.TextOf(secretName);
        return string.IsNullOrEmpty(id) == string.IsNullOrEmpty(secret)
            ? new KeyInFile(id, secret, held?.Texts ?? [])
            : throw new DestinationException(
                FailureCategory.InvalidData,
                $"{where} has {(string.IsNullOrEmpty(id) ? $"a value of {secretName} and none of {idName}" : $"a value of {idName} and none of {secretName}")}. Whose key it is cannot be known. Remove the one or complete the other, then run again.");
    }

    public IReadOnlyList<ValueChange> Write(string where, HeldValues? held, KeyToDeliver key) =>
    [
        .. KeyForming.MembersOf(Form, key).Select(member => new ValueChange(member.Key, member.Value, isSecret: false)),
        new(secretName, KeyForming.SecretOf(Form, key), isSecret: true),
        new(idName, key.AccessKeyId, isSecret: false),
    ];
}
