using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Json;
using KeyRotation.Notices;

namespace KeyRotation.Aws.Ses;

/// <summary>Mail by Amazon SES (API version 2019-09-27) in one region.</summary>
internal sealed class SesMail : INoticeReceiver
{
    private readonly JsonClient client;
    private readonly string from;

    public SesMail(JsonClient client, string from)
    {
        this.client = client;
        this.from = from;
    }

    public string Name => $"mail from {from}";

    public Task SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        if (!IsAddress(notice.Recipient))
        {
            throw new DestinationException(FailureCategory.InvalidArgument, $"'{notice.Recipient}' is not a mail address. Give the users a tag OwnerEmail or Owner with an address, or use another receiver.");
        }

        // Repeated by the SDK after an unclear answer: rather a notice twice than none.
        JsonRequest request = new JsonRequest("SendEmail").At("POST", "/v2/email/outbound-emails")
            .With("FromEmailAddress", from)
            .With("Destination", new JsonObject { ["ToAddresses"] = new JsonArray(notice.Recipient) })
            .With("Content", new JsonObject
            {
                ["Simple"] = new JsonObject { ["Subject"] = Text(notice.Subject), ["Body"] = new JsonObject { ["Text"] = Text(notice.Text) } },
            });
        return client.CallAsync(request, cancellationToken);
    }

    private static JsonObject Text(string text) => new() { ["Data"] = text, ["Charset"] = "UTF-8" };

    /// <summary>SES checks addresses itself. This only distinguishes an address from the name of a team.</summary>
    private static bool IsAddress(string text) => text.IndexOf('@') is int at && at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && !text.Any(char.IsWhiteSpace);
}
