using System;
using System.Threading;

namespace KeyRotation.Users;

/// <summary>
/// A token that outlives another by a moment. A step that must not be cut in half, and the undoing of one, run
/// under it: Ctrl+C ends the run within two seconds and leaves nothing half done.
/// </summary>
internal sealed class GracePeriod : IDisposable
{
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(1800);

    private readonly CancellationTokenSource source = new();
    private readonly CancellationTokenRegistration registration;

    public GracePeriod(CancellationToken cancellationToken) =>
        registration = cancellationToken.Register(() => source.CancelAfter(Length));

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        registration.Dispose();
        source.Dispose();
    }
}
