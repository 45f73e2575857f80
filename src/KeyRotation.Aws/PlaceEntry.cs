using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Credentials;
using KeyRotation.Aws.Settings;
using KeyRotation.Aws.Sts;
using KeyRotation.Delivery;

namespace KeyRotation.Aws;

/// <summary>The way into a place of secrets: its role, assumed with what the run signs with, never with the role of a member account.</summary>
internal static class PlaceEntry
{
    /// <exception cref="KeyRotationException">The role cannot be assumed.</exception>
    public static async Task<(AWSCredentials Credentials, CallerIdentity Caller)> AssumeAsync(
        DestinationPlace place, RoleToAssume role, StsClient sts, AccountSource source, ConnectionSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            TemporaryCredentials session = await sts.AssumeRoleAsync(role, cancellationToken).ConfigureAwait(false);
            CallerIdentity caller = session.Caller ?? new CallerIdentity(place.AccountId!, role.RoleArn);
            return caller.AccountId == place.AccountId
                ? (AssumedRoleCredentials.Of(session, sts, role, settings.Time), caller)
                : throw ConnectionFailures.AnotherPlaceEntered(place, caller.AccountId);
        }
        catch (ServiceException problem)
        {
            throw ConnectionFailures.PlaceNotEntered(place, source.Caller, problem);
        }
    }
}
