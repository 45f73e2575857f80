using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace KeyRotation.Delivery.Files;

/// <summary>
/// Reads one JSON document with the places of its values. Strict: what readers understand in different ways (comments, a comma before an
/// end, a member twice) is refused. Written here so that Core needs no third-party package.
/// </summary>
internal sealed class JsonTextReader
{
    private const int Deepest = 64;

    private static readonly Regex Word = new(@"\G(true|false|null|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private readonly string text;
    private readonly string path;
    private int at;

    private JsonTextReader(string text, string path)
    {
        this.text = text;
        this.path = path;
    }

    /// <summary>Reads a document.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="path">The file's name for messages.</param>
    /// <exception cref="DestinationException">It is not JSON.</exception>
    public static JsonValueInText Read(string text, string path)
    {
        var reader = new JsonTextReader(text, path);
        JsonValueInText value = reader.Value(1);
        return reader.Next() == '\0' && reader.at == text.Length ? value : throw reader.Problem("has something behind the end of the document");
    }

    private JsonValueInText Value(int depth)
    {
        char next = Next();
        int start = at;
        return depth > Deepest ? throw Problem($"is more than {Deepest} levels deep")
            : next == '{' ? Object(start, depth)
            : next == '[' ? List(start, depth)
            : next == '"' ? OfString(start)
            : OfWord(start);
    }

    private JsonValueInText OfString(int start)
    {
        string value = String();
        return new JsonValueInText(start, at, value, members: null, []);
    }

    private JsonValueInText OfWord(int start)
    {
        if (Word.Match(text, at) is not { Success: true } word)
        {
            throw Problem("lacks a value, or has one that JSON does not know");
        }

        at += word.Length;
        return new JsonValueInText(start, at, text: null, members: null, []);
    }

    private JsonValueInText Object(int start, int depth)
    {
        var members = new List<JsonMemberInText>();
        at++;
        while (!IsEnd('}', members.Count == 0))
        {
            int gap = at;
            if (Next() != '"')
            {
                throw Problem("lacks a name in double quotes");
            }

            int begin = at;
            string name = String();
            if (members.Exists(member => member.Name == name))
            {
                throw Problem("has a member twice in one object, of which programs read one or the other");
            }

            if (Next() != ':')
            {
                throw Problem("lacks a colon");
            }

            at++;
            members.Add(new JsonMemberInText(name, gap, begin, Value(depth + 1)));
        }

        return new JsonValueInText(start, at, text: null, members, []);
    }

    private JsonValueInText List(int start, int depth)
    {
        var items = new List<JsonValueInText>();
        at++;
        while (!IsEnd(']', items.Count == 0))
        {
            items.Add(Value(depth + 1));
        }

        return new JsonValueInText(start, at, text: null, members: null, items);
    }

    /// <summary>Whether an object or a list ends here; takes its end, or the comma before what comes next.</summary>
    private bool IsEnd(char end, bool isFirst)
    {
        int before = at;
        char next = Next();
        if (next == end)
        {
            at++;
            return true;
        }

        if (isFirst)
        {
            at = before;
            return false;
        }

        if (next != ',')
        {
            throw Problem(next == '\0' ? "ends too early" : "lacks a comma");
        }

        at++;
        return false;
    }

    private string String()
    {
        var value = new StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] < ' ')
            {
                throw Problem("has a line break or a control character in a text");
            }

            value.Append(text[at] == '\\' ? Escaped() : text[at]);
        }

        if (at >= text.Length)
        {
            throw Problem("ends too early");
        }

        at++;
        return value.ToString();
    }

    private char Escaped()
    {
        at++;
        char escape = at < text.Length ? text[at] : '\0';
        if (escape == 'u' && at + 4 < text.Length && text.Substring(at + 1, 4).All(Uri.IsHexDigit))
        {
            at += 4;
            return (char)Convert.ToInt32(text.Substring(at - 3, 4), 16);
        }

        return escape switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\b',
            'f' => '\f',
            '"' or '\\' or '/' => escape,
            _ => throw Problem("has an escape that JSON does not know"),
        };
    }

    /// <summary>What comes next that is not white space; NUL at the end.</summary>
    private char Next()
    {
        while (at < text.Length && text[at] is (' ' or '\t' or '\r' or '\n'))
        {
            at++;
        }

        char next = at < text.Length ? text[at] : '\0';
        return next is '/' or '#' ? throw Problem("has a comment, which JSON does not allow and most programs refuse") : next;
    }

    private DestinationException Problem(string what) => new(
        FailureCategory.InvalidData,
        $"{path} {what}: line {text.Take(at).Count(character => character == '\n') + 1}. Correct the file, or name another one.");
}
