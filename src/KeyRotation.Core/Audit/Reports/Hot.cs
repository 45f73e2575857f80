using System.Runtime.CompilerServices;

namespace KeyRotation.Audit.Reports;

/// <summary>
/// Marks what runs for every field. A process reads its report once, soon after its start: the runtime would compile
/// these methods without optimisation first, and be half through the report before it does it again.
/// </summary>
internal static class Hot
{
    /// <summary><c>AggressiveOptimization</c>, by its number, because .NET Standard 2.0 does not name it.</summary>
    public const MethodImplOptions Loop = (MethodImplOptions)512;
}
