using System.Text.Json;

namespace KeyRotation.Aws.Sqs;

/// <summary>
/// Reads the body of a message: <c>{"TaskToken": "…", "Account": {"Id": "123456789012", "Name": "payments"}}</c>, or the account's id
/// alone in the place of the object. What is missing or of another type is left out; whether that will do is decided elsewhere.
/// </summary>
internal static class AccountMessage
{
    public static QueuedAccount Read(string messageId, string receipt, string body)
    {
        var message = new QueuedAccount(messageId, receipt);
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
            JsonElement? account = Member(document.RootElement, "Account");
            return message with
            {
                TaskToken = Text(Member(document.RootElement, "TaskToken")),
                AccountId = Text(account) ?? Text(Member(account, "Id")),
                AccountName = Text(Member(account, "Name")),
            };
        }
        catch (JsonException)
        {
            return message;
        }
    }

    private static JsonElement? Member(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out JsonElement value) ? value : null;

    private static string? Text(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
