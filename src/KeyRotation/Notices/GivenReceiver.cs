using System;
using System.Management.Automation;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Notices;

namespace KeyRotation.Commands.Notices;

/// <summary>One receiver of notices as it was given: as an object, as a text, or as a script block.</summary>
internal sealed class GivenReceiver
{
    private readonly NoticeReceiver? known;
    private readonly ScriptBlock? script;

    public GivenReceiver(NoticeReceiver known) => this.known = known;

    public GivenReceiver(ScriptBlock script) => this.script = script;

    /// <summary>Whether the connection of the command is needed to open it.</summary>
    public bool NeedsAccount => known?.NeedsAccount == true;

    /// <exception cref="FormatException">It is no receiver.</exception>
    /// <exception cref="KeyRotationException">It is a webhook that is not of https.</exception>
    public static GivenReceiver Of(object given) => (given is PSObject wrapped ? wrapped.BaseObject : given) switch
    {
        NoticeReceiver known => new GivenReceiver(known),
        ScriptBlock script => new GivenReceiver(script),
        string text => new GivenReceiver(NoticeReceiver.Parse(text)),

        // Its text is not shown: it may be the address of a webhook, which is a secret.
        _ => throw new FormatException($"A {given?.GetType().FullName ?? "null"} is not a receiver. Give the ARN of a topic, the https address of a webhook, a script block or a [KeyRotation.NoticeReceiver]."),
    };

    /// <exception cref="KeyRotationException">It cannot be used.</exception>
    public INoticeReceiver Open(INoticeServices? services, IPipelineThread thread) =>
        script is not null ? new NoticeScript(script, thread) : known!.Open(services, TimeProvider.System);
}
