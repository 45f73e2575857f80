using System;
using System.Management.Automation;
using KeyRotation.Commands.Parameters;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Commands.Sandbox;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Lets time pass in the sandbox: moves its clock forwards.</para>
/// </summary>
[Cmdlet(VerbsCommon.Step, "KeyRotationSandbox", HelpUri = HelpPages.Folder + "Step-KeyRotationSandbox.md", DefaultParameterSetName = UnitSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(KeyRotationSandbox))]
public sealed class StepKeyRotationSandboxCommand : PSCmdlet
{
    private const string UnitSet = "Unit";
    private const string SpanSet = "Span";
    private const double SecondsOfDay = 24 * 60 * 60;
    private const double MostDays = 36500;
    private const double MostHours = 24 * MostDays;

    /// <summary>How many days; adds to -Hours.</summary>
    [Parameter(Position = 0, ParameterSetName = UnitSet)]
    [ValidateRange(0.0, MostDays)]
    public double Days { get; set; }

    /// <summary>How many hours; adds to -Days.</summary>
    [Parameter(ParameterSetName = UnitSet)]
    [ValidateRange(0.0, MostHours)]
    public double Hours { get; set; }

    /// <summary>How far: a time span, e.g. 1.12:00:00 (a day and a half), or a number of days.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SpanSet)]
    [Duration(SecondsOfDay)]
    public TimeSpan By { get; set; }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        TimeSpan by = ParameterSetName == SpanSet ? By : TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours);
        if (SandboxSession.Running is not KeyRotationSandbox sandbox)
        {
            ThrowTerminatingError(ErrorRecords.NoSandbox());
            return;
        }

        if (!ShouldProcess($"the sandbox at {sandbox.Endpoint}", $"Move the clock forwards by {by}"))
        {
            return;
        }

        try
        {
            sandbox.Advance(by);
        }
        catch (ArgumentOutOfRangeException problem)
        {
            ThrowTerminatingError(ErrorRecords.SandboxTimeOutOfRange(problem, by));
        }

        WriteObject(sandbox);
    }
}
