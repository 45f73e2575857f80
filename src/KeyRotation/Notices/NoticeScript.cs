using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Notices;

namespace KeyRotation.Commands.Notices;

/// <summary>A script block of the user's that gets notices: one that sends them, or one that writes their text.</summary>
internal sealed class NoticeScript : INoticeReceiver
{
    private readonly SessionScript script;

    public NoticeScript(ScriptBlock script, IPipelineThread thread) => this.script = new SessionScript(script, thread);

    public string Name => "the script block";

    public Task SendAsync(Notice notice, CancellationToken cancellationToken) => RunAsync(notice);

    /// <summary>The text that a template makes: what it gives, a line each.</summary>
    public async Task<string> WriteAsync(Notice notice, CancellationToken cancellationToken)
    {
        string text = await RunAsync(notice).ConfigureAwait(false);
        return text.Trim().Length > 0 ? text : throw new DestinationException(FailureCategory.InvalidData, "The template gave no text.");
    }

    private async Task<string> RunAsync(Notice notice) =>
        string.Join("\n", (await script.RunAsync(notice).ConfigureAwait(false)).Where(line => line is not null).Select(line => line.ToString()));
}
