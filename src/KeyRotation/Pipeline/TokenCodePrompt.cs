using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace KeyRotation.Commands.Pipeline;

/// <summary>Asks at the console for a code of an MFA device, as a mandatory parameter is asked for.</summary>
internal static class TokenCodePrompt
{
    private const string Field = "TokenCode";

    /// <summary>The code; null where no one answers.</summary>
    public static string? Ask(PSHostUserInterface console, string serialNumber)
    {
        try
        {
            Dictionary<string, PSObject> answer = console.Prompt(string.Empty, $"Enter the code that the MFA device {serialNumber} shows.", new Collection<FieldDescription> { new(Field) });
            string? code = answer is not null && answer.TryGetValue(Field, out PSObject? given) ? given?.ToString().Trim() : null;
            return string.IsNullOrEmpty(code) ? null : code;
        }
        catch (Exception problem) when (problem is PSInvalidOperationException or HostException or NotImplementedException)
        {
            return null;
        }
    }
}
