using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Compliance.Checks;

namespace KeyRotation.Compliance.Config;

/// <summary>
/// Explains why AWS Config and this module differ on a user. Config runs once a day, by a credential report that may be four hours old, and counts a key
/// from more than so many days on; this module asks now, and counts from the full number of days on (AWS Config Developer Guide, access-keys-rotated).
/// </summary>
internal sealed class DifferenceText
{
    private static readonly TimeSpan ReportLifetime = TimeSpan.FromHours(4);

    private readonly ConfigRule rule;
    private readonly string name;
    private readonly ConfigRuleRun? run;
    private readonly ComplianceControl control;
    private readonly int? days;
    private readonly CheckedUser user;
    private readonly DateTimeOffset now;

    /// <param name="said">The rule.</param>
    /// <param name="control">The control of this module.</param>
    /// <param name="days">Its limit for the user.</param>
    /// <param name="user">The user.</param>
    /// <param name="now">When it was checked.</param>
    public DifferenceText(RuleVerdicts said, ComplianceControl control, int? days, CheckedUser user, DateTimeOffset now)
    {
        rule = said.Rule;
        name = ForeignText.Clean(said.Rule.Name);
        run = said.Run;
        this.control = control;
        this.days = days;
        this.user = user;
        this.now = now;
    }

    /// <summary>Why Config says nothing of the user.</summary>
    /// <param name="listed">The user as IAM lists it; null for root, and for one that is not there any more.</param>
    public string OfSilence(IamUser? listed) =>
        run?.LastEvaluation is not DateTimeOffset last ? $"The rule {name} has not run yet{(run?.Problem is string problem ? $": {problem}" : ".")}"
        : listed is null && control != ComplianceControl.RootKey ? "The user was deleted since the credential report was made."
        : listed?.CreateDate > last - ReportLifetime ? $"The user was created at {IsoTime.Of(listed.CreateDate)}, and the rule last ran at {IsoTime.Of(last)}, by a credential report that may be four hours older."
        : $"The rule ran at {IsoTime.Of(last)} and said nothing of this{(control == ComplianceControl.RootKey ? "." : " user: AWS Config may not record AWS::IAM::User.")}";

    /// <summary>Why Config says something else; null where it says the same.</summary>
    public string? Of(ConfigEvaluation evaluation, ControlStatus status)
    {
        bool fails = status == ControlStatus.Fail;
        return evaluation.Verdict switch
        {
            "NON_COMPLIANT" => fails ? null : WhyWorse(evaluation.At ?? run?.LastEvaluation),
            "COMPLIANT" or "NOT_APPLICABLE" => fails ? WhyBetter(evaluation.At ?? run?.LastEvaluation) : null,
            _ => $"The rule {name} had not enough data for a verdict.",
        };
    }

    /// <summary>This module fails the user, and Config does not.</summary>
    private string WhyBetter(DateTimeOffset? at)
    {
        List<DateTimeOffset?> moments = Moments();
        if (rule.Days is not int limit || moments.Count == 0)
        {
            return Changed(at);
        }

        if (moments.Exists(moment => moment is null))
        {
            return "What is not known fails here; AWS Config counts what its credential report has.";
        }

        // Whether Config counts begun days or full ones is not documented: up to a day above its limit, both may be.
        DateTimeOffset crossed = moments.Min()!.Value.AddDays(limit);
        return limit > days && now < crossed.AddDays(1) ? $"The rule {name} has a limit of {limit} days, and this control one of {days}."
            : at is DateTimeOffset ran && ran < crossed ? $"The rule last ran at {IsoTime.Of(ran)}, before the limit of {limit} days was reached at {IsoTime.Of(crossed)}."
            : at is DateTimeOffset then && then - ReportLifetime < crossed ? $"The rule ran at {IsoTime.Of(then)}, by a credential report that may be from before {IsoTime.Of(crossed)}, when the limit of {limit} days was reached."
            : now < crossed.AddDays(1) ? $"The day itself: AWS Config counts what is older than {limit} days, and this module from the full {limit} days on."
            : Changed(at);
    }

    /// <summary>Config fails the user, and this module does not.</summary>
    private string WhyWorse(DateTimeOffset? at)
    {
        List<DateTimeOffset?> moments = Moments();
        if (rule.Days is not int limit)
        {
            return Changed(at);
        }

        if (limit < days && moments.Exists(moment => now - moment >= TimeSpan.FromDays(limit)))
        {
            return $"The rule {name} has a limit of {limit} days, and this control one of {days}.";
        }

        List<string> disabled = user.Keys.Where(key => !key.IsActive && now - key.CreateDate >= TimeSpan.FromDays(limit)).Select(key => key.Name).ToList();
        return disabled.Count > 0 ? $"{string.Join(" and ", disabled)} {(disabled.Count == 1 ? "is" : "are")} disabled, and disabled keys do not count. {Changed(at)}" : Changed(at);
    }

    private string Changed(DateTimeOffset? at)
    {
        if (at is not DateTimeOffset ran)
        {
            return $"When the rule {name} last ran is not known.";
        }

        string when = $"The rule last ran at {IsoTime.Of(ran)}, by a credential report that may be four hours older";
        List<string> since = user.Keys.Where(key => key.CreateDate > ran - ReportLifetime).Select(key => $"{key.Name} was created at {IsoTime.Of(key.CreateDate!.Value)}").ToList();
        if (control == ComplianceControl.UnusedCredentials)
        {
            since.AddRange(user.Keys.Where(key => key.LastUsed.At > ran - ReportLifetime).Select(key => $"{key.Name} was used at {IsoTime.Of(key.LastUsed.At!.Value)}"));
        }

        return since.Count > 0 ? $"{when}; {string.Join(", ", since)}."
            : $"{when}: what changed since is not in its verdict. Run it again with aws configservice start-config-rules-evaluation --config-rule-names {name}, four hours after its last run or later.";
    }

    /// <summary>From when on the control counts each thing that it looks at; null where that is not known.</summary>
    private List<DateTimeOffset?> Moments()
    {
        List<DateTimeOffset?> moments = user.ActiveKeys.Select(key => control == ComplianceControl.UnusedCredentials ? key.QuietSince : key.CreateDate).ToList();
        if (control == ComplianceControl.UnusedCredentials && user.HasPassword)
        {
            moments.Add(user.Row.Password!.LastUsed ?? user.Row.Password.LastChanged);
        }

        return moments;
    }
}
