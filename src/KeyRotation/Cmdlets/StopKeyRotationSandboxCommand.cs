using System.Management.Automation;
using KeyRotation.Commands.Sandbox;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Ends the sandbox and puts the session's environment back exactly as it was. Does nothing when none runs.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "KeyRotationSandbox", HelpUri = HelpPages.Folder + "Stop-KeyRotationSandbox.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class StopKeyRotationSandboxCommand : PSCmdlet
{
    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (SandboxSession.Running is not KeyRotationSandbox sandbox)
        {
            WriteVerbose("No sandbox runs in this session.");
            return;
        }

        if (ShouldProcess($"the sandbox at {sandbox.Endpoint}", "Stop and put the environment back"))
        {
            SandboxSession.Stop();
        }
    }
}
