using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace KeyRotation.Aws.Calls;

/// <summary>
/// Tells each call in one line, e.g. <c>iam:ListAccessKeys svc-billing (12 ms)</c> or
/// <c>iam:TagUser svc-billing (Throttling, 2041 ms, 3 attempts)</c>. Stands outside the SDK's retries. Of what is sent
/// it tells names and ids from a fixed list, and of the answer nothing but an error's code: never a secret.
/// </summary>
internal sealed class CallNotes : PipelineHandler
{
    private static readonly string[] Told = ["UserName", "AccessKeyId", "Status", "RoleArn", "SecretId", "Name", "ParentId", "ResourceId"];

    private readonly string service;
    private readonly IReport report;

    public CallNotes(string service, IReport report)
    {
        this.service = service;
        this.report = report;
    }

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var watch = Stopwatch.StartNew();
        string? problem = null;
        try
        {
            return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            problem = failure switch
            {
                AmazonServiceException { ErrorCode: { Length: > 0 } code } => ForeignText.Clean(code),
                OperationCanceledException => "stopped or out of time",
                AnswerLimitException or UnreadableAnswerException => "unusable answer",
                _ => "no answer",
            };
            throw;
        }
        finally
        {
            report.Verbose(Line(executionContext.RequestContext, problem, watch.ElapsedMilliseconds));
        }
    }

    private string Line(IRequestContext context, string? problem, long milliseconds)
    {
        var request = (ServiceRequest)context.OriginalRequest;
        IEnumerable<string> targets = request.Texts.Where(text => Told.Contains(text.Key)).Select(text => text.Value);
        return string.Format(
            CultureInfo.InvariantCulture,
            "{0} ({1}{2} ms{3})",
            string.Join(" ", targets.Prepend($"{service}:{request.Operation}")),
            problem is null ? string.Empty : problem + ", ",
            milliseconds,
            context.Retries > 0 ? $", {context.Retries + 1} attempts" : string.Empty);
    }
}
