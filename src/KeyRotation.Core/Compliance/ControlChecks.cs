using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Compliance.Checks;
using KeyRotation.Compliance.Config;

namespace KeyRotation.Compliance;

/// <summary>Checks one user against all controls of the benchmarks that were asked for.</summary>
internal sealed class ControlChecks
{
    private readonly List<(ComplianceBenchmark Benchmark, BenchmarkControl Control)> controls;

    private readonly Account? account;
    private readonly IReadOnlyList<string> requiredTags;

    /// <param name="options">What is checked.</param>
    /// <param name="account">The account as the pipeline brought it; null where it did not.</param>
    public ControlChecks(ComplianceOptions options, Account? account = null)
    {
        this.account = account;
        requiredTags = options.RequiredTags;
        controls = options.Benchmarks.Concat(requiredTags.Count > 0 ? [ComplianceBenchmark.Own] : Enumerable.Empty<ComplianceBenchmark>())
            .SelectMany(benchmark => benchmark.Controls.Select(control => (benchmark, options.WithOwnLimit(control))))
            .ToList();
    }

    /// <summary>The results for a user; the root user has the control of its own, and no other.</summary>
    public IReadOnlyList<ControlResult> Of(CheckedUser user, DateTimeOffset now, DateTimeOffset? reportTime, ConfigComparison? config = null) => controls
        .Where(item => (item.Control.Control == ComplianceControl.RootKey) == user.Row.IsRoot)
        .Select(item => Result(item.Benchmark, item.Control, user, Check(item.Control, user, now), now, reportTime, config))
        .ToList();

    /// <summary>What AWS Config is to be compared with: a kind of rule, and its days.</summary>
    public IReadOnlyCollection<(ConfigRuleKind Kind, int? Days)> Comparable() => controls
        .Select(item => (Kind: ConfigComparison.KindOf(item.Control.Control), item.Control.Days))
        .Where(item => item.Kind is not null)
        .Select(item => (item.Kind!.Value, item.Days))
        .Distinct()
        .ToList();

    private Verdict Check(BenchmarkControl control, CheckedUser user, DateTimeOffset now) => control.Control switch
    {
        ComplianceControl.RootKey => RootKeyCheck.Check(user),
        ComplianceControl.KeyAtSetup => KeyAtSetupCheck.Check(user),
        ComplianceControl.UnusedCredentials => UnusedCredentialsCheck.Check(user, control.Days!.Value, now),
        ComplianceControl.OneActiveKey => OneActiveKeyCheck.Check(user),
        ComplianceControl.RequiredTags => RequiredTagsCheck.Check(user, requiredTags),
        _ => RotationCheck.Check(user, control.Days!.Value, now),
    };

    private ControlResult Result(
        ComplianceBenchmark benchmark, BenchmarkControl control, CheckedUser user, Verdict verdict, DateTimeOffset now, DateTimeOffset? reportTime, ConfigComparison? config)
    {
        (string? configVerdict, string? difference) = config?.Of(control.Control, control.Days, verdict.Status, user, now) ?? default;
        return new ControlResult
        {
            Benchmark = benchmark.Name,
            ControlId = control.Id,
            ControlValue = control.Control,
            Title = control.Title,
            StatusValue = verdict.Status,
            SeverityValue = control.Severity,
            Account = account,
            AccountId = user.Row.AccountId,
            UserName = user.Row.UserName,
            ResourceArn = user.Row.Arn,
            Reason = verdict.Reason,
            Evidence = verdict.Evidence,
            Remedy = verdict.Remedy,
            References = control.References,
            ConfigVerdict = configVerdict,
            ConfigDifference = difference,
            ReportTime = reportTime,
            CheckedAt = now,
            Journal = user.Journal,
        };
    }
}
