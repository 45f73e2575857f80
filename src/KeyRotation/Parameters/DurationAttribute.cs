using System;
using System.Globalization;
using System.Management.Automation;

namespace KeyRotation.Commands.Parameters;

/// <summary>
/// Lets a plain number stand for a duration in the parameter's own unit. PowerShell by itself reads a number as
/// ticks of 100 nanoseconds, so that <c>-UnusedFor 1</c> would be no time at all.
/// </summary>
internal sealed class DurationAttribute : ArgumentTransformationAttribute
{
    private readonly double secondsInUnit;

    public DurationAttribute(double secondsInUnit) => this.secondsInUnit = secondsInUnit;

    /// <summary>The longest duration, in seconds. Default: no limit.</summary>
    public double Longest { get; set; } = double.MaxValue;

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        TimeSpan span = value switch
        {
            TimeSpan given => given,
            int or long or double or decimal => TimeSpan.FromSeconds(Convert.ToDouble(value, CultureInfo.InvariantCulture) * secondsInUnit),
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => TimeSpan.FromSeconds(number * secondsInUnit),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan parsed) => parsed,
            _ => throw new ArgumentTransformationMetadataException($"'{inputData}' is neither a number nor a time span like 12:00:00 or 2.00:00:00 (two days)."),
        };
        return span < TimeSpan.Zero ? throw new ArgumentTransformationMetadataException($"'{inputData}' is negative.")
            : span.TotalSeconds > Longest ? throw new ArgumentTransformationMetadataException($"'{inputData}' is more than {TimeSpan.FromSeconds(Longest)}.")
            : span;
    }
}
