using System;
using System.Globalization;

namespace KeyRotation;

/// <summary>Times as AWS, the journal and reports write them: ISO 8601, UTC, to the second.</summary>
internal static class IsoTime
{
    public const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
