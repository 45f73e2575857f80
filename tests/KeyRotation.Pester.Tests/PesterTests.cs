using Xunit;

namespace KeyRotation.Pester.Tests;

/// <summary>Shows each Pester test as a result of its own: `dotnet test` runs what users run, in the engine that they run.</summary>
public sealed class PesterTests
{
    // The files run when the tests do, and not when somebody lists the tests.
    [Theory]
    [MemberData(nameof(PesterSuite.RunAsync), MemberType = typeof(PesterSuite), DisableDiscoveryEnumeration = true)]
    public void Pester(string name, string? failure) => Assert.True(failure is null, $"{name}\n{failure}");
}
