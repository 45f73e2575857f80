using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Users;

namespace KeyRotation.Rotation;

/// <summary>
/// Creates a key with one call. When the answer is unclear, the keys are listed and compared with the list from
/// before: a key that appeared, and whose secret nobody has, is taken back unless it was used.
/// </summary>
internal sealed class KeyCreation
{
    /// <summary>IAM shows a new key after a moment: the lists after an unclear answer, in seconds from one to the next.</summary>
    private static readonly int[] SecondsBetweenLists = [0, 1, 2, 4, 8];

    /// <summary>Waits between attempts that AWS refused for there being too many calls.</summary>
    private static readonly int[] SecondsAfterThrottling = [1, 2, 4, 8, 15, 30];

    private readonly AccountSession account;
    private readonly KeyReference old;
    private readonly IReport report;

    public KeyCreation(AccountSession account, KeyReference old, IReport report)
    {
        this.account = account;
        this.old = old;
        this.report = report;
    }

    /// <summary>Whether a failed creation is known to have left no key, so that the rotation's entry can go.</summary>
    /// <param name="problem">How it failed.</param>
    /// <param name="grace">The token that the call itself ran under: while it is not cancelled, what was cancelled is what comes before.</param>
    public static bool LeftNothing(Exception problem, CancellationToken grace) => problem switch
    {
        KeyRotationException failure => failure.ErrorId != RotationFailures.CreateUnclearId,
        ServiceException => true,
        OperationCanceledException => !grace.IsCancellationRequested,
        _ => false,
    };

    /// <param name="before">The keys that the user has.</param>
    /// <param name="beforeSending">Gives it up while the call has not gone out.</param>
    /// <param name="cancellationToken">Stops the call, whose outcome is unclear then.</param>
    public async Task<CreatedKey> CreateAsync(IReadOnlyList<ListedKey> before, CancellationToken beforeSending, CancellationToken cancellationToken)
    {
        foreach (int seconds in SecondsAfterThrottling)
        {
            try
            {
                return await CreateOnceAsync(before, beforeSending, cancellationToken).ConfigureAwait(false);
            }
            catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.Throttled)
            {
                // A clear refusal: nothing was created, and the call may go out again.
                report.Verbose($"AWS asks for fewer calls: CreateAccessKey for user {old.UserName} goes out again in {seconds} s.");
                await WaitOrGiveUpAsync(seconds, problem, beforeSending).ConfigureAwait(false);
            }
        }

        return await CreateOnceAsync(before, beforeSending, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CreatedKey> CreateOnceAsync(IReadOnlyList<ListedKey> before, CancellationToken beforeSending, CancellationToken cancellationToken)
    {
        try
        {
            return await account.SendAsync(open => open.Identity.CreateAccessKeyAsync(old.UserName, cancellationToken), beforeSending).ConfigureAwait(false);
        }
        catch (ServiceException problem) when (problem.IsUnclear)
        {
            throw await SettleAsync(before, problem, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stopped while it waits, the creation ends with the clear refusal that it waits after, and not in doubt.</summary>
    private async Task WaitOrGiveUpAsync(int seconds, ServiceException refusal, CancellationToken cancellationToken)
    {
        try
        {
            await account.Time.WaitAsync(TimeSpan.FromSeconds(seconds), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw refusal;
        }
    }

    /// <summary>A key that does not appear may still: then the entry stays, and the next run settles it.</summary>
    private async Task<KeyRotationException> SettleAsync(IReadOnlyList<ListedKey> before, ServiceException problem, CancellationToken cancellationToken)
    {
        report.Verbose($"The answer to CreateAccessKey for user {old.UserName} was unclear ({problem.Message}). Listing the keys to see what was done.");
        try
        {
            foreach (int seconds in SecondsBetweenLists)
            {
                await account.Time.WaitAsync(TimeSpan.FromSeconds(seconds), cancellationToken).ConfigureAwait(false);
                IReadOnlyList<ListedKey> after = await account.Identity.ListAccessKeysAsync(old.UserName, cancellationToken).ConfigureAwait(false);
                ListedKey? appeared = after.FirstOrDefault(key => before.All(known => !KeyIds.AreSame(known.AccessKeyId, key.AccessKeyId)));
                if (appeared is not null)
                {
                    await TakeBackAsync(appeared, problem, cancellationToken).ConfigureAwait(false);
                    return RotationFailures.CreateFailed(old, problem);
                }
            }

            return RotationFailures.CreateUnclear(old, problem, "no new key is listed so far");
        }
        catch (Exception unsettled) when (unsettled is ServiceException or OperationCanceledException)
        {
            throw RotationFailures.CreateUnclear(old, problem, unsettled.Message);
        }
    }

    private async Task TakeBackAsync(ListedKey appeared, ServiceException problem, CancellationToken cancellationToken)
    {
        EvidenceOfUse use = await LastUse.OfAsync(account, appeared.AccessKeyId, cancellationToken).ConfigureAwait(false);
        if (use.Kind != UseKind.NeverUsed)
        {
            throw RotationFailures.CreateUnclear(old, problem, $"key {appeared.AccessKeyId} appeared, and it is not known to be unused ({use})");
        }

        await NewKeyRemoval.RemoveAsync(account, old.UserName, appeared.AccessKeyId, cancellationToken).ConfigureAwait(false);
        report.Verbose($"Key {appeared.AccessKeyId} of user {old.UserName} had been created, its secret was lost with the answer, and it is deleted again.");
    }
}
