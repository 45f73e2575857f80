using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Notices;

namespace KeyRotation.Tests.Notices;

/// <summary>Keeps the notices that it is sent, and fails where it is told to.</summary>
internal sealed class RecordingReceiver : INoticeReceiver
{
    public string Name => "the recorder";

    public List<Notice> Sent { get; } = [];

    /// <summary>What sending fails with; null where it does not.</summary>
    public Func<Notice, Exception?> Fault { get; init; } = _ => null;

    public Task SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        if (Fault(notice) is Exception fault)
        {
            throw fault;
        }

        Sent.Add(notice);
        return Task.CompletedTask;
    }
}
