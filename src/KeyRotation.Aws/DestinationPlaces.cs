using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Settings;
using KeyRotation.Delivery;

namespace KeyRotation.Aws;

/// <summary>
/// The connections to places that are not in the account of a key. Each is made once, however many accounts and keys go there,
/// and before the first of them: where it cannot be made, no key is created.
/// </summary>
public sealed class DestinationPlaces : IDisposable
{
    private readonly Dictionary<(ConnectionOptions Source, string? Region, string? EndpointUrl, DestinationPlace Place), AwsConnection> open = [];

    /// <summary>Opens the ways to places.</summary>
    /// <param name="door">Has the credentials that accounts are entered with.</param>
    /// <param name="connection">The connection of an account, or one that is of no account.</param>
    /// <param name="places">The places.</param>
    /// <param name="report">Receives each call.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">A place cannot be entered, or there are no credentials.</exception>
    /// <exception cref="ServiceException">AWS refuses the credentials or does not answer.</exception>
    public async Task OpenAsync(AccountDoor door, ConnectionOptions connection, IEnumerable<DestinationPlace> places, IReport? report, CancellationToken cancellationToken)
    {
        if (door is null || connection is null || places is null)
        {
            throw new ArgumentNullException(door is null ? nameof(door) : connection is null ? nameof(connection) : nameof(places));
        }

        foreach (DestinationPlace place in places)
        {
            if (!open.ContainsKey(KeyOf(connection, place)))
            {
                open.Add(KeyOf(connection, place), await EnterAsync(door, connection, place, report, cancellationToken).ConfigureAwait(false));
            }
        }
    }

    /// <summary>A connection that was opened.</summary>
    /// <param name="connection">The connection of the account whose key goes there.</param>
    /// <param name="place">The place.</param>
    public AwsConnection Of(ConnectionOptions connection, DestinationPlace place) => open[KeyOf(connection, place)];

    /// <summary>Closes all.</summary>
    public void Dispose()
    {
        foreach (AwsConnection connection in open.Values)
        {
            connection.Dispose();
        }

        open.Clear();
    }

    private static async Task<AwsConnection> EnterAsync(AccountDoor door, ConnectionOptions connection, DestinationPlace place, IReport? report, CancellationToken cancellationToken)
    {
        ConnectionOptions options = place.ProfileName is null
            ? connection.Source.At(place.Region ?? connection.Region, connection.EndpointUrl)
            : new ConnectionOptions
            {
                ProfileName = place.ProfileName,
                ProfileLocation = connection.ProfileLocation,
                Region = place.Region ?? connection.Region,
                EndpointUrl = connection.EndpointUrl,
            };
        AccountSource source;
        try
        {
            source = await door.SourceOf(place.ProfileName is null ? connection : options).ConfigureAwait(false);
        }
        catch (KeyRotationException problem) when (place.ProfileName is not null)
        {
            throw ConnectionFailures.PlaceWithoutCredentials(place, problem);
        }

        return await AwsConnection.EnterPlaceAsync(options, source, place, report, cancellationToken).ConfigureAwait(false);
    }

    private static (ConnectionOptions Source, string? Region, string? EndpointUrl, DestinationPlace Place) KeyOf(ConnectionOptions connection, DestinationPlace place) =>
        (connection.Source, connection.Region, connection.EndpointUrl, place);
}
