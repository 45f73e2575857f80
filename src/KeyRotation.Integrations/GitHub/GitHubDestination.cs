using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Forms;

namespace KeyRotation.Integrations.GitHub;

/// <summary>A key in secrets of GitHub Actions, or in a secret and a variable for its id.</summary>
internal sealed class GitHubDestination : IFormedDestination
{
    private readonly GitHubScope scope;
    private readonly PlaceOwners owners;
    private readonly bool idAsVariable;
    private readonly ExternalPlaceOptions options;
    private readonly string idName;
    private readonly string secretName;

    public GitHubDestination(GitHubScope scope, GitHubStore store, PlaceOwners owners, bool idAsVariable, TimeProvider time, ExternalPlaceOptions options)
    {
        this.scope = scope;
        this.owners = owners;
        this.idAsVariable = idAsVariable;
        this.options = options;
        Store = store;
        Time = time;
        (idName, secretName) = KeyFormNames.InEnvironment(options.Form);
    }

    public string Kind => "GitHub";

    public string Place => Kind;

    public KeyForm Form => options.Form;

    public GitHubStore Store { get; }

    public TimeProvider Time { get; }

    public async Task<PlaceContent> CheckAsync(KeyOwner owner, string replacedAccessKeyId, CancellationToken cancellationToken)
    {
        KeyForming.Check(Form, owner);
        GitHubTarget target = scope.For(owner, NameTemplate.SomeAccessKeyId);
        owners.Require($"secret {secretName} of the {target.Where}", owner);
        await Store.RequireAccessAsync(target, cancellationToken).ConfigureAwait(false);
        if (!idAsVariable)
        {
            return PlaceContent.Unknown;
        }

        GitHubState? id = await Store.ReadAsync(target, idName, isSecret: false, cancellationToken).ConfigureAwait(false);
        GitHubState? secret = await Store.ReadAsync(target, secretName, isSecret: true, cancellationToken).ConfigureAwait(false);
        RequireReplaceable(target, id?.Text, secret is not null, replacedAccessKeyId, newAccessKeyId: null);
        return id is null && secret is not null ? PlaceContent.Unknown : KeyInPlace.ContentOf(id?.Text, replacedAccessKeyId);
    }

    public IDelivery Begin(KeyToDeliver key)
    {
        GitHubTarget target = scope.For(key.Owner, key.AccessKeyId);
        List<GitHubValue> values =
        [
            .. KeyForming.MembersOf(Form, key).Select(member => new GitHubValue(member.Key, !idAsVariable, member.Value)),
            new(secretName, isSecret: true, KeyForming.SecretOf(Form, key)),
            new(idName, !idAsVariable, key.AccessKeyId),
        ];
        return new GitHubDelivery(this, target, key, values);
    }

    public async Task<StoredKey?> FindAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken)
    {
        GitHubTarget target = scope.For(owner, accessKeyId);
        if (!idAsVariable)
        {
            throw new DestinationException(
                FailureCategory.InvalidOperation,
                $"GitHub never shows the value of a secret: whether key {accessKeyId} of user {owner.UserName} arrived at the {target.Where} is not known. Look there when {secretName} was last updated. "
                + $"Where the key did not arrive, disable it with Disable-OldAccessKey -UserName {owner.UserName} -AccessKeyId {accessKeyId} -Force and remove the tag keyrotation:pending; where it did, remove the tag only. "
                + "With -IdAsVariable, New-GitHubDestination can see which key is there.")
            {
                MayBeWrittenAgain = true,
            };
        }

        GitHubState? id = await Store.ReadAsync(target, idName, isSecret: false, cancellationToken).ConfigureAwait(false);
        return id?.Text == accessKeyId ? StoredKey.WithoutSecret(accessKeyId) : null;
    }

    /// <summary>Refuses what must not be written over. Only a variable shows whose key is there.</summary>
    public void RequireReplaceable(GitHubTarget target, string? id, bool hasSecret, string replacedAccessKeyId, string? newAccessKeyId)
    {
        if (!idAsVariable || options.Overwrite)
        {
            return;
        }

        KeyInPlace.EnsureReplaceable("The " + target.Where, id, replacedAccessKeyId, newAccessKeyId);
        if (string.IsNullOrEmpty(id) && hasSecret)
        {
            throw new DestinationException(
                FailureCategory.InvalidData,
                $"The {target.Where} has the secret {secretName} and no variable {idName} that says whose it is. Create the variable with the id of the key that is there, or write over the secret with -Force.");
        }
    }
}
