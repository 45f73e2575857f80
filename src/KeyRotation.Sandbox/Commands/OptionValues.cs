using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace KeyRotation.Sandbox.Commands;

/// <summary>The options that were given to a command, as --name value or --name=value.</summary>
internal sealed class OptionValues
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public OptionValues(ReadOnlySpan<string> arguments, IReadOnlyList<CommandOption> options)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var parts = arguments[i].Split('=', 2);
            if (options.All(option => option.Name != parts[0]))
            {
                throw new UsageException("There is no option '" + parts[0] + "'.");
            }

            if (parts.Length == 1 && i + 1 == arguments.Length)
            {
                throw new UsageException("A value is missing after " + parts[0] + ".");
            }

            if (!values.TryAdd(parts[0], parts.Length == 2 ? parts[1] : arguments[++i]))
            {
                throw new UsageException(parts[0] + " is given twice.");
            }
        }
    }

    public string Text(string name, string fallback) => values.GetValueOrDefault(name, fallback);

    public int WholeNumber(string name, int fallback) => !values.TryGetValue(name, out var text) ? fallback
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw new UsageException(name + " takes a whole number, not '" + text + "'.");

    public DateTimeOffset? Time(string name) => !values.TryGetValue(name, out var text) ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value) ? value
        : throw new UsageException(name + " takes a time such as 2026-11-20T07:00:00Z, not '" + text + "'.");
}
