namespace KeyRotation.Notices.Webhooks;

/// <summary>What a webhook takes.</summary>
public enum WebhookFormat
{
    /// <summary>The notice as JSON: see <c>docs/notices.md</c>.</summary>
    Json,

    /// <summary>A message of Slack, or of what takes its messages, such as Mattermost.</summary>
    Slack,

    /// <summary>A message with an Adaptive Card, as a Workflows webhook of Microsoft Teams takes it.</summary>
    Teams,
}
