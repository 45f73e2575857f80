using System;
using System.Linq;

namespace KeyRotation.CredentialReports;

/// <summary>
/// Joins a user name that holds commas and was written without quotes. The name is in the row twice, as itself and at the end
/// of the ARN: where both agree, there is one way to read the row.
/// </summary>
internal static class UnquotedName
{
    /// <summary>The fields with the name joined; as they are where that is not certain.</summary>
    public static string[] Join(string[] fields, ReportColumns columns)
    {
        int extra = fields.Length - columns.Count;
        if (extra <= 0 || extra % 2 != 0 || columns.User != 0 || columns.Arn != 1)
        {
            return fields;
        }

        int parts = (extra / 2) + 1;
        string separator = columns.Separator.ToString();
        string name = string.Join(separator, fields.Take(parts));
        string arn = string.Join(separator, fields.Skip(parts).Take(parts));
        bool agrees = arn.StartsWith("arn:", StringComparison.Ordinal) && arn.Contains(":user/") && arn.EndsWith("/" + name, StringComparison.Ordinal);
        return agrees ? [name, arn, .. fields.Skip(2 * parts)] : fields;
    }
}
