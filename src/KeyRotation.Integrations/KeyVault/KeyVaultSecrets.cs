using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Azure;
using Azure.Security.KeyVault.Secrets;
using KeyRotation.Delivery.Values;

namespace KeyRotation.Integrations.KeyVault;

/// <summary>
/// Secrets of a vault: one with a document, or two texts. Each write is a new version. Key Vault knows no conditional write, so that a change
/// of another program between reading and writing stays as a version below.
/// </summary>
internal sealed class KeyVaultSecrets : ValuePlace
{
    private const int MostAttempts = 3;
    private const string EmptyDocument = "{}";

    private readonly KeyVaultOptions options;
    private readonly KeyVaultConnection connection;
    private readonly Action<string> warn;

    public KeyVaultSecrets(KeyVaultOptions options, KeyVaultConnection connection, Action<string> warn)
    {
        this.options = options;
        this.connection = connection;
        this.warn = warn;
    }

    public override string Kind => "KeyVault";

    public override string Place => "KeyVault@" + options.VaultName;

    public override string Where(string name) => $"The secret '{name}' of the vault '{options.VaultName}'";

    public override void RequireName(string name, IReadOnlyList<string> values)
    {
        if (values.Select(value => NameOf(name, value)).FirstOrDefault(full => !KeyVaultNames.IsSecret(full)) is string wrong)
        {
            throw KeyVaultErrors.NameNotAllowed(wrong);
        }
    }

    public override async Task<HeldValues?> ReadAsync(string name, IReadOnlyList<string> values, CancellationToken cancellationToken)
    {
        var found = new FoundSecrets();
        foreach (string value in values)
        {
            if (await GetAsync(NameOf(name, value), cancellationToken).ConfigureAwait(false) is Response<KeyVaultSecret> response)
            {
                found.Add(value, response.Value, response.GetRawResponse().Headers.Date ?? DateTimeOffset.UtcNow);
            }
        }

        return found.Values.Count == 0
            ? null
            : new HeldValues(
                found.Values.Where(value => !HoldsNothing(value, found.Of(value)!)).Select(value => new KeyValuePair<string, string>(value, found.Of(value)!.Value)),
                found);
    }

    /// <summary>Key Vault keeps the names of deleted secrets, and those of certificates.</summary>
    public override async Task CheckAsync(string name, HeldValues? held, IReadOnlyList<string> values, CancellationToken cancellationToken)
    {
        var found = (FoundSecrets?)held?.Version;
        foreach (string value in values)
        {
            string full = NameOf(name, value);
            if (found?.Of(value) is KeyVaultSecret secret)
            {
                if (secret.Properties.Managed)
                {
                    throw KeyVaultErrors.Managed(Where(full));
                }
            }
            else if (await IsDeletedAsync(full, cancellationToken).ConfigureAwait(false))
            {
                throw KeyVaultErrors.Deleted(options.VaultName, full);
            }
        }
    }

    public override async Task<bool> TryWriteAsync(string name, HeldValues? former, IReadOnlyList<ValueChange> changes, CancellationToken cancellationToken)
    {
        var found = (FoundSecrets?)former?.Version;
        bool isWritten = false;
        foreach (ValueChange change in changes)
        {
            KeyVaultSecret? before = found?.Of(change.Name);
            var next = new KeyVaultSecret(NameOf(name, change.Name), change.Text ?? Emptied(change.Name));
            next.Properties.ContentType = before is null ? ContentTypeOf(change.Name) : before.Properties.ContentType;
            next.Properties.ExpiresOn = found?.NextExpiryOf(change.Name);
            CopyTags(before, next);
            if (!await TrySetAsync(next, before?.Properties.Version, cancellationToken).ConfigureAwait(false))
            {
                // What was written before this one must be taken back, and not be taken for what was there.
                return isWritten ? throw KeyVaultErrors.ChangedMeanwhile(Where(next.Name)) : false;
            }

            isWritten = true;
        }

        return true;
    }

