using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO;
using System.Net.Http;
using System.Security;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Integrations.Http;

/// <summary>
/// Sends JSON to a service. What may pass (too many requests, 5xx, no answer) is tried again: after a lost answer only what can be
/// done twice, and only where the wait that the service asks for is short. Every failure is a <see cref="DestinationException"/> without a secret.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "It lives as long as the destination in a variable of the session, which nobody disposes of; idle connections close by themselves.")]
internal sealed class ServiceClient
{
    private const int Attempts = 4;
    private const int LongestWords = 300;
    private const int LongestBody = 4 * 1024 * 1024;

    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly ServiceRules rules;
    private readonly SecureString token;
    private readonly TimeProvider time;
    private readonly HttpClient client;

    /// <param name="rules">What the service asks for.</param>
    /// <param name="address">The address of its API: https, or http on this machine.</param>
    /// <param name="token">The token.</param>
    /// <param name="time">Measures the waits between attempts.</param>
    public ServiceClient(ServiceRules rules, Uri address, SecureString token, TimeProvider time)
    {
        this.rules = rules;
        this.token = token;
        this.time = time;

        // A redirection would carry the token and the secret where nobody said.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !address.IsLoopback };
        client = new HttpClient(handler, disposeHandler: true) { BaseAddress = ServiceAddress.Base(address), Timeout = LongestAnswer, MaxResponseContentBufferSize = LongestBody };
    }

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>An answer of success, or an expected refusal.</returns>
    /// <exception cref="DestinationException">The service refused or failed, or there was no answer.</exception>
    public async Task<ServiceAnswer> SendAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Outcome outcome = await TryAsync(request, TimeSpan.FromSeconds(1 << (attempt - 1)), cancellationToken).ConfigureAwait(false);
            if (outcome.Answer is ServiceAnswer answer)
            {
                return answer;
            }

            if (outcome.Wait is not TimeSpan wait || attempt == Attempts)
            {
                throw outcome.Problem!;
            }

            await time.WaitAsync(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Outcome> TryAsync(ServiceRequest request, TimeSpan ordinaryWait, CancellationToken cancellationToken)
    {
        try
        {
            using var message = new HttpRequestMessage(request.Method, request.Path);
            message.Headers.UserAgent.ParseAdd("KeyRotation");
            rules.Prepare(message, SecretText.Reveal(token));
            message.Content = request.Body is null ? null : new StringContent(request.Body.ToJsonString(), Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await client.SendAsync(message, cancellationToken).ConfigureAwait(false);
            var answer = new ServiceAnswer(response, await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), time);
            return Judge(request, answer, ordinaryWait);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            string cause = problem is OperationCanceledException ? "no answer in time" : Clean(request, problem.GetBaseException().Message).TrimEnd('.');
            return new Outcome(null, request.MayBeRepeated ? ordinaryWait : null, new DestinationException(
                FailureCategory.ConnectionError,
                $"{request.Doing}: no complete answer of {rules.Name} at {client.BaseAddress!.Authority} ({cause}). Check the address and the connection, and run again."));
        }
    }

    private Outcome Judge(ServiceRequest request, ServiceAnswer answer, TimeSpan ordinaryWait)
    {
        int status = rules.StatusOf(answer);
        if (status is >= 200 and < 300 || request.Expects(answer))
        {
            return answer.IsJson
                ? new Outcome(answer, null, null)
                : new Outcome(null, null, Failed(request, status, FailureCategory.InvalidData, "with something other than JSON", "See whether the address is that of the API."));
        }

        if (rules.WaitOf(answer) is TimeSpan asked)
        {
            string until = (answer.Date + asked).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            return new Outcome(null, asked > LongestWait ? null : asked < ordinaryWait ? ordinaryWait : asked, Refused(request, answer, status, $"It takes no more requests before {until}: run again then."));
        }

        return new Outcome(null, status >= 500 && request.MayBeRepeated ? ordinaryWait : null, Refused(request, answer, status, NextStep(answer, status)));
    }

    private string NextStep(ServiceAnswer answer, int status) => status switch
    {
        >= 300 and < 400 => "Redirections are not followed. See whether the address is right, and whether what is named there has another name now.",
        >= 500 => "The service failed. Run again later.",
        _ => rules.NextStep(answer),
    };

    private DestinationException Refused(ServiceRequest request, ServiceAnswer answer, int status, string nextStep)
    {
        string words = Cut(Clean(request, answer.Words()).ReplaceLineEndings(" ").Trim());
        return Failed(request, status, CategoryOf(rules.WaitOf(answer) is null ? status : 429), words.Length == 0 ? string.Empty : $"('{words}')", nextStep);
    }

    private DestinationException Failed(ServiceRequest request, int status, FailureCategory category, string said, string nextStep) =>
        new(category, $"{request.Doing}: {rules.Name} answered {status} {said}".TrimEnd() + (nextStep.Length == 0 ? "." : ". " + nextStep));

    private static FailureCategory CategoryOf(int status) => status switch
    {
        401 => FailureCategory.AuthenticationError,
        403 => FailureCategory.PermissionDenied,
        404 or 410 => FailureCategory.ObjectNotFound,
        409 => FailureCategory.ResourceBusy,
        400 or 422 => FailureCategory.InvalidData,
        429 => FailureCategory.LimitsExceeded,
        >= 500 => FailureCategory.ConnectionError,
        _ => FailureCategory.InvalidOperation,
    };

    private string Clean(ServiceRequest request, string text) => ForeignText.Clean(text, (IEnumerable<string>)[.. request.Secrets, .. rules.FormsOf(SecretText.Reveal(token))]);

    private static string Cut(string text) => text.Length <= LongestWords ? text : text[..LongestWords] + "…";

    /// <summary>An answer, or a problem and how long to wait before the next attempt: null where that is no use.</summary>
    private readonly record struct Outcome(ServiceAnswer? Answer, TimeSpan? Wait, DestinationException? Problem);
}
