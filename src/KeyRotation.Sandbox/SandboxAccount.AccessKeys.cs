using System;
using System.Collections.Generic;

namespace KeyRotation.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>Every key that was deleted, oldest deletion first.</summary>
    public IReadOnlyList<DeletedAccessKey> DeletedKeys => Iam.DeletedKeys;

    /// <summary>Creates an access key, as CreateAccessKey does: it is refused until it has propagated.</summary>
    /// <param name="userName">The user.</param>
    /// <param name="createDate">
    /// When it is said to have been created, and from when its propagation counts; null for now. Fractions of a second are cut off.
    /// </param>
    /// <param name="status">Active by default.</param>
    /// <returns>The key, with its secret.</returns>
    /// <exception cref="AwsErrorException">NoSuchEntity, or LimitExceeded: the user has two keys.</exception>
    public SandboxAccessKey AddAccessKey(
        string userName, DateTimeOffset? createDate = null, SandboxKeyStatus status = SandboxKeyStatus.Active) =>
        Iam.AddAccessKey(userName, createDate, status);

    /// <summary>The key of this id; null when there is none, or it was deleted.</summary>
    /// <param name="accessKeyId">The id, with regard to case.</param>
    public SandboxAccessKey? FindKey(string accessKeyId) => Iam.FindKey(accessKeyId);

    /// <summary>Makes a key active or inactive.</summary>
    /// <param name="userName">The user that owns it.</param>
    /// <param name="accessKeyId">The key.</param>
    /// <param name="status">The new status.</param>
    /// <exception cref="AwsErrorException">NoSuchEntity: no such user, no such key, or another user's.</exception>
    public void UpdateAccessKey(string userName, string accessKeyId, SandboxKeyStatus status) =>
        Iam.UpdateAccessKey(userName, accessKeyId, status);

    /// <summary>Deletes a key, active or not, and remembers which it was.</summary>
    /// <param name="userName">The user that owns it.</param>
    /// <param name="accessKeyId">The key.</param>
    /// <exception cref="AwsErrorException">NoSuchEntity: no such user, no such key, or another user's.</exception>
    public void DeleteAccessKey(string userName, string accessKeyId) => Iam.DeleteAccessKey(userName, accessKeyId);

    /// <summary>
    /// Records that a key was used, as if an application had called AWS with it. As AWS does, one use per 15-minute span is kept: a second one
    /// in the span changes nothing, unless its time is given. A use before the last recorded one is forgotten.
    /// </summary>
    /// <param name="accessKeyId">The key, active or not.</param>
    /// <param name="service">The service, e.g. s3.</param>
    /// <param name="region">Its region, or N/A.</param>
    /// <param name="at">When; null for now. Fractions of a second are cut off.</param>
    /// <exception cref="AwsErrorException">NoSuchEntity.</exception>
    public void RecordUse(string accessKeyId, string service, string region, DateTimeOffset? at = null) =>
        Iam.RecordUse(accessKeyId, service, region, at);
}
