using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Integrations.Kubernetes;

/// <summary>
/// Sends a request again when its answer was lost or the server is busy. That is safe for writes too: each carries the version of the
/// object that it changes, or creates one under a name, so that the second of two is refused with 409 and the object is read again.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    private const int MostAttempts = 4;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Func<TimeSpan, CancellationToken, Task> wait;

    /// <param name="wait">Waits for a time.</param>
    public RetryHandler(Func<TimeSpan, CancellationToken, Task> wait) => this.wait = wait;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan pause = FirstWait * (1 << (attempt - 1));
            try
            {
                HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                await response.Content.LoadIntoBufferAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
                if (attempt == MostAttempts || !IsPassing(response.StatusCode) || AskedFor(response) > LongestWait)
                {
                    return response;
                }

                pause = AskedFor(response) ?? pause;
                response.Dispose();
            }
            catch (Exception problem) when (problem is HttpRequestException or IOException && attempt < MostAttempts && !IsLasting(problem))
            {
                // The answer was lost, or the request never arrived: sent again, it says which.
            }

            await wait(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError;

    /// <summary>A name that is not known and a certificate that is not trusted are the same a second later.</summary>
    private static bool IsLasting(Exception problem) => problem is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };

    private static TimeSpan? AskedFor(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;
}