    /// <summary>The former value with all that belonged to it, as a new version; the version with the new key is disabled.</summary>
    public override async Task<bool> TryRestoreAsync(string name, HeldValues? held, HeldValues former, IReadOnlyList<ValueChange> changes, CancellationToken cancellationToken)
    {
        var (now, then) = ((FoundSecrets?)held?.Version, (FoundSecrets)former.Version!);
        foreach (ValueChange change in changes)
        {
            KeyVaultSecret? before = then.Of(change.Name);
            var next = new KeyVaultSecret(NameOf(name, change.Name), before?.Value ?? Emptied(change.Name));
            next.Properties.ContentType = before is null ? ContentTypeOf(change.Name) : before.Properties.ContentType;
            next.Properties.ExpiresOn = before?.Properties.ExpiresOn;
            next.Properties.NotBefore = before?.Properties.NotBefore;
            CopyTags(before, next);
            if (!await TryReplaceAsync(next, now?.Of(change.Name), cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A deleted secret keeps its name for weeks, in which nothing can be written there: what was created is emptied instead.</summary>
    public override async Task<bool> TryDeleteAsync(string name, HeldValues held, CancellationToken cancellationToken)
    {
        var found = (FoundSecrets)held.Version!;
        foreach (string value in found.Values.Where(value => held.TextOf(value) is not null))
        {
            var empty = new KeyVaultSecret(NameOf(name, value), Emptied(value));
            empty.Properties.ContentType = ContentTypeOf(value);
            if (!await TryReplaceAsync(empty, found.Of(value), cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            warn($"{Where(empty.Name)} was created by a rotation that failed. It is left empty, because Key Vault keeps the name of a deleted secret; the next rotation writes it.");
        }

        return true;
    }

    /// <summary>The document has no name of its own; of two texts each is a secret. Key Vault allows no slash.</summary>
    private static string NameOf(string name, string value) => value.Length == 0 ? name : name + "-" + value;

    private static string Emptied(string value) => value.Length == 0 ? EmptyDocument : string.Empty;

    private static string ContentTypeOf(string value) => value.Length == 0 ? "application/json" : "text/plain";

    private static bool HoldsNothing(string value, KeyVaultSecret secret) => secret.Value.Trim() is var text && (text.Length == 0 || (value.Length == 0 && text == EmptyDocument));

    private static void CopyTags(KeyVaultSecret? from, KeyVaultSecret to)
    {
        foreach ((string key, string text) in from?.Properties.Tags ?? new Dictionary<string, string>())
        {
            to.Properties.Tags[key] = text;
        }
    }

    private async Task<bool> TryReplaceAsync(KeyVaultSecret next, KeyVaultSecret? now, CancellationToken cancellationToken)
    {
        if (!await TrySetAsync(next, now?.Properties.Version, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        if (now is not null)
        {
            await DisableAsync(now.Properties, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Writes a version, and where the answer is lost looks whether it is there before it is written again.</summary>
    /// <returns>False when another version is there by then.</returns>
    private async Task<bool> TrySetAsync(KeyVaultSecret next, string? formerVersion, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await connection.Client.SetSecretAsync(next, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
            {
                if (attempt == MostAttempts || !KeyVaultErrors.IsUnclear(problem))
                {
                    throw KeyVaultErrors.Of(problem, Where(next.Name), options.VaultName, next.Name);
                }
            }

            KeyVaultSecret? now = (await GetAsync(next.Name, cancellationToken).ConfigureAwait(false))?.Value;
            if (now?.Properties.Version != formerVersion)
            {
                return now?.Value == next.Value;
            }
        }
    }

    /// <summary>The key of that version is deleted in AWS anyway: where it cannot be disabled, the undo is complete nevertheless.</summary>
    private async Task DisableAsync(SecretProperties version, CancellationToken cancellationToken)
    {
        try
        {
            await connection.Client.UpdateSecretPropertiesAsync(new SecretProperties(version.Id) { Enabled = false }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            warn($"{Where(version.Name)} is as it was, and its version {version.Version}, which holds a key that is taken back, could not be disabled. {KeyVaultErrors.Of(problem, Where(version.Name), options.VaultName, version.Name).Message}");
        }
    }

    private async Task<Response<KeyVaultSecret>?> GetAsync(string full, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.Client.GetSecretAsync(full, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException problem) when (problem.Status == 404)
        {
            return null;
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw KeyVaultErrors.Of(problem, Where(full), options.VaultName, full);
        }
    }

    private async Task<bool> IsDeletedAsync(string full, CancellationToken cancellationToken)
    {
        try
        {
            await connection.Client.GetDeletedSecretAsync(full, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException problem) when (problem.Status == 404)
        {
            return false;
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw KeyVaultErrors.Of(problem, Where(full), options.VaultName, full);
        }
    }
}
