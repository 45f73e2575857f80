using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Compliance;

/// <summary>A version of a benchmark: which of the demands on access keys it makes, under which number, with which limit.</summary>
public sealed class ComplianceBenchmark
{
    private const string Cis = "CIS AWS Foundations";
    private const string SecurityHub = "AWS Security Hub";

    private ComplianceBenchmark(string family, string version, params BenchmarkControl[] controls)
    {
        Name = version.Length == 0 ? family : family + " " + version;
        Id = version.Length == 0 ? "SecurityHub" : version;
        Controls = controls;
    }

    /// <summary>All that are known: CIS AWS Foundations 1.2.0 to 7.0.0, and the controls of AWS Security Hub.</summary>
    public static IReadOnlyList<ComplianceBenchmark> All { get; } =
    [
        new(Cis, "1.2.0", Root("1.12"), AtSetup("1.21"), Unused("1.3", 90), Rotated("1.4")),
        new(Cis, "1.3.0", Root("1.4"), AtSetup("1.11"), Unused("1.12", 90), OneActive("1.13"), Rotated("1.14")),
        .. new[] { "1.4.0", "1.5.0", "2.0.0", "3.0.0", "4.0.1" }.Select(version =>
            new ComplianceBenchmark(Cis, version, Root("1.4"), AtSetup("1.11"), Unused("1.12", 45), OneActive("1.13"), Rotated("1.14"))),
        new(Cis, "5.0.0", Root("1.3"), AtSetup("1.10"), Unused("1.11", 45), OneActive("1.12"), Rotated("1.13")),
        new(Cis, "6.0.0", Root("2.3"), AtSetup("2.10"), Unused("2.11", 45), OneActive("2.12"), Rotated("2.13")),
        new(Cis, "7.0.0", Root("2.4"), Unused("2.11", 45), Rotated("2.12")),
        new(SecurityHub, string.Empty, Rotated("IAM.3"), Root("IAM.4"), Unused("IAM.8", 90), Unused("IAM.22", 45)),
    ];

    /// <summary>What an organization asks of itself beside the benchmarks.</summary>
    internal static ComplianceBenchmark Own { get; } = new("Own rules", string.Empty, new BenchmarkControl("Tags", ComplianceControl.RequiredTags, Days: null)) { Id = "Own" };

    /// <summary>What a user calls it: a version of CIS such as <c>5.0.0</c>, or <c>SecurityHub</c>.</summary>
    public string Id { get; private init; }

    /// <summary>Its name, e.g. <c>CIS AWS Foundations 5.0.0</c>.</summary>
    public string Name { get; }

    /// <summary>Its controls that concern access keys, in the order of the benchmark.</summary>
    public IReadOnlyList<BenchmarkControl> Controls { get; }

    /// <summary>Finds a benchmark.</summary>
    /// <param name="text"><c>5.0.0</c>, <c>5.0</c>, <c>5</c>, <c>v5.0.0</c>, <c>CIS-5.0.0</c>, <c>CIS 5.0.0</c> or <c>SecurityHub</c>.</param>
    /// <exception cref="FormatException">There is no such benchmark.</exception>
    public static ComplianceBenchmark Parse(string text)
    {
        string id = (text ?? throw new ArgumentNullException(nameof(text))).Trim();
        string version = (id.StartsWith("CIS", StringComparison.OrdinalIgnoreCase) ? id.Substring("CIS".Length) : id).TrimStart(' ', '-', '_', ':', 'v', 'V');
        return All.FirstOrDefault(benchmark => string.Equals(benchmark.Id, id, StringComparison.OrdinalIgnoreCase))
            ?? All.FirstOrDefault(benchmark => benchmark.Id == version || benchmark.Id == version + ".0" || benchmark.Id == version + ".0.0")
            ?? throw new FormatException($"There is no benchmark '{text}'. There are {string.Join(", ", All.Select(benchmark => benchmark.Id))}.");
    }

    /// <summary>The benchmark's name.</summary>
    public override string ToString() => Name;

    private static BenchmarkControl Root(string id) => new(id, ComplianceControl.RootKey, Days: null);

    private static BenchmarkControl AtSetup(string id) => new(id, ComplianceControl.KeyAtSetup, Days: null);

    private static BenchmarkControl Unused(string id, int days) => new(id, ComplianceControl.UnusedCredentials, days);

    private static BenchmarkControl OneActive(string id) => new(id, ComplianceControl.OneActiveKey, Days: null);

    private static BenchmarkControl Rotated(string id) => new(id, ComplianceControl.Rotation, Days: 90);
}
