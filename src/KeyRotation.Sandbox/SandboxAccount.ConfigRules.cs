using System;
using System.Linq;
using KeyRotation.Sandbox.ConfigRules;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox;

public sealed partial class SandboxAccount
{
    internal RegionalStores<ConfigStore> ConfigStores { get; }

    /// <summary>Gives a region a configuration recorder of AWS Config. At first every region has one that is on and records IAM users.</summary>
    /// <param name="region">The region, e.g. eu-west-1.</param>
    /// <param name="isRecording">Whether it is on.</param>
    /// <param name="recordsUsers">Whether it records IAM users.</param>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public void SetConfigRecorder(string region, bool isRecording = true, bool recordsUsers = true) =>
        ConfigStores.In(region, store => store.Recorder = new RecorderRecord(isRecording, recordsUsers));

    /// <summary>Takes the configuration recorder of a region away.</summary>
    /// <param name="region">The region.</param>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public void RemoveConfigRecorder(string region) => ConfigStores.In(region, store => store.Recorder = null);

    /// <summary>
    /// Lets the rules of AWS Config of a region run now, as StartConfigRulesEvaluation does. They run on their own when 24 hours have passed, and rest
    /// on a credential report that is kept for <see cref="SandboxOptions.ReportLifetime"/>.
    /// </summary>
    /// <param name="region">The region.</param>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public void RunConfigRules(string region) => ConfigStores.In(region, store => store.RunAll());

    /// <summary>Adds a rule of AWS Config of another kind, or one that a service of AWS made.</summary>
    /// <param name="region">The region.</param>
    /// <param name="name">Its name.</param>
    /// <param name="sourceIdentifier">The identifier of a managed rule, e.g. ACCESS_KEYS_ROTATED; any other text for a rule that evaluates nothing.</param>
    /// <param name="createdBy">The service that made it, e.g. securityhub.amazonaws.com; null or empty for none.</param>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public void AddConfigRule(string region, string name, string sourceIdentifier, string? createdBy = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(sourceIdentifier);
        ConfigStores.In(region, store => store.Put(name, sourceIdentifier, "{}", description: null, frequency: null, string.IsNullOrEmpty(createdBy) ? null : createdBy));
    }

    private ConfigSnapshot ReportForConfig() => new(clock.UtcNow, Iam.Users.Select(Reported).ToArray(), Iam.RootHasAccessKey);

    private static ReportedUser Reported(SandboxUser user)
    {
        var active = user.Keys.Where(key => key.Status == SandboxKeyStatus.Active).ToArray();
        var lastUses = active.Select(key => key.LastUsed?.At ?? key.CreateDate);
        return new ReportedUser(
            user.UserId,
            active.Select(key => key.CreateDate).ToArray(),
            (user.PasswordEnabled ? lastUses.Append(user.PasswordLastUsed ?? user.PasswordLastChanged!.Value) : lastUses).ToArray());
    }
}
