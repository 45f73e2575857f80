using System.Collections.Generic;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Rest;
using KeyRotation.Sandbox.Signing;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Mails;

/// <summary>Amazon SES: what there is of it to send a mail of plain text to one address.</summary>
internal sealed class MailService
{
    private readonly RegionalStores<MailStore> stores;

    private MailService(RegionalStores<MailStore> stores) => this.stores = stores;

    public static RestService Create(RegionalStores<MailStore> stores) => new(new SigningScope("ses", SigningRegions.OfPartition), new MailService(stores).Operations());

    private IEnumerable<RestOperation> Operations() => [new("SendEmail", "POST", "/v2/email/outbound-emails", Send) { Changes = true }];

    private JsonObject Send(RestContext context)
    {
        var simple = context.Body["Content"]?["Simple"];
        var mail = new SandboxMail(
            Required(context.Body["FromEmailAddress"], "FromEmailAddress"),
            Required(context.Body["Destination"]?["ToAddresses"] is JsonArray { Count: 1 } addresses ? addresses[0] : null, "Destination"),
            Required(simple?["Subject"]?["Data"], "Subject"),
            Required(simple?["Body"]?["Text"]?["Data"], "Body"));
        return new JsonObject { ["MessageId"] = stores.In(context.Region, store => store.Send(mail)) };
    }

    private static string Required(JsonNode? member, string name) => member?.ToString() is { Length: > 0 } text ? text : throw new AwsErrorException("BadRequestException", 400, name + " is missing or empty.");
}
