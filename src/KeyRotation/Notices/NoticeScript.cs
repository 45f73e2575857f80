using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Notices;

namespace KeyRotation.Commands.Notices;

/// <summary>A script block of the user's that gets notices: one that sends them, or one that writes their text. A throw means that it failed.</summary>
internal sealed class NoticeScript : INoticeReceiver
{
    private readonly ScriptBlock script;
    private readonly IPipelineThread thread;

    public NoticeScript(ScriptBlock script, IPipelineThread thread)
    {
        this.script = script;
        this.thread = thread;
    }

    public string Name => "the script block";

    public Task SendAsync(Notice notice, CancellationToken cancellationToken) => RunAsync(notice);

    /// <summary>The text that a template makes: what it gives, a line each.</summary>
    public async Task<string> WriteAsync(Notice notice, CancellationToken cancellationToken)
    {
        string text = await RunAsync(notice).ConfigureAwait(false);
        return text.Trim().Length > 0 ? text : throw new DestinationException(FailureCategory.InvalidData, "The template gave no text.");
    }

    private async Task<string> RunAsync(Notice notice)
    {
        try
        {
            return await thread.RunAsync(() => string.Join("\n", script.Invoke(notice).Where(line => line is not null).Select(line => line.ToString()))).ConfigureAwait(false);
        }
        catch (RuntimeException problem) when (problem is not PipelineStoppedException)
        {
            // It may quote the password that it sends mail with.
            throw new DestinationException(FailureCategory.NotSpecified, $"the script block failed: {ForeignText.Clean(problem.Message)}", ForeignText.Keep(problem));
        }
    }
}
