using System.Collections.Generic;
using System.Linq;
using KeyRotation.Delivery;

namespace KeyRotation.Steps;

/// <summary>What a step is taken on and what comes of it, in words: for plans and questions.</summary>
internal static class StepText
{
    /// <summary>The step as a plan holds it.</summary>
    public static PlanStep ToPlanStep(PlannedStep step, string target, IReadOnlyList<string>? destinations) =>
        new(step.Key.AccountId, step.UserName, step.AccessKeyId, step.Kind.ToString(), $"{step.Action} {target}")
        {
            Destinations = step.Kind == StepKind.Rotate && destinations is not null ? destinations : [],
            SeenAt = step.Key.SeenAt,
        };

    /// <param name="step">The step.</param>
    /// <param name="use">The last use of its key, as far as it is known.</param>
    /// <param name="destinations">Where the secret of a new key goes; null when no step creates one.</param>
    public static string TargetOf(PlannedStep step, EvidenceOfUse? use, IReadOnlyList<string>? destinations)
    {
        string key = $"{step.AccessKeyId} of user {step.UserName} in account {step.Key.AccountId}";
        string facts = string.Join(", ", FactsOf(step, use));
        string? consequence = step.Kind == StepKind.Rotate && destinations is not null ? Delivery(destinations, step.PlaceContents) : step.Consequence;
        return key + (facts.Length == 0 ? string.Empty : $" ({facts})") + (consequence is null ? string.Empty : ", " + consequence);
    }

    /// <summary>A rotation that leaves an SMTP password behind; null for other steps.</summary>
    /// <param name="step">The step.</param>
    /// <param name="use">The last use of its key, as far as it is known.</param>
    public static string? SmtpWarningOf(PlannedStep step, EvidenceOfUse? use) => step.Kind != StepKind.Rotate || step.DeliversSmtpPassword || use?.Service != "ses"
        ? null
        : $"{step.Key.Reference} was last used by Amazon SES, and no destination gets a new SMTP password. If mail is sent by SMTP, the password was derived from this key and stops working when the key is disabled. "
          + "Add a destination with .WithForm([KeyRotation.KeyForm]::SesSmtp('eu-central-1')), with the region of SES.";

    private static IEnumerable<string> FactsOf(PlannedStep step, EvidenceOfUse? use)
    {
        if (step.Kind is StepKind.Settle or StepKind.ClearPending or StepKind.Nothing)
        {
            // What is known of such a key is what the interrupted rotation wrote down.
            yield break;
        }

        yield return Display.Age(step.Key.Age) + " old";
        if (step.Key.ReplacedBy is string by && step.Kind is StepKind.Disable or StepKind.Remove or StepKind.Enable)
        {
            yield return "replaced by " + by;
        }

        if (step.Record is { Stage: KeyStage.Quarantined } record && step.Kind is StepKind.Remove or StepKind.Enable)
        {
            yield return $"quarantined since {Display.Time(record.Since)}";
        }

        if (use?.Kind == UseKind.Used)
        {
            yield return "last " + use;
        }
        else if (use?.Kind == UseKind.NeverUsed)
        {
            yield return "never used";
        }
    }

    /// <summary>Where the old key is in none of the places, people see that before they rotate: applications read it elsewhere.</summary>
    private static string Delivery(IReadOnlyList<string> destinations, IReadOnlyList<PlaceContent> contents)
    {
        if (destinations.Count == 0)
        {
            return "and give the new secret to the output object alone";
        }

        string places = string.Join(" and ", destinations.Select((place, number) => place + InWords(number < contents.Count ? contents[number] : PlaceContent.Unknown)));
        bool isElsewhere = contents.Count > 0 && contents.All(content => content is PlaceContent.Empty or PlaceContent.AnotherKey);
        return $"and deliver the new secret to {places}{(isElsewhere ? $"; the old key is not {(contents.Count == 1 ? "there" : "in any of these")}, so what uses it reads it elsewhere" : string.Empty)}";
    }

    private static string InWords(PlaceContent content) => content switch
    {
        PlaceContent.ReplacedKey => " (holds the old key)",
        PlaceContent.AnotherKey => " (holds another key)",
        PlaceContent.Empty => " (holds no key)",
        _ => string.Empty,
    };
}
