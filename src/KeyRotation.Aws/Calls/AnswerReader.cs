using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace KeyRotation.Aws.Calls;

/// <summary>
/// Reads every answer to its end, within limits, before anything looks at it. The SDK would parse it as it comes: without a
/// limit, and without looking at the token.
/// </summary>
internal sealed class AnswerReader : PipelineHandler
{
    private const int PieceSize = 16 * 1024;

    private readonly TimeProvider time;

    public AnswerReader(TimeProvider time) => this.time = time;

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        CancellationToken cancellationToken = executionContext.RequestContext.CancellationToken;
        try
        {
            T result = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
            executionContext.ResponseContext.HttpResponse = await ReadAsync(executionContext.ResponseContext.HttpResponse, cancellationToken).ConfigureAwait(false);
            return result;
        }
        catch (HttpErrorResponseException refusal)
        {
            throw new HttpErrorResponseException(refusal.Message, refusal, await ReadAsync(refusal.Response, cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task<ReadAnswer> ReadAsync(IWebResponseData answer, CancellationToken cancellationToken)
    {
        if (answer.ContentLength > AnswerLimits.LargestBody)
        {
            answer.ResponseBody.Dispose();
            throw AnswerLimitException.TooLarge();
        }

        using IHttpResponseBody body = answer.ResponseBody;
        using CancellationTokenSource slow = Timer();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, cancellationToken);

        // Where the stream does not look at the token, as in Windows PowerShell, it ends because it is closed.
        using CancellationTokenRegistration closing = ended.Token.Register(body.Dispose);
        try
        {
            Stream stream = await body.OpenResponseAsync().ConfigureAwait(false);
            return new ReadAnswer(answer, await ReadAsync(stream, answer.ContentLength, ended.Token).ConfigureAwait(false));
        }
        catch (Exception problem) when (ended.IsCancellationRequested && problem is not AnswerLimitException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw AnswerLimitException.TooSlow();
        }
    }

    private static async Task<MemoryStream> ReadAsync(Stream stream, long promised, CancellationToken cancellationToken)
    {
        var read = new MemoryStream((int)Math.Max(promised, 0));
        var piece = new byte[PieceSize];
        int count;
        while ((count = await stream.ReadAsync(piece, 0, piece.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (read.Length + count > AnswerLimits.LargestBody)
            {
                throw AnswerLimitException.TooLarge();
            }

            read.Write(piece, 0, count);
        }

        read.Position = 0;
        return read;
    }

    private CancellationTokenSource Timer() =>
#if NET8_0_OR_GREATER
        new(AnswerLimits.LongestBody, time);
#else
        time.CreateCancellationTokenSource(AnswerLimits.LongestBody);
#endif
}
