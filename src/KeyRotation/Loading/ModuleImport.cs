using System.Management.Automation;
using KeyRotation.Loader;

namespace KeyRotation.Commands.Loading;

/// <summary>Runs at each import, before the first cmdlet: from then on what the cmdlets need of AWS comes from a load context of its own.</summary>
public sealed class ModuleImport : IModuleAssemblyInitializer
{
    /// <inheritdoc />
    public void OnImport() => ModuleLoadContext.Begin();
}
