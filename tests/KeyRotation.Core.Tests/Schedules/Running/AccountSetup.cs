using System;
using System.Globalization;
using System.Linq;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Plans;
using KeyRotation.Tests.Support;

namespace KeyRotation.Tests.Schedules.Running;

/// <summary>Makes the account that a schedule begins with.</summary>
internal static class AccountSetup
{
    public static void MakeUsers(TestAccount account, AccountPlan plan)
    {
        DateTimeOffset now = account.Server.Clock.UtcNow;
        account.Time.Wrong = TimeSpan.FromHours(plan.ClockWrongHours);

        // The schedules are long, and the key that signs them grows old.
        account.State.SetTag(SandboxServer.AdministratorName, "keyrotation:exempt", "until=9000-01-01 reason=signs the schedules");
        foreach ((UserPlan user, int index) in plan.Users.Select((user, index) => (user, index)))
        {
            string name = "Svc-" + index.ToString(CultureInfo.InvariantCulture);
            account.State.CreateUser(name, now.AddDays(-600));
            foreach (KeyPlan key in user.Keys)
            {
                SandboxAccessKey made = account.State.AddAccessKey(name, now.AddDays(-key.Age).AddMinutes(-7), key.IsActive ? SandboxKeyStatus.Active : SandboxKeyStatus.Inactive);
                if (key.Used is int days)
                {
                    account.State.RecordUse(made.AccessKeyId, "s3", "us-east-1", now.AddDays(-days));
                }
            }
        }
    }

    public static void NoteUses(TestAccount account, History history)
    {
        foreach (KeyHistory key in history.Keys)
        {
            if (account.State.FindKey(key.Id)!.LastUsed is SandboxKeyUse use)
            {
                key.Uses.Add(use.At);
            }
        }
    }
}
