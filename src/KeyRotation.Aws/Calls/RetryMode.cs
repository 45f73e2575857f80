using System;
using System.Globalization;

namespace KeyRotation.Aws.Calls;

/// <summary>How often a call is repeated by the SDK.</summary>
/// <param name="MaxErrorRetry">After an error that may pass: throttling, a failure of the service, no answer.</param>
/// <param name="MaxStaleConnectionRetries">After a connection that broke; the SDK counts these apart.</param>
internal sealed record RetryMode(int MaxErrorRetry, int MaxStaleConnectionRetries)
{
    private const int DefaultRepeats = 7;

    /// <summary>Sent once: for CreateAccessKey, of which a second one is another key, and for calls that are polled.</summary>
    public static readonly RetryMode Once = new(0, 0);

    /// <summary>For reads, and for changes of which the second one changes nothing more. AWS_MAX_ATTEMPTS is honoured.</summary>
    public static RetryMode Repeat() =>
        int.TryParse(Environment.GetEnvironmentVariable("AWS_MAX_ATTEMPTS"), NumberStyles.None, CultureInfo.InvariantCulture, out int attempts) && attempts > 0
            ? new RetryMode(attempts - 1, Math.Min(attempts - 1, 2))
            : new RetryMode(DefaultRepeats, 2);
}
