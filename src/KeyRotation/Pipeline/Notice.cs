using System;
using System.Threading.Tasks;

namespace KeyRotation.Commands.Pipeline;

/// <summary>Something that the pipeline thread has to write.</summary>
internal abstract record Notice
{
    internal sealed record Result(object Value, bool AreMany, TaskCompletionSource<bool> Taken) : Notice;

    internal sealed record Question(string Target, string Action, TaskCompletionSource<Agreement> Answer) : Notice;

    internal sealed record Failure(KeyRotationException Problem) : Notice;

    internal sealed record Later(KeyRotationException Refusal) : Notice;

    internal sealed record Information(string Message, string Tag) : Notice;

    internal sealed record Warning(string Message) : Notice;

    internal sealed record Verbose(string Message) : Notice;

    internal sealed record Progress(WorkProgress State) : Notice;

    /// <summary>The work goes on and has reported nothing for some seconds.</summary>
    internal sealed record Waiting(int Seconds) : Notice;

    /// <summary>What follows is done at the end, however the work ended.</summary>
    internal sealed record Resumption : Notice;

    /// <summary>Work that only the pipeline thread may do, e.g. running a script block of the user.</summary>
    internal sealed record Work(Action Run, Action Cancel) : Notice;
}
