using System.Collections.Generic;
using System.IO;
using System.Text;

namespace KeyRotation.Json;

/// <summary>
/// Reads JSON values, one behind the other or as the items of lists, each when it is asked for: a long list takes no more memory than its largest
/// item. Written here so that Core needs no third-party package.
/// </summary>
internal sealed class JsonReader
{
    private const int Deepest = 64;

    /// <summary>In characters. The largest findings are far below it.</summary>
    private const int LargestValue = 1 << 24;

    private readonly TextReader text;
    private readonly StringBuilder word = new();
    private int line = 1;
    private int size;
    private int? ahead;

    public JsonReader(TextReader text) => this.text = text;

    /// <summary>Reads the values to the end of the text. The items of a list at the top come one by one.</summary>
    /// <exception cref="InvalidDataException">It is not JSON, is not complete, or a value is too deep or too large.</exception>
    public IEnumerable<JsonItem> Read()
    {
        while (Next() >= 0)
        {
            if (Next() != '[')
            {
                yield return Begin();
                continue;
            }

            Take();
            for (bool isFirst = true; !IsEnd(']', isFirst); isFirst = false)
            {
                yield return Begin();
            }
        }
    }

    private JsonItem Begin()
    {
        size = 0;
        return Value(1);
    }

    private JsonItem Value(int depth)
    {
        int next = Next();
        int begun = line;
        return depth > Deepest ? throw Problem($"it is more than {Deepest} levels deep")
            : next == '{' ? JsonItem.OfObject(Members(depth), begun)
            : next == '[' ? JsonItem.OfList(Items(depth), begun)
            : next == '"' ? JsonItem.OfText(Text(), begun)
            : JsonItem.OfText(Word(), begun);
    }

    private Dictionary<string, JsonItem> Members(int depth)
    {
        Dictionary<string, JsonItem> members = JsonItem.NewMembers();
        Take();
        for (bool isFirst = true; !IsEnd('}', isFirst); isFirst = false)
        {
            if (Next() != '"')
            {
                throw Problem("a name is missing");
            }

            string name = Text();
            if (Next() != ':')
            {
                throw Problem("a colon is missing");
            }

            Take();
            members[name] = Value(depth + 1);
        }

        return members;
    }

    private List<JsonItem> Items(int depth)
    {
        var items = new List<JsonItem>();
        Take();
        for (bool isFirst = true; !IsEnd(']', isFirst); isFirst = false)
        {
            items.Add(Value(depth + 1));
        }

        return items;
    }

    /// <summary>Whether a list or an object ends here; takes its end, or the comma before the next item.</summary>
    private bool IsEnd(char end, bool isFirst)
    {
        int next = Next();
        if (next == end)
        {
            Take();
            return true;
        }

        if (isFirst)
        {
            return next < 0 ? throw Problem("the end is missing") : false;
        }

        if (next != ',')
        {
            throw Problem(next < 0 ? "the end is missing" : "a comma is missing");
        }

        Take();
        return false;
    }

    private string Text()
    {
        Take();
        word.Clear();
        for (int character = Take(); character != '"'; character = Take())
        {
            word.Append(character == '\\' ? Escaped(Take()) : (char)character);
        }

        return word.ToString();
    }

    private char Escaped(int character) => character switch
    {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\b',
        'f' => '\f',
        'u' => (char)((Digit() << 12) | (Digit() << 8) | (Digit() << 4) | Digit()),
        '"' or '\\' or '/' => (char)character,
        _ => throw Problem("a text has an escape that there is not"),
    };

    private int Digit() => Take() switch
    {
        int digit and >= '0' and <= '9' => digit - '0',
        int digit and >= 'a' and <= 'f' => digit - 'a' + 10,
        int digit and >= 'A' and <= 'F' => digit - 'A' + 10,
        _ => throw Problem("a text has an escape that there is not"),
    };

    /// <summary>A number, true or false; null for null.</summary>
    private string? Word()
    {
        word.Clear();
        while (Peek() is int next && ((next | 0x20) is >= 'a' and <= 'z' or >= '0' and <= '9' || next is '-' or '+' or '.'))
        {
            word.Append((char)Take());
        }

        return word.ToString() switch
        {
            "" => throw Problem(Peek() < 0 ? "the end is missing" : "a value is missing"),
            "null" => null,
            "true" => "true",
            "false" => "false",
            string other when other[0] is '-' or (>= '0' and <= '9') => other,
            _ => throw Problem("a value is missing"),
        };
    }

    /// <summary>What comes next that is not white space; -1 at the end.</summary>
    private int Next()
    {
        while (Peek() is ' ' or '\t' or '\r' or '\n' or '\uFEFF')
        {
            Take();
        }

        return Peek();
    }

    /// <summary>As TextReader.Peek, which may also say "none" where a stream gives its bytes in parts.</summary>
    private int Peek() => ahead ??= text.Read();

    private int Take()
    {
        int character = Peek();
        ahead = null;
        if (character < 0)
        {
            throw Problem("the end is missing");
        }

        if (++size > LargestValue)
        {
            throw Problem("a value in it is larger than any finding");
        }

        line += character == '\n' ? 1 : 0;
        return character;
    }

    private InvalidDataException Problem(string what) => new($"Its JSON cannot be read at line {line}: {what}.");
}
