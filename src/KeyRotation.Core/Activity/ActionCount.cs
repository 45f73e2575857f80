using System.Globalization;

namespace KeyRotation;

/// <summary>How often an operation of a service was called.</summary>
/// <param name="Service">The service, e.g. <c>ec2</c>.</param>
/// <param name="Action">The operation, e.g. <c>DescribeInstances</c>.</param>
/// <param name="Count">How often.</param>
public sealed record ActionCount(string Service, string Action, int Count)
{
    /// <summary>E.g. <c>ec2:DescribeInstances (12)</c>.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0}:{1} ({2})", Service, Action, Count);
}
