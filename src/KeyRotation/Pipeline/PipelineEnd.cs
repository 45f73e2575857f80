using System;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace KeyRotation.Commands.Pipeline;

/// <summary>Says why a pipeline ended while a cmdlet wrote to it.</summary>
internal static class PipelineEnd
{
    private const BindingFlags Internals = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>
    /// Whether a command behind has taken the object and wants no more: Select-Object -First, break, continue, or exit with
    /// success. Anything else is a failure, exit with another code too: scripts end so when something went wrong. Where the
    /// cause cannot be seen it counts as a failure, because taking a new key back loses nothing.
    /// </summary>
    /// <param name="cmdlet">The cmdlet that wrote.</param>
    /// <param name="problem">What its write threw.</param>
    public static bool IsDeliberate(PSCmdlet cmdlet, Exception problem) => (problem is PipelineStoppedException ? CauseSeenByEngine(cmdlet) : problem) switch
    {
        ExitException exit => exit.Argument is null or 0,
        FlowControlException => true,
        _ => false,
    };

    /// <summary>
    /// What the command behind threw. The engine gives the commands before it one and the same PipelineStoppedException for
    /// Select-Object -First and for an error under Stop, and keeps the cause to itself: there is no public way to it.
    /// </summary>
    private static Exception? CauseSeenByEngine(PSCmdlet cmdlet)
    {
        object? processor = cmdlet.CommandRuntime?.GetType().GetProperty("PipelineProcessor", Internals)?.GetValue(cmdlet.CommandRuntime);
        FieldInfo? first = processor?.GetType().GetFields(Internals).FirstOrDefault(field => field.Name.EndsWith("firstTerminatingError", StringComparison.OrdinalIgnoreCase));
        return first?.GetValue(processor) switch
        {
            ExceptionDispatchInfo kept => kept.SourceException,
            Exception kept => kept,
            _ => null,
        };
    }
}
