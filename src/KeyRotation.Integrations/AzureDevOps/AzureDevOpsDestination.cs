using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Forms;

namespace KeyRotation.Integrations.AzureDevOps;

/// <summary>A key in two variables of a variable group: the id, which can be read, and the secret.</summary>
internal sealed class AzureDevOpsDestination : IFormedDestination
{
    private readonly NameTemplate project;
    private readonly NameTemplate group;

    public AzureDevOpsDestination(VariableGroups groups, NameTemplate project, NameTemplate group, ExternalPlaceOptions options)
    {
        this.project = project;
        this.group = group;
        Groups = groups;
        Options = options;
        (IdName, SecretName) = KeyFormNames.InEnvironment(options.Form);
    }

    public string Kind => "AzureDevOps";

    public string Place => Kind;

    public KeyForm Form => Options.Form;

    public VariableGroups Groups { get; }

    public ExternalPlaceOptions Options { get; }

    public string IdName { get; }

    public string SecretName { get; }

    public async Task<PlaceContent> CheckAsync(KeyOwner owner, string replacedAccessKeyId, CancellationToken cancellationToken)
    {
        KeyForming.Check(Form, owner);
        GroupTarget target = For(owner, NameTemplate.SomeAccessKeyId);
        VariableGroup there = await Groups.ReadAsync(target, cancellationToken).ConfigureAwait(false);
        RequireReplaceable(target, there, replacedAccessKeyId, newAccessKeyId: null);
        string? id = there.Find(IdName)?.Text;
        return string.IsNullOrEmpty(id) && there.Find(SecretName) is not null ? PlaceContent.Unknown : KeyInPlace.ContentOf(id, replacedAccessKeyId);
    }

    public IDelivery Begin(KeyToDeliver key) => new AzureDevOpsDelivery(this, For(key.Owner, key.AccessKeyId), key);

    public async Task<StoredKey?> FindAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken)
    {
        VariableGroup there = await Groups.ReadAsync(For(owner, accessKeyId), cancellationToken).ConfigureAwait(false);
        return there.Find(IdName)?.Text == accessKeyId ? StoredKey.WithoutSecret(accessKeyId) : null;
    }

    /// <summary>Refuses what must not be written over.</summary>
    public void RequireReplaceable(GroupTarget target, VariableGroup there, string replacedAccessKeyId, string? newAccessKeyId)
    {
        if (Options.Overwrite)
        {
            return;
        }

        GroupVariable? id = there.Find(IdName);
        if (id?.IsSecret == true || (string.IsNullOrEmpty(id?.Text) && there.Find(SecretName) is { } secret && (secret.IsSecret || !string.IsNullOrEmpty(secret.Text))))
        {
            throw new DestinationException(
                FailureCategory.InvalidData,
                $"It is not known whose key is in the {target.Where}: {SecretName} is there, and {(id is null ? $"there is no {IdName}" : $"{IdName} is secret or empty")}. "
                + $"Make {IdName} a plain variable with the id of the key that is there, or write over both with -Force.");
        }

        KeyInPlace.EnsureReplaceable("The " + target.Where, id?.Text, replacedAccessKeyId, newAccessKeyId);
    }

    private GroupTarget For(KeyOwner owner, string accessKeyId)
    {
        var target = new GroupTarget(project.For(owner, accessKeyId), group.For(owner, accessKeyId));
        return target.Group.Contains('*', System.StringComparison.Ordinal)
            ? throw new DestinationException(FailureCategory.InvalidArgument, $"'{target.Group}' cannot be the name of a variable group: Azure DevOps takes * for a wildcard. Give the number of the group.")
            : target;
    }
}
