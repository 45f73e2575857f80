using System;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace KeyRotation.Aws.Calls;

/// <summary>
/// The SDK's standard retries, except where a host lets the time pass without a word, as one does behind a firewall that drops
/// packets: that is repeated once, and not so often that a person waits for minutes.
/// </summary>
internal sealed class ConnectionRetryPolicy : StandardRetryPolicy
{
    private const string Unanswered = "KeyRotation.Unanswered";

    public ConnectionRetryPolicy(IClientConfig config)
        : base(config)
    {
    }

    public override Task<bool> RetryForExceptionAsync(IExecutionContext executionContext, Exception exception) =>
        IsTimeout(exception) && !IsFirst(executionContext) ? Task.FromResult(false) : base.RetryForExceptionAsync(executionContext, exception);

    private static bool IsFirst(IExecutionContext executionContext)
    {
        if (executionContext.RequestContext.ContextAttributes.ContainsKey(Unanswered))
        {
            return false;
        }

        executionContext.RequestContext.ContextAttributes[Unanswered] = true;
        return true;
    }

    private static bool IsTimeout(Exception? exception) => exception is not null && (exception is TimeoutException || IsTimeout(exception.InnerException));
}
