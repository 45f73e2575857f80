using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using KeyRotation.Delivery.Forms;

namespace KeyRotation.Delivery.Files;

/// <summary>
/// Variables of an env file. Docker, systemd and sh read such files by different rules: only what all of them read alike is taken for a
/// variable and written.
/// </summary>
internal sealed class EnvironmentFormat : IKeyFileFormat
{
    /// <summary>Characters that stand for themselves everywhere, with quotes and without.</summary>
    private static readonly Regex Plain = new(@"^[A-Za-z0-9/+=_.:,@%-]*\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly string idName;
    private readonly string secretName;

    public EnvironmentFormat(KeyForm form)
    {
        Form = form;
        (idName, secretName) = KeyFormNames.InEnvironment(form);
    }

    public string Kind => "Env";

    public KeyForm Form { get; }

    private IEnumerable<string> Names => new[] { idName, secretName }.Concat(Form.Templates().Select(member => member.Key));

    public KeyInFile Read(string text, string path)
    {
        IReadOnlyDictionary<string, EnvironmentLine> lines = Find(text, path);
        string? id = ValueOf(lines, idName);
        string? secret = ValueOf(lines, secretName);
        return string.IsNullOrEmpty(id) != string.IsNullOrEmpty(secret)
            ? throw Refused(path, $"sets only one of {idName} and {secretName}. Set both or remove the one, then run again.")
            : new KeyInFile(id, secret, EnvironmentLine.Of(text).Select(line => line.Value).OfType<string>().ToList());
    }

    public string Write(string text, string path, KeyToDeliver key)
    {
        IReadOnlyDictionary<string, EnvironmentLine> lines = Find(text, path);
        var values = new List<KeyValuePair<string, string>> { new(idName, key.AccessKeyId), new(secretName, KeyForming.SecretOf(Form, key)) };
        values.AddRange(KeyForming.MembersOf(Form, key));
        var edits = new TextEdits();
        var added = new List<string>();
        foreach (KeyValuePair<string, string> variable in values)
        {
            if (!Plain.IsMatch(variable.Value))
            {
                throw Refused(path, $"cannot take {variable.Key}: its value has a character that docker, systemd and sh read in different ways. Leave that variable out.");
            }

            if (lines.TryGetValue(variable.Key, out EnvironmentLine? line))
            {
                edits.Replace(line.ValueStart, line.ValueEnd, variable.Value);
            }
            else
            {
                added.Add(variable.Key + "=" + variable.Value);
            }
        }

        edits.Replace(text.Length, text.Length, Added(text, added));
        return edits.ApplyTo(text);
    }

    /// <summary>New lines as the file has them: with its line ends, and with export where all of its variables have it.</summary>
    private static string Added(string text, List<string> lines)
    {
        if (lines.Count == 0)
        {
            return string.Empty;
        }

        string end = text.Contains("\r\n") ? "\r\n" : "\n";
        List<EnvironmentLine> present = EnvironmentLine.Of(text).Where(line => line.Name is not null).ToList();
        string prefix = present.Count > 0 && present.TrueForAll(line => line.IsExported) ? "export " : string.Empty;
        return (text.Length > 0 && text[text.Length - 1] != '\n' ? end : string.Empty) + string.Concat(lines.Select(line => prefix + line + end));
    }

    private static string? ValueOf(IReadOnlyDictionary<string, EnvironmentLine> lines, string name) => lines.TryGetValue(name, out EnvironmentLine? line) ? line.Value : null;

    /// <summary>The lines of the form's variables.</summary>
    private IReadOnlyDictionary<string, EnvironmentLine> Find(string text, string path)
    {
        var found = new Dictionary<string, EnvironmentLine>(StringComparer.Ordinal);
        foreach (EnvironmentLine line in EnvironmentLine.Of(text))
        {
            if (line.IsOpen)
            {
                throw Refused(path, $"goes on in another line after line {line.Number}, by a quote or a backslash, which docker reads in another way than sh. Write that value in one line.");
            }

            foreach (string name in Names.Where(line.Mentions))
            {
                if (line.Name != name || line.Value is not string value || !Plain.IsMatch(value))
                {
                    throw Refused(path, $"sets {name} in line {line.Number} in a way that docker, systemd and sh read differently. Write it as {name}=value, with a plain value and nothing behind it.");
                }

                if (found.TryGetValue(name, out EnvironmentLine? first))
                {
                    throw Refused(path, $"sets {name} twice, in line {first.Number} and in line {line.Number}. Remove one of them.");
                }

                found[name] = line;
            }
        }

        return found;
    }

    private static DestinationException Refused(string path, string problem) => new(FailureCategory.InvalidData, $"{path} {problem}");
}
