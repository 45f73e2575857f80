using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Secrets;

/// <summary>The secrets of one region; only touched under the account's lock.</summary>
internal sealed class SecretStore
{
    private const int MostStages = 20;

    private readonly SortedDictionary<string, SecretRecord> secrets = new(StringComparer.Ordinal);
    private readonly string arnPrefix;
    private readonly SandboxClock clock;
    private readonly IdentifierSource identifiers;

    public SecretStore(string arnPrefix, SandboxClock clock, IdentifierSource identifiers)
    {
        this.arnPrefix = arnPrefix + ":secret:";
        this.clock = clock;
        this.identifiers = identifiers;
    }

    /// <summary>All that are not gone for good, by name.</summary>
    public IReadOnlyCollection<SecretRecord> All()
    {
        foreach (var gone in secrets.Values.Where(secret => secret.DeletedDate <= clock.UtcNow).ToArray())
        {
            secrets.Remove(gone.Name);
        }

        return secrets.Values;
    }

    /// <summary>The secret of this name, ARN, or ARN without its last seven characters; null: there is none.</summary>
    public SecretRecord? Find(string secretId) =>
        All().FirstOrDefault(secret => secret.Name == secretId || secret.Arn == secretId || secret.Arn[..^7] == secretId);

    public SecretRecord Existing(string secretId) => Find(secretId) ?? throw SecretErrors.NotFound();

    /// <summary>A secret that is not scheduled for deletion.</summary>
    public SecretRecord Usable(string secretId)
    {
        var secret = Existing(secretId);
        return secret.DeletedDate is null ? secret : throw SecretErrors.MarkedForDeletion();
    }

    public SecretRecord Create(NewSecret asked)
    {
        SecretRules.Check(asked);
        if (Find(asked.Name) is { } existing)
        {
            return existing.DeletedDate is not null ? throw SecretErrors.NameScheduledForDeletion()
                : existing.Version(asked.Token) is { } version && version.Content == asked.Content ? existing
                : throw SecretErrors.NameExists(asked.Name);
        }

        var now = clock.UtcNow;
        var secret = new SecretRecord
        {
            Name = asked.Name,
            Arn = NewArn(asked.Name),
            CreatedDate = now,
            Description = asked.Description,
            KmsKeyId = asked.KmsKeyId,
            LastChangedDate = now,
        };
        SetTags(secret, asked.Tags);
        if (asked.Content is not null)
        {
            secret.Stage(SecretRecord.Current, secret.Add(asked.Token, asked.Content, now));
        }

        secrets.Add(secret.Name, secret);
        return secret;
    }

    /// <summary>The version of this id and this stage; of the current stage when neither is given.</summary>
    public (SecretRecord Secret, SecretVersionRecord Version) Read(string secretId, string? versionId, string? stage)
    {
        var secret = Usable(secretId);
        var version = versionId is null
            ? secret.Staged(stage ?? SecretRecord.Current) ?? throw SecretErrors.NoSuchValue("staging label", stage ?? SecretRecord.Current)
            : secret.Version(versionId) ?? throw SecretErrors.NoSuchValue("VersionId", versionId);
        if (stage is not null && !version.Stages.Contains(stage))
        {
            throw SecretErrors.StageNotOfVersion();
        }

        // AWS keeps the day, not the time.
        var today = new DateTimeOffset(clock.UtcNow.UtcDateTime.Date, TimeSpan.Zero);
        secret.LastAccessedDate = today;
        version.LastAccessedDate = today;
        return (secret, version);
    }

    public (SecretRecord Secret, SecretVersionRecord Version) Put(string secretId, string token, SecretContent content, IReadOnlyList<string>? stages)
    {
        SecretRules.Check(content);
        var secret = Usable(secretId);
        if (secret.Version(token) is { } existing)
        {
            return existing.Content == content ? (secret, existing) : throw SecretErrors.TokenInUse(token, secret.Arn);
        }

        var wanted = stages ?? [SecretRecord.Current];
        if (secret.Versions.SelectMany(version => version.Stages).Union(wanted, StringComparer.Ordinal).Count() > MostStages)
        {
            throw SecretErrors.TooManyStages();
        }

        var added = secret.Add(token, content, clock.UtcNow);
        foreach (var stage in secret.Staged(SecretRecord.Current) is null ? wanted.Append(SecretRecord.Current) : wanted)
        {
            secret.Stage(stage, added);
        }

        secret.DropDeprecated();
        secret.LastChangedDate = clock.UtcNow;
        return (secret, added);
    }

    public SecretRecord MoveStage(string secretId, string stage, string? fromId, string? toId)
    {
        var secret = Usable(secretId);
        var from = fromId is null ? null : secret.Version(fromId) ?? throw SecretErrors.NoSuchValue("VersionId", fromId);
        var to = toId is null ? null : secret.Version(toId) ?? throw SecretErrors.NoSuchValue("VersionId", toId);
        SecretRules.CheckMove(stage, secret.Staged(stage), from, to);
        if (to is not null)
        {
            secret.Stage(stage, to);
        }
        else
        {
            from?.Stages.Remove(stage);
        }

        secret.LastChangedDate = clock.UtcNow;
        return secret;
    }

    /// <summary>Schedules a secret for deletion; with no time to recover it, it is gone.</summary>
    public (string Arn, string Name, DateTimeOffset DeletionDate) Delete(string secretId, TimeSpan? recovery)
    {
        var now = clock.UtcNow;
        if (recovery is { } time)
        {
            var scheduled = Usable(secretId);
            scheduled.DeletedDate = now + time;
            scheduled.LastChangedDate = now;
            return (scheduled.Arn, scheduled.Name, now + time);
        }

        // By force, what is not there counts as deleted.
        if (Find(secretId) is not { } secret)
        {
            return (secretId.StartsWith("arn:", StringComparison.Ordinal) ? secretId : NewArn(secretId), secretId, now);
        }

        secrets.Remove(secret.Name);
        return (secret.Arn, secret.Name, now);
    }

    public SecretRecord Restore(string secretId)
    {
        var secret = Existing(secretId);
        secret.DeletedDate = null;
        return secret;
    }

    public void SetTags(SecretRecord secret, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        ResourceTags.Set(secret.Tags, tags, SecretErrors.InvalidParameter, SecretErrors.TooManyTags);
        secret.LastChangedDate = clock.UtcNow;
    }

    private string NewArn(string name) => arnPrefix + name + "-" + identifiers.Letters(6);
}
