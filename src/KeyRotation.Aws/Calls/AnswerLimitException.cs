using System;
using System.Globalization;

namespace KeyRotation.Aws.Calls;

/// <summary>An answer that goes beyond <see cref="AnswerLimits"/>. Not repeated: the next one would be no better.</summary>
internal sealed class AnswerLimitException : Exception
{
    private AnswerLimitException(ServiceErrorKind kind, string message)
        : base(message) => Kind = kind;

    public ServiceErrorKind Kind { get; }

    public static AnswerLimitException TooLarge() => new(ServiceErrorKind.MalformedAnswer, "The answer is larger than 8 MiB, which is the limit.");

    public static AnswerLimitException TooSlow() => new(ServiceErrorKind.NoAnswer, "The answer was not complete 30 seconds after it had begun, which is the limit.");

    public static AnswerLimitException TooDeep() => new(ServiceErrorKind.MalformedAnswer, "The answer has elements that are more than 32 levels deep, which is the limit.");

    public static AnswerLimitException TooManyNodes() => new(ServiceErrorKind.MalformedAnswer, "The answer has more than 500,000 elements, which is the limit.");

    public static AnswerLimitException TagTooLong() => new(ServiceErrorKind.MalformedAnswer, "The answer has a tag that is longer than 64 KiB, which is the limit.");

    public static AnswerLimitException TooManyPages(int most) => new(ServiceErrorKind.MalformedAnswer, string.Format(CultureInfo.InvariantCulture, "The list has more than {0:N0} pages, which is the limit.", most));

    public static AnswerLimitException TooManyItems() => new(ServiceErrorKind.MalformedAnswer, "The list has more than 100,000 items, which is the limit.");

    public static AnswerLimitException ListTooLarge() => new(ServiceErrorKind.MalformedAnswer, "The list is larger than 32 MiB, which is the limit.");

    public static AnswerLimitException Circle() => new(ServiceErrorKind.MalformedAnswer, "The list does not end: a page leads to a page that was seen before.");
}
