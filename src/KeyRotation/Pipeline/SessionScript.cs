using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Threading.Tasks;

namespace KeyRotation.Commands.Pipeline;

/// <summary>
/// A script block of the user's. Whatever fails in it ends it: a throw, an error that it writes, and a program that ends with an exit code
/// other than 0, where the engine can tell (PowerShell 7.4).
/// </summary>
internal sealed class SessionScript
{
    private readonly ScriptBlock script;
    private readonly IPipelineThread thread;

    public SessionScript(ScriptBlock script, IPipelineThread thread)
    {
        this.script = script;
        this.thread = thread;
    }

    /// <summary>Runs it on the pipeline thread with a new key, whose secret it may quote.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="DestinationException">It failed, or the pipeline was stopped before.</exception>
    public Task<Collection<PSObject>> RunAsync(RotatedAccessKey key) => RunAsync(key, () => [SecretText.Reveal(key.SecretAccessKey)]);

    /// <summary>Runs it on the pipeline thread.</summary>
    /// <param name="argument">Its first argument.</param>
    /// <returns>What it wrote.</returns>
    /// <exception cref="DestinationException">It failed, or the pipeline was stopped before.</exception>
    public Task<Collection<PSObject>> RunAsync(object argument) => RunAsync(argument, () => []);

    private async Task<Collection<PSObject>> RunAsync(object argument, Func<string[]> secrets)
    {
        try
        {
            return await thread.RunAsync(() => script.InvokeWithContext(functionsToDefine: null, Strict(), argument)).ConfigureAwait(false);
        }
        catch (RuntimeException problem) when (problem is not PipelineStoppedException)
        {
            string said = problem is ActionPreferenceStopException ? problem.ErrorRecord.ToString() : problem.Message;
            throw new DestinationException(FailureCategory.NotSpecified, $"The script block failed: {ForeignText.Clean(said, secrets())}", ForeignText.Keep(problem, secrets()));
        }
        catch (FlowControlException problem)
        {
            throw new DestinationException(
                FailureCategory.NotSpecified,
                "The script block ended with exit, break or continue, which says nothing of success. Use return where it succeeded, and throw where it failed.",
                problem);
        }
        catch (TaskCanceledException problem)
        {
            throw new DestinationException(FailureCategory.NotSpecified, "The pipeline was stopped before the script block could run.", problem);
        }
    }

    private static List<PSVariable> Strict() =>
    [
        new PSVariable("ErrorActionPreference", ActionPreference.Stop),
        new PSVariable("PSNativeCommandUseErrorActionPreference", value: true),
    ];
}
