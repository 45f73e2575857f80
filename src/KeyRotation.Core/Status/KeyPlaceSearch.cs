using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Users;

namespace KeyRotation.Status;

/// <summary>Asks destinations which key of a user they hold: a place where applications read it, before it is rotated.</summary>
internal sealed class KeyPlaceSearch
{
    private readonly StatusOptions options;
    private readonly IReport report;

    public KeyPlaceSearch(StatusOptions options, IReport report)
    {
        this.options = options;
        this.report = report;
    }

    /// <summary>What the destinations of a user hold, by key: at one look a destination where it holds one of the keys or none.</summary>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<KeyPlace>>> FindAsync(UserState user, CancellationToken cancellationToken)
    {
        var found = user.Keys.ToDictionary(key => key.AccessKeyId, _ => new List<KeyPlace>(), KeyIds.Comparer);
        IReadOnlyList<IDestination> destinations = DestinationsOf(user);
        IReadOnlyList<string> names = destinations.Count == 0 ? [] : options.PlacesOf?.Invoke(user.ToPlace()) ?? [];
        for (int index = 0; index < destinations.Count; index++)
        {
            string name = index < names.Count ? names[index] : destinations[index].Place;
            (string? holder, PlaceContent others, string? problem) = await AskAsync(destinations[index], user, cancellationToken).ConfigureAwait(false);
            foreach (KeyValuePair<string, List<KeyPlace>> key in found)
            {
                key.Value.Add(new KeyPlace(name, KeyIds.AreSame(key.Key, holder) ? PlaceContent.ReplacedKey : others, problem));
            }
        }

        return found.ToDictionary(key => key.Key, key => (IReadOnlyList<KeyPlace>)key.Value, KeyIds.Comparer);
    }

    private IReadOnlyList<IDestination> DestinationsOf(UserState user)
    {
        try
        {
            return options.DestinationMap?.Find(user.ToPlace()) ?? [];
        }
        catch (KeyRotationException problem)
        {
            report.Failure(problem);
            return [];
        }
    }

    /// <summary>The key that is there, if it is one of the user's; and what the place is to the others.</summary>
    private static async Task<(string? Holder, PlaceContent Others, string? Problem)> AskAsync(IDestination destination, UserState user, CancellationToken cancellationToken)
    {
        // The newest active key is the likeliest: then one look is enough.
        foreach (ListedKey key in user.Keys.OrderBy(key => key.Status != AccessKeyStatus.Active).ThenByDescending(key => key.CreateDate))
        {
            (PlaceContent content, string? problem) = await ContentAsync(destination, user, key.AccessKeyId, cancellationToken).ConfigureAwait(false);
            if (content != PlaceContent.AnotherKey)
            {
                return content == PlaceContent.ReplacedKey ? (key.AccessKeyId, PlaceContent.AnotherKey, null) : (null, content, problem);
            }
        }

        return (null, PlaceContent.AnotherKey, null);
    }

    private static async Task<(PlaceContent Content, string? Problem)> ContentAsync(IDestination destination, UserState user, string accessKeyId, CancellationToken cancellationToken)
    {
        try
        {
            return (await destination.CheckAsync(user.Owner, accessKeyId, cancellationToken).ConfigureAwait(false), null);
        }
        catch (DestinationException problem)
        {
            return problem.IsAnotherKeyThere ? (PlaceContent.AnotherKey, null) : (PlaceContent.Unknown, problem.Message);
        }
    }
}
