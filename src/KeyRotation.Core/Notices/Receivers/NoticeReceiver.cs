using System;
using System.Text.RegularExpressions;
using KeyRotation.Notices;
using KeyRotation.Notices.Webhooks;

namespace KeyRotation;

/// <summary>
/// Where notices are sent, as -Notify and -Receiver take it. The ARN of a topic and the https address of a webhook that takes JSON are the same
/// thing as a text: <see cref="Parse"/> reads them. The address of a webhook is a secret, and is shown nowhere.
/// </summary>
public sealed class NoticeReceiver
{
    private static readonly Regex TopicForm = Form(@"^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$");
    private static readonly Regex MailForm = Form(@"^[^@\s]+@[^@\s]+$");

    private readonly Func<INoticeServices, TimeProvider, INoticeReceiver> open;

    private NoticeReceiver(string kind, string name, bool needsAccount, Func<INoticeServices, TimeProvider, INoticeReceiver> open)
    {
        Kind = kind;
        Name = name;
        NeedsAccount = needsAccount;
        this.open = open;
    }

    /// <summary>Topic, Mail or Webhook; for a receiver of another module what that calls it.</summary>
    public string Kind { get; }

    /// <summary>The ARN of the topic, the address of the sender, or the host of the webhook.</summary>
    public string Name { get; }

    /// <summary>Whether it is a service of AWS, which is called with the connection of the command.</summary>
    public bool NeedsAccount { get; }

    /// <summary>A topic of Amazon SNS: one message for each owner, in the region that the ARN names.</summary>
    /// <param name="arn">The ARN of a standard topic.</param>
    /// <exception cref="FormatException">It is not the ARN of a standard topic.</exception>
    public static NoticeReceiver Topic(string arn) => TopicForm.IsMatch(arn ?? string.Empty)
        ? new(nameof(Topic), arn!, needsAccount: true, (services, _) => services.Topic(arn!))
        : throw new FormatException($"'{arn}' is not the ARN of a standard topic, e.g. arn:aws:sns:eu-central-1:123456789012:key-notices.");

    /// <summary>Mail by Amazon SES to each owner, in the region of the connection.</summary>
    /// <param name="from">The address of the sender, which SES has verified.</param>
    /// <exception cref="FormatException">It is not a mail address.</exception>
    public static NoticeReceiver Mail(string from) => MailForm.IsMatch(from ?? string.Empty)
        ? new(nameof(Mail), from!, needsAccount: true, (services, _) => services.Mail(from!))
        : throw new FormatException($"'{from}' is not a mail address.");

    /// <summary>A webhook: one POST for each owner.</summary>
    /// <param name="uri">Its address, which is a secret: https, or http on this machine.</param>
    /// <param name="format">What it takes.</param>
    /// <exception cref="KeyRotationException">The address is not complete, or not of https.</exception>
    public static NoticeReceiver Webhook(string uri, WebhookFormat format = WebhookFormat.Json)
    {
        // A text that is not an address is not shown: it may be a secret with a typing error.
        Uri address = WebhookReceiver.Checked(Uri.TryCreate((uri ?? string.Empty).Trim(), UriKind.Absolute, out Uri? given) ? given : new Uri("invalid:"));
        return new(nameof(Webhook), WebhookReceiver.NameOf(address, format), needsAccount: false, (_, time) => new WebhookReceiver(address, format, time));
    }

    /// <summary>A receiver of another module, which is opened once for each run and, where it is disposable, closed at the end of it.</summary>
    /// <param name="kind">What the module calls it, e.g. Smtp.</param>
    /// <param name="name">What tells it from others of its kind; never a secret.</param>
    /// <param name="open">Opens it. What it cannot know before the first notice may fail then.</param>
    /// <exception cref="ArgumentException">There is no kind or no name.</exception>
    public static NoticeReceiver Of(string kind, string name, Func<INoticeReceiver> open)
    {
        if (string.IsNullOrWhiteSpace(kind) || string.IsNullOrWhiteSpace(name))
        {
            throw new ArgumentException("A receiver needs a kind and a name: errors name it by them.", string.IsNullOrWhiteSpace(kind) ? nameof(kind) : nameof(name));
        }

        Func<INoticeReceiver> given = open ?? throw new ArgumentNullException(nameof(open));
        return new(kind, name, needsAccount: false, (_, _) => given());
    }

    /// <summary>Reads the ARN of a topic, or the address of a webhook that takes JSON.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is neither.</exception>
    /// <exception cref="KeyRotationException">It is the address of a webhook, and not of https.</exception>
    public static NoticeReceiver Parse(string text)
    {
        string given = (text ?? throw new ArgumentNullException(nameof(text))).Trim();
        return given.StartsWith("arn:", StringComparison.OrdinalIgnoreCase) ? Topic(given)
            : given.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || given.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? Webhook(given)
            : throw new FormatException("A receiver that is given as a text is the ARN of a topic, or an address that begins with https://. The text is not shown, because it may be a secret. "
                + "For mail give [KeyRotation.NoticeReceiver]::Mail('keys@example.com').");
    }

    /// <summary>Opens it for one run.</summary>
    /// <param name="services">The services of the account; null only where <see cref="NeedsAccount"/> says that none is needed.</param>
    /// <param name="time">Measures waits.</param>
    /// <exception cref="KeyRotationException">It cannot be used.</exception>
    public INoticeReceiver Open(INoticeServices? services, TimeProvider time)
    {
        if (NeedsAccount && services is null)
        {
            throw new ArgumentNullException(nameof(services));
        }

        try
        {
            return open(services!, time);
        }
        catch (Exception problem) when (problem is not (KeyRotationException or OperationCanceledException))
        {
            throw NoticeFailures.ReceiverUnusable(ToString(), problem);
        }
    }

    /// <summary>Kind and name; never the address of a webhook.</summary>
    public override string ToString() => Kind == nameof(Webhook) ? Name : $"{Kind} {Name}";

    private static Regex Form(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
}
