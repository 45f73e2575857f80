using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Notices;

/// <summary>
/// What receivers did not take in one run. Notices that one receiver did not take for the same cause are one failure. A receiver that gives no answer
/// twice in a row is not tried again: each try may take minutes, and many owners would wait. Nor is one that refuses the sign-in: a wrong password that
/// is sent again and again locks accounts.
/// </summary>
internal sealed class UnsentNotices
{
    private const int Patience = 2;

    private readonly List<(INoticeReceiver Receiver, string Cause, Exception Problem, List<Notice> Notices)> causes = [];
    private readonly Dictionary<INoticeReceiver, int> unanswered = [];
    private readonly Dictionary<INoticeReceiver, int> untried = [];

    public bool IsGivenUp(INoticeReceiver receiver) => unanswered.TryGetValue(receiver, out int times) && times >= Patience;

    public void Reached(INoticeReceiver receiver) => unanswered[receiver] = 0;

    public void Add(INoticeReceiver receiver, Notice notice, Exception problem)
    {
        unanswered[receiver] = NoticeFailures.CategoryOf(problem) switch
        {
            FailureCategory.AuthenticationError => Patience,
            FailureCategory.ConnectionError => (unanswered.TryGetValue(receiver, out int times) ? times : 0) + 1,
            _ => 0,
        };
        string cause = NoticeFailures.Cause(problem);
        int known = causes.FindIndex(item => ReferenceEquals(item.Receiver, receiver) && item.Cause == cause);
        if (known < 0)
        {
            causes.Add((receiver, cause, problem, [notice]));
        }
        else
        {
            causes[known].Notices.Add(notice);
        }
    }

    /// <summary>Adds a notice to the last failure of a receiver that was given up.</summary>
    public void AddUntried(INoticeReceiver receiver, Notice notice)
    {
        causes.FindLast(item => ReferenceEquals(item.Receiver, receiver)).Notices.Add(notice);
        untried[receiver] = (untried.TryGetValue(receiver, out int times) ? times : 0) + 1;
    }

    public IEnumerable<KeyRotationException> ToFailures() => causes.Select(item => NoticeFailures.Failed(
        item.Notices,
        item.Problem,
        IsGivenUp(item.Receiver) && causes.FindLast(last => ReferenceEquals(last.Receiver, item.Receiver)).Cause == item.Cause && untried.TryGetValue(item.Receiver, out int times) ? times : 0));
}
