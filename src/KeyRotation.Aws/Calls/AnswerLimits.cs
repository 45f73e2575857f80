using System;

namespace KeyRotation.Aws.Calls;

/// <summary>
/// How much of an answer is read. Far more than AWS sends, and little enough that a server without end takes neither the
/// memory nor the time of a run.
/// </summary>
internal static class AnswerLimits
{
    /// <summary>Bytes of one answer. Nothing unpacks answers, so these are the bytes that are parsed.</summary>
    public const int LargestBody = 8 * 1024 * 1024;

    /// <summary>Elements in elements, or objects in objects.</summary>
    public const int Deepest = 32;

    /// <summary>Elements and texts of one answer: each takes many times the memory of its few bytes.</summary>
    public const int MostNodes = 500_000;

    /// <summary>Bytes of one tag of XML: its attributes are read at once, and each is compared with the others.</summary>
    public const int LongestTag = 64 * 1024;

    public const int MostPages = 1_000;

    public const int MostItems = 100_000;

    /// <summary>Bytes of all pages of a list.</summary>
    public const long LargestList = 32 * 1024 * 1024;

    /// <summary>From the head of an answer to its last byte. The wait for the head has a limit of its own.</summary>
    public static readonly TimeSpan LongestBody = TimeSpan.FromSeconds(30);
}
