using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Threading.Tasks;
using KeyRotation.Commands.Pipeline;

namespace KeyRotation.Commands.Delivery;

/// <summary>
/// A script block of the user's that gets a new key. Whatever fails in it ends it: a throw, an error that it writes, and a program that
/// ends with an exit code other than 0, where the engine can tell (PowerShell 7.4).
/// </summary>
internal sealed class KeyScript
{
    private readonly ScriptBlock script;
    private readonly IPipelineThread thread;

    public KeyScript(ScriptBlock script, IPipelineThread thread)
    {
        this.script = script;
        this.thread = thread;
    }

    /// <summary>Runs it on the pipeline thread.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="DestinationException">It failed, or the pipeline was stopped before.</exception>
    public async Task<Collection<PSObject>> RunAsync(RotatedAccessKey key)
    {
        try
        {
            return await thread.RunAsync(() => script.InvokeWithContext(functionsToDefine: null, Strict(), key)).ConfigureAwait(false);
        }
        catch (RuntimeException problem) when (problem is not PipelineStoppedException)
        {
            // It was given the secret, and may quote it.
            string[] secrets = [SecretText.Reveal(key.SecretAccessKey)];
            string said = problem is ActionPreferenceStopException ? problem.ErrorRecord.ToString() : problem.Message;
            throw new DestinationException(FailureCategory.NotSpecified, $"The script block failed: {ForeignText.Clean(said, secrets)}", ForeignText.Keep(problem, secrets));
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
