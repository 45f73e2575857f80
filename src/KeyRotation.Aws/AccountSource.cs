using Amazon.Runtime;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Settings;

namespace KeyRotation.Aws;

/// <summary>What accounts are entered with: had once, however many accounts there are.</summary>
/// <param name="Choice">The profile that has the settings.</param>
/// <param name="Credentials">What assumes the roles.</param>
/// <param name="Name">Where the credentials come from, for messages.</param>
/// <param name="Caller">Whose they are.</param>
/// <param name="Time">AWS's time, as far as its answers have shown it.</param>
internal sealed record AccountSource(ProfileChoice Choice, AWSCredentials Credentials, string Name, CallerIdentity Caller, ServerTime Time)
{
    /// <summary>Whether a role is assumed with the session of another: then an hour is the longest that AWS gives.</summary>
    public bool IsRole => Caller.Arn.Contains(":assumed-role/");

    /// <summary>Where they come from; never a secret.</summary>
    public override string ToString() => Name;
}
