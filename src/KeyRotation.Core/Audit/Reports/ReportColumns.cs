using System;
using System.Collections.Generic;
using System.IO;

namespace KeyRotation.Audit.Reports;

/// <summary>Where the columns of a report stand, by their names.</summary>
internal sealed class ReportColumns
{
    private readonly Dictionary<string, int> positions = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">A column that is needed is missing.</exception>
    public ReportColumns(ReportFields header, bool needsPasswords)
    {
        Count = header.Count;
        // Backwards: of two columns of one name the first counts.
        for (int position = header.Count - 1; position >= 0; position--)
        {
            positions[header.Text(position).Trim('\uFEFF', ' ')] = position;
        }

        User = Position("user");
        Arn = Position("arn");
        FirstKey = KeyColumnsOf(1);
        SecondKey = KeyColumnsOf(2);
        Password = needsPasswords
            ? new PasswordColumns(Position("password_enabled"), Position("password_last_used"), Position("password_last_changed"))
            : null;
    }

    public int Count { get; }

    public int User { get; }

    public int Arn { get; }

    public KeyColumns FirstKey { get; }

    public KeyColumns SecondKey { get; }

    /// <summary>Null when nobody asks for passwords: a report without them serves then.</summary>
    public PasswordColumns? Password { get; }

    private KeyColumns KeyColumnsOf(int slot) => new(
        Position($"access_key_{slot}_active"),
        Position($"access_key_{slot}_last_rotated"),
        Position($"access_key_{slot}_last_used_date"),
        Position($"access_key_{slot}_last_used_region"),
        Position($"access_key_{slot}_last_used_service"));

    private int Position(string name) => positions.TryGetValue(name, out int position)
        ? position
        : throw new InvalidDataException($"This is not a credential report: the column '{name}' is missing.");
}

/// <summary>The columns of one of a user's two keys.</summary>
internal sealed record KeyColumns(int Active, int LastRotated, int LastUsedDate, int LastUsedRegion, int LastUsedService);

/// <summary>The columns of a user's console password.</summary>
internal sealed record PasswordColumns(int Enabled, int LastUsed, int LastChanged);
