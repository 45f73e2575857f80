using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using KeyRotation.Sandbox.Query;
using KeyRotation.Sandbox.Signing;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Topics;

/// <summary>Amazon SNS: what there is of it to publish.</summary>
internal sealed class TopicService
{
    private const int LargestMessage = 262_144;
    private const int SubjectLimit = 100;

    private readonly RegionalStores<TopicStore> stores;

    private TopicService(RegionalStores<TopicStore> stores) => this.stores = stores;

    public static QueryService Create(RegionalStores<TopicStore> stores) => new(
        new SigningScope("sns", SigningRegions.OfPartition), "2010-03-31", "http://sns.amazonaws.com/doc/2010-03-31/", new TopicService(stores).Operations())
    {
        SecretParameters = [],
    };

    private IEnumerable<QueryOperation> Operations() => [new("Publish", Publish) { Changes = true, Resource = Arn }];

    private static string Arn(QueryContext context) => context.Parameters.Optional("TopicArn") ?? throw TopicErrors.Invalid("TopicArn or TargetArn Reason: no value for required parameter");

    private IEnumerable<XElement> Publish(QueryContext context)
    {
        var arn = Arn(context);
        if (arn.Split(':') is not { Length: 6 } parts || parts[2] != "sns")
        {
            throw TopicErrors.Invalid("TopicArn");
        }

        // A topic of another region is not found in this one.
        _ = parts[3] == context.Signer.Region ? parts : throw TopicErrors.Invalid("TopicArn");
        var publication = new SandboxPublication(Subject(context), context.Parameters.Optional("Message") ?? string.Empty, new EqualTags(Attributes(context), StringComparer.Ordinal));
        var size = Encoding.UTF8.GetByteCount(publication.Message) + publication.Attributes.Sum(attribute => Encoding.UTF8.GetByteCount(attribute.Key + "String" + attribute.Value));
        if (publication.Message.Length == 0)
        {
            throw TopicErrors.Invalid("Empty message");
        }

        return size > LargestMessage
            ? throw TopicErrors.Invalid("Message too long")
            : [context.Element("MessageId", stores.In(parts[3], store => store.Publish(arn, publication)))];
    }

    private static string? Subject(QueryContext context) => context.Parameters.Optional("Subject") is not { } subject ? null
        : subject.Length is > 0 and < SubjectLimit && subject.All(character => character is >= ' ' and <= '~') ? subject
        : throw TopicErrors.Invalid("Subject");

    private static Dictionary<string, string> Attributes(QueryContext context)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var number = 1; ; number++)
        {
            var prefix = "MessageAttributes.entry." + number.ToString(CultureInfo.InvariantCulture) + ".";
            if (context.Parameters.Optional(prefix + "Name") is not { } name)
            {
                return attributes;
            }

            attributes[name] = context.Parameters.Optional(prefix + "Value.DataType") == "String" && context.Parameters.Optional(prefix + "Value.StringValue") is { Length: > 0 } value
                ? value
                : throw TopicErrors.Invalid("The message attribute '" + name + "' must contain non-empty message attribute value for message attribute type 'String'.");
        }
    }
}
