using System.Threading.Tasks;

namespace KeyRotation.Commands.Pipeline;

/// <summary>Something that the pipeline thread has to write.</summary>
internal abstract record Notice
{
    internal sealed record Result(object Value, TaskCompletionSource<bool> Taken) : Notice;

    internal sealed record Failure(KeyRotationException Problem) : Notice;

    internal sealed record Warning(string Message) : Notice;

    internal sealed record Verbose(string Message) : Notice;

    internal sealed record Progress(WorkProgress State) : Notice;
}
