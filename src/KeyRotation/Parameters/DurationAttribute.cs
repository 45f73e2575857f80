using System;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace KeyRotation.Commands.Parameters;

/// <summary>
/// Lets a plain number stand for a duration in the parameter's own unit, and a number with a unit (<c>36h</c>,
/// <c>2d</c>) for itself. PowerShell by itself reads a number as ticks of 100 nanoseconds, so that
/// <c>-UnusedFor 1</c> would be no time at all.
/// </summary>
internal sealed class DurationAttribute : ArgumentTransformationAttribute
{
    private const double SecondsOfDay = 24 * 60 * 60;

    private static readonly Regex WithUnit = new(@"^\s*(?<number>\d+(\.\d+)?)\s*(?<unit>d|h|m|min|s)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private readonly double secondsInUnit;

    public DurationAttribute(double secondsInUnit) => this.secondsInUnit = secondsInUnit;

    /// <summary>The longest duration, in seconds. Default: no limit.</summary>
    public double Longest { get; set; } = TimeSpan.MaxValue.TotalSeconds;

    /// <summary>The shortest duration, in seconds. Default: none.</summary>
    public double Shortest { get; set; }

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        double seconds = value switch
        {
            TimeSpan given => given.TotalSeconds,

            // PowerShell reads 2d as a decimal and 5s as a short, and keeps what was written.
            IConvertible and not string when WithUnit.Match(inputData.ToString() ?? string.Empty) is { Success: true } written => Seconds(written),
            sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture) * secondsInUnit,
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number * secondsInUnit,
            string text when WithUnit.Match(text) is { Success: true } match => Seconds(match),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan parsed) => parsed.TotalSeconds,
            _ => throw new ArgumentTransformationMetadataException($"'{inputData}' is not a duration. Give a number, a number with d, h, m or s such as 36h, or a time span such as 12:00:00 or 2.00:00:00 (two days)."),
        };
        return seconds < 0 ? throw new ArgumentTransformationMetadataException($"'{inputData}' is negative.")
            : seconds < Shortest ? throw new ArgumentTransformationMetadataException($"'{inputData}' is less than {TimeSpan.FromSeconds(Shortest)}.")
            : double.IsNaN(seconds) || seconds > Longest ? throw new ArgumentTransformationMetadataException($"'{inputData}' is more than {(Longest < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(Longest).ToString() : "a time span can be")}.")
            : value is TimeSpan exact ? exact : seconds >= TimeSpan.MaxValue.TotalSeconds ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds);
    }

    private static double Seconds(Match match) => double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * SecondsIn(match.Groups["unit"].Value);

    private static double SecondsIn(string unit) => unit.ToUpperInvariant() switch
    {
        "D" => SecondsOfDay,
        "H" => 60 * 60,
        "S" => 1,
        _ => 60,
    };
}
