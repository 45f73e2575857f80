using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using KeyRotation.Aws;
using KeyRotation.Commands.Notices;
using KeyRotation.Commands.Parameters;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Notices;
using KeyRotation.Notices.Webhooks;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">Informs the owners of keys of what happened to their keys or is due: one notice an owner, by Amazon SNS, by mail, a webhook, a script block or another receiver.</para>
/// </summary>
[Cmdlet(VerbsCommunications.Send, "AccessKeyNotice", HelpUri = HelpPages.Folder + "Send-AccessKeyNotice.md", DefaultParameterSetName = TopicSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Notice))]
public sealed class SendAccessKeyNoticeCommand : AwsCmdlet
{
    private const string TopicSet = "Topic";
    private const string MailSet = "Mail";
    private const string WebhookSet = "Webhook";
    private const string ScriptSet = "Script";
    private const string ReceiverSet = "Receiver";

    private readonly List<NoticeLine> lines = [];
    private IReadOnlyList<GivenReceiver> given = [];

    /// <summary>
    /// What the commands of the module give, in any order: keys, new keys, results of controls, summaries, and with 2>&amp;1 their errors; lists are unrolled.
    /// The secrets of new keys are left out. Errors of other commands are passed on.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject? InputObject { get; set; }

    /// <summary>A standard topic of Amazon SNS.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TopicSet)]
    [ValidateForm(@"^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$", "is not the ARN of a standard topic, e.g. arn:aws:sns:eu-central-1:123456789012:key-notices.")]
    public string? TopicArn { get; set; }

    /// <summary>Sends mail to the owners by Amazon SES, in the region of the connection, from this address, which SES has verified. An owner is a mail address then.</summary>
    [Parameter(Mandatory = true, ParameterSetName = MailSet)]
    [ValidateForm(@"^[^@\s]+@[^@\s]+$", "is not a mail address.")]
    public string? From { get; set; }

    /// <summary>The address of a webhook, which is a secret: keep it in a vault. https, or http on this machine.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WebhookSet)]
    [ValidateNotNullOrEmpty]
    public string? WebhookUri { get; set; }

    /// <summary>What the webhook takes. Default: Json.</summary>
    [Parameter(ParameterSetName = WebhookSet)]
    public WebhookFormat WebhookFormat { get; set; } = WebhookFormat.Json;

    /// <summary>A script block that sends a notice, which it gets as its first argument. An error in it means that it failed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ScriptSet)]
    [ValidateNotNull]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>
    /// Receivers as Invoke-AccessKeyRotation -Notify takes them: the ARN of a topic, the https address of a webhook that takes JSON, a script block, or a
    /// [KeyRotation.NoticeReceiver]. Each gets all notices.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ReceiverSet)]
    [ValidateNotNullOrEmpty]
    [ValidateNoticeReceiver]
    public object[]? Receiver { get; set; }

    /// <summary>Who gets what has no owner. Default: none, and users without an owner are an error.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DefaultRecipient { get; set; }

    /// <summary>
    /// Notices a step that lies ahead only when so many days are left, and once each; recorded in a tag of the user. With 0 in it, a step that is due is
    /// noticed once as well. Default: everything but rotations that lie ahead, each time.
    /// </summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int[] DaysAhead { get; set; } = [];

    /// <summary>The text of a notice: a text with {Recipient}, {Subject}, {Count} and {Lines}, or a script block that gets the notice and gives the text.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Template { get; set; }

    /// <summary>Refuses what cannot be used before the commands in front of this one begin their work.</summary>
    protected override void BeginProcessing()
    {
        if ((Template as PSObject)?.BaseObject is object inner)
        {
            Template = inner;
        }

        if (Template is not (null or string or System.Management.Automation.ScriptBlock))
        {
            ThrowTerminatingError(ErrorRecords.NoticeTemplateInvalid(Template.GetType()));
        }

        try
        {
            given = Receivers();
        }
        catch (KeyRotationException failure)
        {
            ThrowTerminatingError(ErrorRecords.Of(failure));
        }
    }

    /// <inheritdoc />
    protected override void ProcessRecord() => Add(InputObject);

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (lines.Count == 0)
        {
            return;
        }

        // Variables and paths of the session are read on its own thread.
        ConnectionOptions connection = GivenConnection;
        Run(async (report, cancellationToken) =>
        {
            using var accounts = new NoticeAccounts(new AccountDoor(TimeProvider.System, report, cancellationToken), connection, report);
            using var receivers = new OpenReceivers(given);
            await receivers.OpenAsync(async () => await accounts.OpenGivenAsync(cancellationToken).ConfigureAwait(false), report).ConfigureAwait(false);
            await new NoticeSending(Options(report), receivers.Open, accounts, report).RunAsync(lines, cancellationToken).ConfigureAwait(false);
        });
    }

    private List<GivenReceiver> Receivers() => ParameterSetName switch
    {
        TopicSet => [new GivenReceiver(NoticeReceiver.Topic(TopicArn!))],
        MailSet => [new GivenReceiver(NoticeReceiver.Mail(From!))],
        WebhookSet => [new GivenReceiver(NoticeReceiver.Webhook(WebhookUri!, WebhookFormat))],
        ScriptSet => [new GivenReceiver(ScriptBlock!)],
        _ => Receiver!.Select(GivenReceiver.Of).ToList(),
    };

    private NoticeOptions Options(IPipelineThread thread) => new()
    {
        DefaultRecipient = DefaultRecipient,
        DaysAhead = DaysAhead.Distinct().ToList(),
        Template = Template switch
        {
            string text => (notice, _) => Task.FromResult(NoticeText.Fill(text, notice)),
            ScriptBlock script => new NoticeScript(script, thread).WriteAsync,
            _ => null,
        },
    };

    private void Add(object? item)
    {
        object? value = item is PSObject wrapped ? wrapped.BaseObject : item;
        switch (value)
        {
            case null:
                break;
            case ErrorRecord { Exception: KeyRotationException failure }:
                AddLine(failure);
                break;
            case ErrorRecord other:
                WriteError(other);
                break;
            case IEnumerable items and not string and not IDictionary:
                foreach (object? inner in items)
                {
                    Add(inner);
                }

                break;
            default:
                AddLine(value);
                break;
        }
    }

    private void AddLine(object value)
    {
        try
        {
            if (NoticeLines.Of(value) is NoticeLine line)
            {
                lines.Add(line);
            }
        }
        catch (KeyRotationException failure)
        {
            WriteError(ErrorRecords.Of(failure));
        }

        if (value is RotatedAccessKey { Destinations.Count: 0 } rotated)
        {
            WriteWarning($"The secret of {rotated} is in the object alone, and not in the notice: it is lost with the object. Give -Destination to the command that rotates; New-RotatedAccessKey -ReplaceUnused replaces a key whose secret is lost.");
        }
    }
}
