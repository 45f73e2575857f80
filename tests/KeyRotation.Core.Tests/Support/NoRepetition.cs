using System;
using System.Runtime.CompilerServices;

namespace KeyRotation.Tests.Support;

/// <summary>
/// The clients repeat reads and harmless changes by themselves, which their own tests check. Here every fault is to
/// reach the rules, so the repetition is switched off.
/// </summary>
internal static class NoRepetition
{
    [ModuleInitializer]
    internal static void SwitchOff() => Environment.SetEnvironmentVariable("AWS_MAX_ATTEMPTS", "1");
}
