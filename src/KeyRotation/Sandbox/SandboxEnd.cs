using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace KeyRotation.Commands.Sandbox;

/// <summary>Called by the engine when the module is removed: the sandbox that was started with it ends.</summary>
public sealed class SandboxEnd : IModuleAssemblyCleanup
{
    /// <inheritdoc />
    public void OnRemove(PSModuleInfo psModuleInfo) => SandboxSession.Stop(Runspace.DefaultRunspace?.InstanceId);
}
