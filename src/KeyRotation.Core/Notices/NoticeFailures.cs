using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Notices;

/// <summary>Failures of sending notices.</summary>
internal static class NoticeFailures
{
    private const int MostNames = 20;

    public static KeyRotationException NotNoticeable(object item) => new(
        "NotNoticeable",
        FailureCategory.InvalidArgument,
        target: null,
        $"A notice cannot be made of a {item.GetType().FullName}. Pipe what the commands of this module give, as they give it: keys, results of controls, summaries, and their errors with 2>&1. "
        + "Pipe it without Select-Object, and from this session.");

    /// <summary>Notices that one receiver did not take, for one and the same cause.</summary>
    public static KeyRotationException Failed(IReadOnlyList<Notice> notices, Exception problem, int untried) => new(
        "NoticeFailed",
        CategoryOf(problem),
        notices.Count == 1 && notices[0].Lines.Count == 1 ? Reference(notices[0].Lines[0]) : null,
        $"{(notices.Count == 1 ? "The notice" : "The notices")} for {Join(notices.Select(notice => $"{notice.Recipient} ({Names(notice.Lines)})").ToList())} {(notices.Count == 1 ? "was" : "were")} not sent by {notices[0].Receiver}: "
        + $"{Failures.Sentence(Cause(problem))} {(untried > 0 ? $"It is not tried again in this run, so the last {untried} were not tried. " : string.Empty)}The other notices are not affected. Correct this, and run again.",
        problem);

    public static FailureCategory CategoryOf(Exception problem) =>
        problem is DestinationException known ? known.Category : problem is ServiceException call ? KeyRotationException.Of(call, target: null).Category : FailureCategory.NotSpecified;

    public static KeyRotationException TemplateFailed(Notice notice, DestinationException problem) => new(
        "NoticeFailed",
        problem.Category,
        target: null,
        $"The notice for {notice.Recipient} ({Names(notice.Lines)}) was not sent: {Failures.Sentence(problem.Message)} Correct -Template, and run again.",
        problem);

    public static KeyRotationException OwnerUnknown(IReadOnlyList<NoticeLine> lines) => new(
        "NoticeOwnerUnknown",
        FailureCategory.ObjectNotFound,
        lines.Count == 1 ? Reference(lines[0]) : null,
        $"No notice was sent about {Names(lines)}: no tag says who the owner is. Tag each user with Owner, or give -DefaultRecipient.");

    public static KeyRotationException WebhookNotSecure(string? host) => new(
        "WebhookNotSecure",
        FailureCategory.InvalidArgument,
        target: null,
        host is null
            ? "The address of the webhook is not complete, and is not shown because it may be a secret. Give one that begins with https://."
            : $"The webhook on {host} does not use https: anyone on the way could read its address, which is a secret. Give an https address.");

    /// <summary>A receiver of another module that could not be opened.</summary>
    public static KeyRotationException ReceiverUnusable(string receiver, Exception problem) => new(
        "NoticeReceiverUnusable",
        problem is DestinationException known ? known.Category : FailureCategory.InvalidArgument,
        target: null,
        $"Notices cannot be sent to {receiver}: {Failures.Sentence(ForeignText.Clean(problem.Message))} Nothing was begun. Correct this, and run again.",
        problem);

    public static string TagsUnreadable(IReadOnlyCollection<string> users, string reason, string consequence) =>
        $"The tags of {Join(users)} could not be read ({reason}). {consequence}";

    public static string RecordUnreadable(string userName, string problem) =>
        $"The tag {Journal.JournalTags.Noticed} of user {userName} cannot be read: {problem} The notice is sent, and the tag is written anew.";

    public static string NotRecorded(string userName, string reason) =>
        $"The notice about user {userName} was sent, but the tag {Journal.JournalTags.Noticed} could not be written ({Failures.Sentence(reason).TrimEnd('.')}): the next run sends it again. Allow iam:TagUser, and see that the user has fewer than {Journal.JournalTags.Quota} tags.";

    private static KeyReference? Reference(NoticeLine line) => line.UserName.Length == 0 ? null : new KeyReference(line.AccountId, line.UserName, line.AccessKeyId);

    /// <summary>Why a notice was not sent, in words.</summary>
    public static string Cause(Exception problem) => problem is ServiceException or DestinationException ? Failures.Cause(problem) : $"an unexpected {problem.GetType().Name}. This is a defect of the module: please report it";

    private static string Names(IReadOnlyList<NoticeLine> lines) => Join(lines
        .Select(line => line.UserName.Length > 0 ? "user " + line.UserName : line.AccountId.Length > 0 ? "account " + line.AccountId : "errors without a user")
        .Distinct(StringComparer.Ordinal)
        .ToList());

    private static string Join(IReadOnlyCollection<string> names) => string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : string.Empty);
}
