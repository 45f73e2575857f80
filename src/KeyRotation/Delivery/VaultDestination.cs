using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Delivery;

namespace KeyRotation.Commands.Delivery;

/// <summary>
/// A vault of Microsoft.PowerShell.SecretManagement in the session that runs the cmdlet. The key is stored as a
/// PSCredential: the id as the user name, the secret as the password.
/// </summary>
internal sealed class VaultDestination : IDestination
{
    private readonly string? vault;
    private readonly NameTemplate name;
    private readonly bool overwrite;
    private readonly CommandInvocationIntrinsics session;
    private readonly IPipelineThread thread;

    public VaultDestination(string? vault, NameTemplate name, bool overwrite, CommandInvocationIntrinsics session, IPipelineThread thread)
    {
        this.vault = vault;
        this.name = name;
        this.overwrite = overwrite;
        this.session = session;
        this.thread = thread;
    }

    public string Kind => nameof(Destination.Vault);

    public string Place => Kind;

    public async Task<PlaceContent> CheckAsync(KeyOwner owner, string replacedAccessKeyId, CancellationToken cancellationToken)
    {
        if (await thread.RunAsync(() => session.GetCommand("Set-Secret", CommandTypes.Function | CommandTypes.Cmdlet)).ConfigureAwait(false) is null)
        {
            throw new DestinationException(
                FailureCategory.ObjectNotFound,
                "The module Microsoft.PowerShell.SecretManagement is not there. Install it (Install-PSResource Microsoft.PowerShell.SecretManagement) and register a vault.");
        }

        string secretName = name.For(owner, NameTemplate.SomeAccessKeyId);
        object? stored = await ReadAsync(secretName).ConfigureAwait(false);
        if (name.NamesTheKey)
        {
            return PlaceContent.Unknown;
        }

        EnsureReplaceable(secretName, stored, replacedAccessKeyId, newAccessKeyId: null);
        return KeyInPlace.ContentOf((stored as PSCredential)?.UserName, replacedAccessKeyId);
    }

    public IDelivery Begin(KeyToDeliver key) => new VaultDelivery(this, key, name.For(key.Owner, key.AccessKeyId));

    public async Task<StoredKey?> FindAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken) =>
        await ReadAsync(name.For(owner, accessKeyId)).ConfigureAwait(false) is PSCredential stored && stored.UserName == accessKeyId
            ? new StoredKey(stored.UserName, stored.Password)
            : null;

    private static string Where(string secretName) => $"The secret '{secretName}' of the vault";

    private void EnsureReplaceable(string secretName, object? stored, string replacedAccessKeyId, string? newAccessKeyId)
    {
        if (stored is not null and not PSCredential)
        {
            throw new DestinationException(FailureCategory.InvalidData, $"{Where(secretName)} is not a PSCredential, and is not written over. Choose another name, or remove it first.");
        }

        if (!overwrite)
        {
            KeyInPlace.EnsureReplaceable(Where(secretName), (stored as PSCredential)?.UserName, replacedAccessKeyId, newAccessKeyId);
        }
    }

    private async Task<object?> ReadAsync(string secretName) => (await RunAsync(
        "param($Name, $Vault) $where = if ($Vault) { @{ Vault = $Vault } } else { @{} }; if (Get-SecretInfo -Name ([WildcardPattern]::Escape($Name)) @where -ErrorAction Stop) { Get-Secret -Name $Name @where -ErrorAction Stop }",
        secretName,
        vault).ConfigureAwait(false)).FirstOrDefault()?.BaseObject;

    private Task WriteAsync(string secretName, PSCredential credential) => RunAsync(
        "param($Name, $Vault, $Secret) $where = if ($Vault) { @{ Vault = $Vault } } else { @{} }; Set-Secret -Name $Name -Secret $Secret @where -ErrorAction Stop",
        secretName,
        vault,
        credential);

    private Task RemoveAsync(string secretName) => RunAsync(
        "param($Name, $Vault) if (-not $Vault) { $Vault = (Get-SecretVault -ErrorAction Stop | Where-Object IsDefault).Name }; Remove-Secret -Name $Name -Vault $Vault -ErrorAction Stop",
        secretName,
        vault);

    private async Task<ICollection<PSObject>> RunAsync(string script, params object?[] arguments)
    {
        try
        {
            return await thread.RunAsync(() => session.InvokeScript(useLocalScope: true, ScriptBlock.Create(script), input: null, arguments)).ConfigureAwait(false);
        }
        catch (RuntimeException problem) when (problem is not PipelineStoppedException)
        {
            throw new DestinationException(FailureCategory.NotSpecified, $"The vault failed: {ForeignText.Clean(problem.Message)}", ForeignText.Keep(problem));
        }
        catch (TaskCanceledException problem)
        {
            throw new DestinationException(FailureCategory.NotSpecified, "The pipeline was stopped before the vault could be reached.", problem);
        }
    }

    private sealed class VaultDelivery : IDelivery
    {
        private readonly VaultDestination destination;
        private readonly KeyToDeliver key;
        private readonly string name;
        private bool hasBegun;
        private PSCredential? former;

        public VaultDelivery(VaultDestination destination, KeyToDeliver key, string name)
        {
            this.destination = destination;
            this.key = key;
            this.name = name;
        }

        public string Receipt => destination.vault is null ? name : destination.vault + "/" + name;

        public async Task WriteAsync(CancellationToken cancellationToken)
        {
            object? stored = await destination.ReadAsync(name).ConfigureAwait(false);
            destination.EnsureReplaceable(name, stored, key.ReplacedAccessKeyId, key.AccessKeyId);
            former = stored as PSCredential;
            hasBegun = true;
            await destination.WriteAsync(name, new PSCredential(key.AccessKeyId, key.SecretAccessKey)).ConfigureAwait(false);
        }

        public async Task<StoredKey> ReadBackAsync(CancellationToken cancellationToken) =>
            await destination.ReadAsync(name).ConfigureAwait(false) is PSCredential stored
                ? new StoredKey(stored.UserName, stored.Password)
                : throw new DestinationException(FailureCategory.InvalidData, $"The vault does not give back the secret '{name}' that was stored in it.");

        public async Task UndoAsync(CancellationToken cancellationToken)
        {
            if (!hasBegun)
            {
                return;
            }

            string? now = (await destination.ReadAsync(name).ConfigureAwait(false) as PSCredential)?.UserName;
            if (now == key.AccessKeyId)
            {
                await (former is null ? destination.RemoveAsync(name) : destination.WriteAsync(name, former)).ConfigureAwait(false);
            }
            else if (now != former?.UserName)
            {
                throw new DestinationException(FailureCategory.ResourceBusy, $"The secret '{name}' of the vault was changed by another program meanwhile and is left as it is.");
            }
        }
    }
}
