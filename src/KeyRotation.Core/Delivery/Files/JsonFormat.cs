using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using KeyRotation.Delivery.Forms;

namespace KeyRotation.Delivery.Files;

/// <summary>A key in a JSON file: its values are replaced where they stand.</summary>
internal sealed class JsonFormat : IKeyFileFormat
{
    private readonly string idName;
    private readonly string secretName;
    private readonly string[] steps;

    public JsonFormat(KeyForm form)
    {
        Form = form;
        (idName, secretName) = KeyFormNames.InJson(form);
        steps = form.Path?.Split('.') ?? [];
    }

    public string Kind => "Json";

    public KeyForm Form { get; }

    public KeyInFile Read(string text, string path)
    {
        if (text.Trim().Length == 0)
        {
            return new KeyInFile(accessKeyId: null, secretText: null, []);
        }

        JsonValueInText document = JsonTextReader.Read(text, path);
        List<string> texts = document.Texts().ToList();
        JsonValueInText target = Nearest(document, out int found);
        return target is not { IsObject: true } ? throw NotAKey(path)
            : found < steps.Length || target.Members.Count == 0 && found == steps.Length ? new KeyInFile(accessKeyId: null, secretText: null, texts)
            : target[idName]?.Text is string id && target[secretName]?.Text is string secret && id.Length > 0 == secret.Length > 0 ? new KeyInFile(id, secret, texts)
            : throw NotAKey(path);
    }

    public string Write(string text, string path, KeyToDeliver key)
    {
        List<KeyValuePair<string, string>> values = [new(idName, key.AccessKeyId), new(secretName, KeyForming.SecretOf(Form, key)), .. KeyForming.MembersOf(Form, key)];
        if (text.Trim().Length == 0)
        {
            return Nested(values, steps) + "\n";
        }

        JsonValueInText target = Nearest(JsonTextReader.Read(text, path), out int found);
        var edits = new TextEdits();
        var added = new List<string>();
        if (found < steps.Length)
        {
            added.Add($"{Quoted(steps[found])}: {Nested(values, steps.Skip(found + 1))}");
        }
        else
        {
            foreach (KeyValuePair<string, string> value in values)
            {
                if (target[value.Key] is JsonValueInText present)
                {
                    edits.Replace(present.Start, present.End, Quoted(value.Value));
                }
                else
                {
                    added.Add($"{Quoted(value.Key)}: {Quoted(value.Value)}");
                }
            }
        }

        Add(edits, text, target, added);
        return edits.ApplyTo(text);
    }

    /// <summary>The innermost value on the way to the key that is there.</summary>
    /// <param name="document">The document.</param>
    /// <param name="found">How many steps lead to it.</param>
    private JsonValueInText Nearest(JsonValueInText document, out int found)
    {
        JsonValueInText target = document;
        for (found = 0; found < steps.Length && target[steps[found]] is JsonValueInText next; found++)
        {
            target = next;
        }

        return target;
    }

    /// <summary>Behind the last member and with the white space that stands before that one.</summary>
    private static void Add(TextEdits edits, string text, JsonValueInText target, List<string> added)
    {
        if (added.Count > 0 && target.Members.Count > 0)
        {
            JsonMemberInText last = target.Members[target.Members.Count - 1];
            string gap = text.Substring(last.GapStart, last.Start - last.GapStart);
            edits.Replace(last.Value.End, last.Value.End, string.Concat(added.Select(member => "," + gap + member)));
        }
        else if (added.Count > 0)
        {
            edits.Replace(target.Start, target.End, $"{{ {string.Join(", ", added)} }}");
        }
    }

    private static string Nested(IEnumerable<KeyValuePair<string, string>> values, IEnumerable<string> names) => names.Reverse().Aggregate(
        $"{{ {string.Join(", ", values.Select(value => $"{Quoted(value.Key)}: {Quoted(value.Value)}"))} }}",
        (inner, name) => $"{{ {Quoted(name)}: {inner} }}");

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char character in text)
        {
            quoted.Append(character switch
            {
                '"' or '\\' => "\\" + character,
                < ' ' => "\\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture),
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private DestinationException NotAKey(string path) => new(
        FailureCategory.InvalidData,
        $"{path} holds something that is not a JSON object of {idName} and {secretName}{(steps.Length == 0 ? string.Empty : $" at {Form.Path}")}, and is not written over. Name another path in the form, or correct the file.");
}
