using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Query;
using KeyRotation.Notices;

namespace KeyRotation.Aws.Sns;

/// <summary>A topic of Amazon SNS (API version 2010-03-31).</summary>
internal sealed class SnsTopic : INoticeReceiver
{
    /// <summary>"less than 100 characters long" (Subject of Publish).</summary>
    private const int LongestSubject = 99;

    /// <summary>"at most 256 KB in size (262,144 bytes)" (Message of Publish); the attribute counts as well.</summary>
    private const int LargestMessage = 262_144 - 2048;

    /// <summary>The filter policy of a subscription can choose by it.</summary>
    private const string Attribute = "recipient";

    private const string CutMark = "\n… cut: the notice is larger than a message of Amazon SNS can be.";

    private readonly QueryClient client;
    private readonly string topicArn;

    public SnsTopic(QueryClient client, string topicArn)
    {
        this.client = client;
        this.topicArn = topicArn;
    }

    public string Name => $"topic {topicArn}";

    public Task SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        // Repeated by the SDK after an unclear answer: rather a notice twice than none.
        QueryRequest request = new QueryRequest("Publish")
            .With("TopicArn", topicArn)
            .With("Subject", Subject(notice.Subject))
            .With("Message", Fit(notice.Text))
            .With("MessageAttributes.entry.1.Name", Attribute)
            .With("MessageAttributes.entry.1.Value.DataType", "String")
            .With("MessageAttributes.entry.1.Value.StringValue", notice.Recipient);
        return client.CallAsync(request, cancellationToken);
    }

    /// <summary>Mail programs get subjects of ASCII without control characters.</summary>
    private static string Subject(string subject)
    {
        string ascii = string.Concat(subject.Select(character => character is >= ' ' and <= '~' ? character : '?'));
        return ascii.Length <= LongestSubject ? ascii : ascii.Substring(0, LongestSubject - 3) + "...";
    }

    /// <summary>SNS refuses an empty message, which a template may make.</summary>
    private static string Fit(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "(no text)";
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= LargestMessage)
        {
            return text;
        }

        int length = LargestMessage - Encoding.UTF8.GetByteCount(CutMark);
        while ((bytes[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return Encoding.UTF8.GetString(bytes, 0, length) + CutMark;
    }
}
