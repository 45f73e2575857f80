using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Notices.Webhooks;

/// <summary>
/// A webhook. Its address is a secret: who knows it can write to the channel. Only its host is ever shown.
/// What may pass (429, 5xx, no answer) is tried again, as long as the wait that is asked for is short.
/// </summary>
public sealed class WebhookReceiver : INoticeReceiver, IDisposable
{
    private const int Attempts = 4;
    private const int LongestReason = 200;

    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly HttpClient client;
    private readonly Uri address;
    private readonly WebhookFormat format;
    private readonly TimeProvider time;

    /// <summary>Names a webhook.</summary>
    /// <param name="address">Its address: https, or http on this machine.</param>
    /// <param name="format">What it takes.</param>
    /// <param name="time">Measures the waits between attempts.</param>
    /// <exception cref="KeyRotationException">The address is not of https.</exception>
    public WebhookReceiver(Uri address, WebhookFormat format, TimeProvider time)
    {
        this.address = Checked(address ?? throw new ArgumentNullException(nameof(address)));
        this.format = format;
        this.time = time ?? throw new ArgumentNullException(nameof(time));

        // A redirection would carry the notice where nobody said.
        client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseProxy = !address.IsLoopback }, disposeHandler: true) { Timeout = LongestAnswer };
    }

    /// <inheritdoc />
    public string Name => NameOf(address, format);

    /// <inheritdoc />
    public async Task SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        string body = WebhookBody.Of(format, notice);
        for (int attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (bool isTaken, TimeSpan? wait, DestinationException? problem) = await TryAsync(body, TimeSpan.FromSeconds(1 << (attempt - 1)), cancellationToken).ConfigureAwait(false);
            if (isTaken)
            {
                return;
            }

            if (wait is null || attempt == Attempts)
            {
                throw problem!;
            }

            await time.WaitAsync(wait.Value, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => client.Dispose();

    /// <exception cref="KeyRotationException">The address is not of https.</exception>
    internal static Uri Checked(Uri address) => address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        ? address
        : throw NoticeFailures.WebhookNotSecure(address.IsAbsoluteUri && address.Host.Length > 0 ? address.Host : null);

    internal static string NameOf(Uri address, WebhookFormat format) => $"{format} webhook on {address.Authority}";

    /// <summary>One attempt: whether the notice was taken; else how long to wait before the next one, null where that is no use.</summary>
    private async Task<(bool IsTaken, TimeSpan? Wait, DestinationException? Problem)> TryAsync(string body, TimeSpan ordinaryWait, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            using HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
            {
                return (true, null, null);
            }

            string reason = await ReasonAsync(answer.Content).ConfigureAwait(false);
            return (false, MayPass(answer.StatusCode) ? WaitOf(answer, ordinaryWait) : null, Refused(answer.StatusCode, reason));
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            string cause = problem is OperationCanceledException ? "no answer in time" : Clean(problem.GetBaseException().Message);
            return (false, ordinaryWait, new DestinationException(FailureCategory.ConnectionError, $"no answer ({cause.TrimEnd('.')})."));
        }
    }

    private static bool MayPass(HttpStatusCode status) => (int)status is 429 or >= 500;

    /// <summary>The wait that the answer asks for; null where it is longer than a run should wait.</summary>
    private TimeSpan? WaitOf(HttpResponseMessage answer, TimeSpan ordinaryWait)
    {
        TimeSpan asked = answer.Headers.RetryAfter?.Delta ?? (answer.Headers.RetryAfter?.Date is DateTimeOffset date ? date - (answer.Headers.Date ?? time.GetUtcNow()) : ordinaryWait);
        return asked > LongestWait ? null : asked > TimeSpan.Zero ? asked : ordinaryWait;
    }

    private static DestinationException Refused(HttpStatusCode status, string reason) => new(
        (int)status switch
        {
            401 or 403 => FailureCategory.PermissionDenied,
            404 or 410 => FailureCategory.ObjectNotFound,
            429 => FailureCategory.LimitsExceeded,
            >= 500 => FailureCategory.ConnectionError,
            _ => FailureCategory.InvalidOperation,
        },
        $"it answered {(int)status}{(reason.Length == 0 ? string.Empty : " " + reason)}." + (int)status switch
        {
            >= 300 and < 400 => " Redirections are not followed: give the address that it leads to.",
            400 or 413 => " See whether -WebhookFormat is what this webhook takes.",
            401 or 403 or 404 or 410 => " See whether the webhook still exists, and its address is complete.",
            429 => " It takes fewer messages: run again later.",
            _ => string.Empty,
        });

    private async Task<string> ReasonAsync(HttpContent content)
    {
        using Stream stream = await content.ReadAsStreamAsync().ConfigureAwait(false);
        byte[] buffer = new byte[4 * LongestReason];
        int length = 0;
        for (int read = 1; read > 0 && length < buffer.Length; length += read)
        {
            read = await stream.ReadAsync(buffer, length, buffer.Length - length, CancellationToken.None).ConfigureAwait(false);
        }

        string text = Clean(Encoding.UTF8.GetString(buffer, 0, length)).Trim();
        return text.Length == 0 || text.StartsWith("<", StringComparison.Ordinal) ? string.Empty : $"('{Cut(text.Split('\n')[0].Trim())}')";
    }

    private static string Cut(string text) => text.Length <= LongestReason ? text : text.Substring(0, LongestReason) + "…";

    /// <summary>What was said, without the parts of the address that are secret.</summary>
    private string Clean(string text) => ForeignText.Clean(
        text,
        new[] { address.OriginalString, address.AbsoluteUri, address.PathAndQuery, address.AbsolutePath, address.Query.TrimStart('?') }.Concat(address.Segments.Select(segment => segment.Trim('/'))).Where(part => part.Length > 7));
}
