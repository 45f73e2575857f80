using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;

namespace KeyRotation.Benchmarks;

/// <summary>A saved credential report of made-up users, one in twenty of them with a stale key.</summary>
internal static class ReportFile
{
    private const string Header =
        "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,"
        + "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
        + "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,"
        + "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

    private const string Tail = ",false,N/A,N/A,N/A,N/A,false,N/A,false,N/A";

    public static async Task WriteAsync(string path, int users)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        var random = new Random(7);
        await using var file = new StreamWriter(path) { NewLine = "\n" };
        await file.WriteAsync(Header);
        await file.WriteAsync("\n<root_account>,arn:aws:iam::123456789012:root,2019-01-01T00:00:00Z,not_supported,no_information,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A" + Tail);
        for (int user = 0; user < users; user++)
        {
            double days = user % 20 == 0 ? 90 + (random.NextDouble() * 800) : 1 + (random.NextDouble() * 80);
            string created = Date(now.AddDays(-days));
            string used = Date(now.AddDays(-days * random.NextDouble()));
            await file.WriteAsync(FormattableString.Invariant(
                $"\nsvc-user-{user:D7},arn:aws:iam::123456789012:user/services/svc-user-{user:D7},{created},false,N/A,N/A,N/A,false,true,{created},{used},eu-west-1,s3") + Tail);
        }
    }

    private static string Date(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
