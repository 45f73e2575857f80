using System;
using System.Globalization;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;

namespace KeyRotation.Tests.Passes;

/// <summary>Users in any state.</summary>
internal static class RandomUsers
{
    /// <summary>Any mixture of ages, second keys, uses and journals: also ones that block the user.</summary>
    public static void Make(TestAccount account, Random random, string name)
    {
        SandboxAccessKey first = account.UserWithKey(name, random.Next(1, 400));
        if (random.Next(3) > 0)
        {
            account.State.RecordUse(first.AccessKeyId, "s3", "eu-west-1");
        }

        DateTimeOffset now = account.Server.Clock.UtcNow;
        SandboxAccessKey? second = random.Next(2) == 0 ? null : account.State.AddAccessKey(name, now.AddDays(-random.Next(0, 300)), random.Next(2) == 0 ? SandboxKeyStatus.Active : SandboxKeyStatus.Inactive);
        string since = now.AddDays(-random.Next(0, 1)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        switch (random.Next(9))
        {
            case 0 when second is not null:
                account.State.SetTag(name, "keyrotation:" + first.AccessKeyId, $"superseded since={since} by={second.AccessKeyId}");
                break;
            case 1 when second is not null:
                account.State.SetTag(name, "keyrotation:" + second.AccessKeyId, $"quarantined since={since}");
                break;
            case 2:
                account.State.SetTag(name, "keyrotation:pending", $"rotate {first.AccessKeyId} at={since} token=t");
                break;
            case 3:
                account.State.SetTag(name, "keyrotation:exempt", "until=2026-04-01 reason=vendor");
                break;
            case 4:
                account.State.SetTag(name, "keyrotation:" + first.AccessKeyId, "nonsense");
                break;
            case 7:
                // Inactive as it should be, or enabled elsewhere; alone, beside another, or replaced.
                account.State.UpdateAccessKey(name, first.AccessKeyId, random.Next(4) == 0 ? SandboxKeyStatus.Active : SandboxKeyStatus.Inactive);
                account.State.SetTag(name, "keyrotation:" + first.AccessKeyId, Compromised(random, now) + (second is not null && random.Next(2) == 0 ? " by=" + second.AccessKeyId : string.Empty));
                break;
            case 8 when second is not null:
                account.State.UpdateAccessKey(name, second.AccessKeyId, SandboxKeyStatus.Inactive);
                account.State.SetTag(name, "keyrotation:" + second.AccessKeyId, Compromised(random, now));
                if (random.Next(2) == 0)
                {
                    account.State.SetTag(name, "keyrotation:" + first.AccessKeyId, $"superseded since={since} by={second.AccessKeyId}");
                }

                break;
            case 5:
                for (int tag = 0; tag < 49; tag++)
                {
                    account.State.SetTag(name, "own" + tag.ToString(CultureInfo.InvariantCulture), "x");
                }

                break;
        }
    }

    private static string Compromised(Random random, DateTimeOffset now) =>
        $"quarantined since={now.AddHours(-random.Next(0, 20)).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} cause=compromised finding=f1";
}
