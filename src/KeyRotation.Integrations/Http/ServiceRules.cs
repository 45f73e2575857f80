using System;
using System.Net.Http;

namespace KeyRotation.Integrations.Http;

/// <summary>What the API of one service asks of a client, and what its answers mean.</summary>
internal abstract class ServiceRules
{
    /// <summary>The service, as messages name it.</summary>
    public abstract string Name { get; }

    /// <summary>Puts the token and the headers that the service asks for on a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="token">The token.</param>
    public abstract void Prepare(HttpRequestMessage request, string token);

    /// <summary>The token as a text of the service may repeat it. Default: as it is.</summary>
    /// <param name="token">The token.</param>
    public virtual string[] FormsOf(string token) => [token];

    /// <summary>What to do after a refusal, as whole sentences; empty where the service's own words are enough.</summary>
    /// <param name="answer">What was answered.</param>
    public abstract string NextStep(ServiceAnswer answer);

    /// <summary>The status that an answer stands for. Default: its own.</summary>
    /// <param name="answer">What was answered.</param>
    public virtual int StatusOf(ServiceAnswer answer) => answer.Status;

    /// <summary>How long the service asks to wait before the same request is sent again; null where it is not about the number of requests.</summary>
    /// <param name="answer">What was answered.</param>
    public virtual TimeSpan? WaitOf(ServiceAnswer answer) => answer.Status == 429 ? answer.RetryAfter ?? TimeSpan.FromSeconds(1) : null;
}
