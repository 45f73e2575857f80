using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Notices;

namespace KeyRotation.Commands.Notices;

/// <summary>The receivers of one run, each opened once and closed at the end.</summary>
internal sealed class OpenReceivers : IDisposable
{
    private readonly List<GivenReceiver> given;
    private readonly INoticeReceiver?[] open;

    public OpenReceivers(IEnumerable<GivenReceiver> given)
    {
        this.given = given.ToList();
        open = new INoticeReceiver?[this.given.Count];
    }

    /// <summary>Those that are open, in the order in which they were given.</summary>
    public IReadOnlyList<INoticeReceiver> Open => open.OfType<INoticeReceiver>().ToList();

    /// <summary>Opens those that need no account.</summary>
    /// <exception cref="KeyRotationException">One cannot be used.</exception>
    public void OpenLocal(IPipelineThread thread) => OpenEach(receiver => !receiver.NeedsAccount, services: null, thread);

    /// <summary>Opens those that are not open yet. The account is entered only where one needs it.</summary>
    /// <param name="enter">Enters the account.</param>
    /// <param name="thread">Where script blocks run.</param>
    /// <exception cref="KeyRotationException">One cannot be used, or the account cannot be entered.</exception>
    /// <exception cref="ServiceException">AWS refuses the credentials or does not answer.</exception>
    public async Task OpenAsync(Func<Task<INoticeServices>> enter, IPipelineThread thread)
    {
        OpenLocal(thread);
        if (open.Contains(null))
        {
            OpenEach(_ => true, await enter().ConfigureAwait(false), thread);
        }
    }

    public void Dispose()
    {
        foreach (IDisposable receiver in open.OfType<IDisposable>())
        {
            receiver.Dispose();
        }

        Array.Clear(open, 0, open.Length);
    }

    private void OpenEach(Func<GivenReceiver, bool> which, INoticeServices? services, IPipelineThread thread)
    {
        for (int index = 0; index < open.Length; index++)
        {
            open[index] ??= which(given[index]) ? given[index].Open(services, thread) : null;
        }
    }
}
