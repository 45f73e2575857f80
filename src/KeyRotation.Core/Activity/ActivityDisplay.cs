using System;
using System.Globalization;
using System.Linq;

namespace KeyRotation;

/// <summary>Texts about what was done with a key and to it, for the views.</summary>
public static class ActivityDisplay
{
    private const int MostActions = 4;

    /// <summary>How much a key was used and for what, e.g. <c>14, the last 3 h ago, 2 denied: ec2:DescribeInstances (12), sts:GetCallerIdentity (2)</c>.</summary>
    /// <param name="activity">What was found.</param>
    public static string Calls(KeyActivity activity)
    {
        if (activity is null)
        {
            throw new ArgumentNullException(nameof(activity));
        }

        int more = activity.Actions.Count - MostActions;
        return string.Format(
            CultureInfo.InvariantCulture,
            "{0}, the last {1} ago{2}: {3}{4}",
            activity.Count,
            Display.Age(activity.SeenAt - activity.LastTime),
            activity.Denied == 0 ? string.Empty : $", {activity.Denied} denied",
            string.Join(", ", activity.Actions.Take(MostActions)),
            more > 0 ? $" and {more} more" : string.Empty);
    }

    /// <summary>What became of the key, who did it and from where, e.g. <c>Inactive, by arn:aws:iam::123456789012:user/ops from 192.0.2.10 with aws-cli/2</c>.</summary>
    /// <param name="change">What was done.</param>
    public static string Caller(KeyChange change)
    {
        if (change is null)
        {
            throw new ArgumentNullException(nameof(change));
        }

        string outcome = change.ErrorCode is string error ? $"refused ({error}), " : change.Status is string status ? status + ", " : string.Empty;
        return $"{outcome}by {change.CallerArn ?? "(none)"} from {change.SourceAddress ?? "(none)"} with {change.UserAgent}";
    }
}
