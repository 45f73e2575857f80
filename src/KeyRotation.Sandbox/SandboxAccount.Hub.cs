using System;
using System.Collections.Generic;
using KeyRotation.Sandbox.Hub;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox;

public sealed partial class SandboxAccount
{
    internal RegionalStores<HubStore> HubStores { get; }

    /// <summary>Enables Security Hub in a region, or disables it. At first it is enabled everywhere.</summary>
    /// <param name="region">The region, e.g. eu-west-1.</param>
    /// <param name="isEnabled">Whether it takes findings.</param>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public void SetSecurityHub(string region, bool isEnabled) => HubStores.In(region, store => store.IsEnabled = isEnabled);

    /// <summary>Lets Security Hub refuse single findings from now on.</summary>
    /// <param name="region">The region.</param>
    /// <param name="idPart">A text in their ids.</param>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public void RefuseFindings(string region, string idPart) => HubStores.In(region, store => store.Refused = idPart);

    /// <summary>Lets Security Hub refuse to change the workflow of single findings from now on.</summary>
    /// <param name="region">The region.</param>
    /// <param name="idPart">A text in their ids.</param>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public void FreezeFindings(string region, string idPart) => HubStores.In(region, store => store.FrozenPart = idPart);

    /// <summary>Sets the workflow of a finding, as a person does in the console.</summary>
    /// <param name="region">The region.</param>
    /// <param name="id">The finding.</param>
    /// <param name="status">NEW, NOTIFIED, RESOLVED or SUPPRESSED.</param>
    /// <param name="noteText">A note; null to leave the one that is there.</param>
    /// <exception cref="ArgumentException">The partition has no such region, or there is no such finding.</exception>
    public void SetFindingWorkflow(string region, string id, string status, string? noteText = null) => HubStores.In(
        region,
        store => store.SetWorkflow(id, productArn: null, status, noteText, noteUpdatedBy: "arn:aws:iam::" + AccountId + ":user/analyst") ? true : throw new ArgumentException("There is no finding '" + id + "'.", nameof(id)));

    /// <summary>The findings that were imported, by id.</summary>
    /// <param name="region">The region.</param>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public IReadOnlyList<SandboxImportedFinding> ImportedFindings(string region) => HubStores.In(region, store => store.All());
}
