using System;
using System.Globalization;
using System.Net.Http;
using System.Threading.Tasks;
using Azure.Core;
using Azure.Core.Pipeline;

namespace KeyRotation.Integrations.KeyVault;

/// <summary>
/// Which calls are sent again. Each write of a secret makes a version: one whose answer was lost is not repeated here, but looked for first.
/// </summary>
internal sealed class KeyVaultRetry : RetryPolicy
{
    private const int MostRetries = 4;
    private const int TooManyRequests = 429;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <param name="delays">How long to wait; null for 0.8 seconds and twice as long each time, at most 20.</param>
    public KeyVaultRetry(DelayStrategy? delays = null)
        : base(MostRetries, delays ?? DelayStrategy.CreateExponentialDelayStrategy(TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(20)))
    {
    }

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) => MayRetry(message) && !IsLasting(exception) && base.ShouldRetry(message, exception);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) => MayRetry(message) && !IsLasting(exception) ? base.ShouldRetryAsync(message, exception) : new ValueTask<bool>(false);

    /// <summary>A name that is not known and a certificate that is not trusted are the same a second later.</summary>
    private static bool IsLasting(Exception? problem) =>
        problem is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError }
        || (problem?.InnerException is Exception cause && IsLasting(cause));

    private static bool MayRetry(HttpMessage message)
    {
        bool isThrottled = message.HasResponse && message.Response.Status == TooManyRequests;
        return (isThrottled || message.Request.Method != RequestMethod.Put)
            && !(message.HasResponse && message.Response.Headers.TryGetValue("Retry-After", out string? after)
                && int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds > LongestWait.TotalSeconds);
    }
}
