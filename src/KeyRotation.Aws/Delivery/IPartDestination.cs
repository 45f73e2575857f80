using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;

namespace KeyRotation.Aws.Delivery;

/// <summary>A destination of one text, which may be a part of a key.</summary>
internal interface IPartDestination : IFormedDestination
{
    /// <summary>What is there; null for nothing.</summary>
    Task<string?> ReadTextAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken);

    /// <summary>The place in words, before the key is created.</summary>
    string WhereFor(KeyOwner owner);
}
