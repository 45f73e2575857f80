using System;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace KeyRotation.Audit.Reports;

/// <summary>Reads dates of ISO 8601.</summary>
internal static class ReportDate
{
    private const int SecondsLength = 19;

    /// <summary>Reads the two forms that the service gives, <c>2026-01-31T10:20:30Z</c> and <c>…+00:00</c>, without making a text.</summary>
    [MethodImpl(Hot.Loop)]
    public static bool TryRead(byte[] bytes, int start, int end, out DateTimeOffset date)
    {
        date = default;
        if (!HasServiceForm(bytes, start, end))
        {
            return false;
        }

        int year = (100 * Two(bytes, start)) + Two(bytes, start + 2);
        int month = Two(bytes, start + 5);
        int day = Two(bytes, start + 8);
        int hour = Two(bytes, start + 11);
        int minute = Two(bytes, start + 14);
        int second = Two(bytes, start + 17);
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || (day > 28 && day > DateTime.DaysInMonth(year, month)) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        date = new DateTimeOffset(new DateTime(year, month, day).Ticks + (((((hour * 60L) + minute) * 60L) + second) * TimeSpan.TicksPerSecond), TimeSpan.Zero);
        return true;
    }

    /// <summary>Reads every other form that a date with year, month and day has; UTC where it names no time zone.</summary>
    public static bool TryRead(string text, out DateTimeOffset date) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out date);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasServiceForm(byte[] bytes, int start, int end)
    {
        int length = end - start;
        return length >= SecondsLength + 1
            && bytes[start + 4] == '-' && bytes[start + 7] == '-' && bytes[start + 10] == 'T' && bytes[start + 13] == ':' && bytes[start + 16] == ':'
            && (IsUtcLetter(bytes, start, length) || IsUtcOffset(bytes, start, length));
    }

    private static bool IsUtcLetter(byte[] bytes, int start, int length) => length == SecondsLength + 1 && bytes[start + SecondsLength] == 'Z';

    private static bool IsUtcOffset(byte[] bytes, int start, int length)
    {
        const string Offset = "+00:00";
        if (length != SecondsLength + Offset.Length)
        {
            return false;
        }

        for (int index = 0; index < Offset.Length; index++)
        {
            if (bytes[start + SecondsLength + index] != Offset[index])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The number of two digits; far below zero when they are anything else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Two(byte[] bytes, int at)
    {
        uint tens = (uint)(bytes[at] - '0');
        uint ones = (uint)(bytes[at + 1] - '0');
        return tens > 9 || ones > 9 ? -10_000 : (int)((10 * tens) + ones);
    }
}
