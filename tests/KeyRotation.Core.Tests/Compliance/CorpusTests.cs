using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.Compliance;
using KeyRotation.Tests.Support;
using Xunit;
using static KeyRotation.Tests.Compliance.ReportRow;
using KeyRotation.CredentialReports;

namespace KeyRotation.Tests.Compliance;

public sealed class CorpusTests
{
    private static readonly FixedTime Time = new();

    public static TheoryData<string> Users => new(Corpus.Cases.Select(item => item.Row.User));

    public static TheoryData<string> Forms => new(Encodings.Keys);

    private static Dictionary<string, Func<IReadOnlyList<string>, byte[]>> Encodings { get; } = new(StringComparer.Ordinal)
    {
        ["as the service gives it"] = lines => Encoding.UTF8.GetBytes(string.Join('\n', lines)),
        ["with a last line end"] = lines => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"),
        ["byte order mark and CRLF"] = lines => [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n")],
        ["all quoted, as Export-Csv writes"] = lines => Encoding.UTF8.GetBytes(string.Join("\r\n", lines.Select(line => "\"" + line.Replace(",", "\",\"", StringComparison.Ordinal) + "\""))),
        ["UTF-16, as Windows PowerShell redirects"] = lines => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(string.Join("\r\n", lines))],
        ["UTF-16, big end first"] = lines => [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(string.Join("\r\n", lines))],
        ["blank lines between"] = lines => Encoding.UTF8.GetBytes(string.Join("\n\n", lines)),
        ["a newer column behind"] = lines => Encoding.UTF8.GetBytes(string.Join('\n', lines.Select((line, index) => line + (index == 0 ? ",additional_credentials_info" : ",[]")))),
        ["a line end of CR alone"] = lines => Encoding.UTF8.GetBytes(string.Join('\r', lines)),
        ["a byte order mark and CR"] = lines => Encoding.UTF8.GetBytes("\uFEFF" + string.Join('\r', lines) + "\r"),
        ["UTF-16 without a byte order mark"] = lines => Encoding.Unicode.GetBytes(string.Join("\r\n", lines)),
        ["UTF-16, big end first, without a byte order mark, CR"] = lines => Encoding.BigEndianUnicode.GetBytes(string.Join('\r', lines)),
        ["two byte order marks"] = lines => Encoding.UTF8.GetBytes("\uFEFF\uFEFF" + string.Join('\n', lines)),
        ["semicolons and a type, as Export-Csv -UseCulture writes"] = lines => Encoding.UTF8.GetBytes("#TYPE System.Management.Automation.PSCustomObject\r\n" + string.Join("\r\n", lines.Select(line => "\"" + line.Replace(",", "\";\"", StringComparison.Ordinal) + "\""))),
        ["semicolons without quotes, and their declaration"] = lines => Encoding.UTF8.GetBytes("sep=;\r\n" + string.Join("\r\n", lines.Select(line => line.Replace(',', ';')))),
        ["tabs in UTF-16, as Excel saves text"] = lines => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(string.Join("\r\n", lines.Select(line => line.Replace(',', '\t'))))],
        ["rows and columns of commas behind, as a spreadsheet leaves them"] = lines => Encoding.UTF8.GetBytes(string.Join("\r\n", lines.Select(line => line + ",,")) + "\r\n" + string.Concat(Enumerable.Repeat(new string(',', 23) + "\r\n", 3))),
        ["base64"] = lines => Encoding.ASCII.GetBytes(Base64(lines)),
        ["base64 in lines of 76"] = lines => Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join('\n', lines)), Base64FormattingOptions.InsertLineBreaks)),
        ["base64 in UTF-16"] = lines => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Base64(lines) + "\r\n")],
        ["the answer as JSON"] = lines => Encoding.UTF8.GetBytes("{\n    \"Content\": \"" + Base64(lines) + "\",\n    \"ReportFormat\": \"text/csv\",\n    \"GeneratedTime\": \"2026-11-25T08:00:00+00:00\"\n}\n"),
        ["the answer as JSON with escapes"] = lines => Encoding.UTF8.GetBytes("{\"GeneratedTime\":\"2026-11-25T08:00:00Z\",\"Content\":\"" + Base64(lines).Replace("/", "\\/", StringComparison.Ordinal).Replace("+", "\\u002B", StringComparison.Ordinal) + "\"}"),
        ["the answer as text"] = lines => Encoding.UTF8.GetBytes(Base64(lines) + "\t2026-11-25T08:00:00+00:00\ttext/csv\n"),
        ["the answer as YAML"] = lines => Encoding.UTF8.GetBytes("Content: " + Base64(lines) + "\nGeneratedTime: '2026-11-25T08:00:00+00:00'\nReportFormat: text/csv\n"),
        ["the answer as YAML, without padding"] = lines => Encoding.UTF8.GetBytes("Content: " + Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join('\n', lines) is string report ? report + new string('\n', 3 - (report.Length % 3)) : string.Empty)) + "\nGeneratedTime: '2026-11-25T08:00:00+00:00'\n"),
        ["base64 as Python prints bytes"] = lines => Encoding.UTF8.GetBytes("b'" + Base64(lines) + "'\n"),
        ["base64 behind the id of a request, in one line"] = lines => Encoding.UTF8.GetBytes(new string('0', 64) + " " + Base64(lines) + "\n"),
        ["other lines before"] = lines => Encoding.UTF8.GetBytes("Credential report of the account\n\n" + string.Join('\n', lines)),
        ["the header again in the middle"] = lines => Encoding.UTF8.GetBytes(string.Join('\n', [.. lines.Take(5), "\uFEFF" + lines[0], .. lines.Skip(5)])),
        ["files joined without a line end between"] = lines => Encoding.UTF8.GetBytes(string.Join('\n', lines.Take(5)) + "\uFEFF" + string.Join('\n', [lines[0], .. lines.Skip(5)])),
        ["columns in another order"] = lines => Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => string.Join(',', line.Split(',').Reverse())))),
    };

    [Theory]
    [MemberData(nameof(Users))]
    public async Task The_verdicts_are_those_written_down_by_hand(string user)
    {
        CorpusCase expected = Corpus.Cases.Single(item => item.Row.User == user);
        byte[] report = Encodings["as the service gives it"]([Header, expected.Row.ToString()]);

        Assert.Equal(expected.Verdicts, Letters(await CheckAsync(report, "5.0.0")));
        Assert.Equal(expected.StaleKeys, (await StaleAsync(report)).Results<AccessKey>().Count);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task The_form_of_the_file_makes_no_difference(string form)
    {
        byte[] report = Encodings[form](Corpus.Lines);
        byte[] plain = Encodings["as the service gives it"](Corpus.Lines);

        Assert.Equal((await CheckAsync(plain, "5.0.0")).Select(result => result.ToString()), (await CheckAsync(report, "5.0.0")).Select(result => result.ToString()));
        Assert.Equal(
            (await StaleAsync(plain)).Results<AccessKey>().Select(key => (key.UserName, key.CreateDate)),
            (await StaleAsync(report)).Results<AccessKey>().Select(key => (key.UserName, key.CreateDate)));
    }

    [Fact]
    public async Task However_the_bytes_arrive_makes_no_difference()
    {
        foreach (string form in Encodings.Keys)
        {
            byte[] report = Encodings[form](Corpus.Lines);
            IEnumerable<string> whole = (await CheckAsync(report, "5.0.0")).Select(result => result.ToString());
            foreach (int piece in new[] { 1, 2, 3, 7, 1000 })
            {
                Assert.Equal(whole, (await CheckAsync(new PiecewiseStream(report, piece), "5.0.0")).Results<ControlResult>().Select(result => result.ToString()));
            }
        }
    }

    [Fact]
    public async Task Reading_stops_when_it_is_asked_to_also_where_nothing_is_found()
    {
        byte[] report = Encodings["as the service gives it"]([Header, .. Enumerable.Repeat(new ReportRow("nothing").ToString(), 2000)]);
        using var stopping = new CancellationTokenSource();
        var stream = new StoppingStream(report, stopping);
        var check = new SavedReportAudit(TestAccount.Older(90), Time);

        await Assert.ThrowsAsync<OperationCanceledException>(() => new SavedReports(check).ReadAsync(() => stream, "corpus", new RecordingReport(), stopping.Token));

        Assert.InRange(stream.Reads, 1, 4);
    }

    [Fact]
    public async Task An_active_key_without_a_date_is_said_and_never_passed_over()
    {
        byte[] report = Encodings["as the service gives it"]([Header, new ReportRow("undated") { FirstKey = Active("N/A") }.ToString()]);

        KeyRotationException failure = Assert.Single((await StaleAsync(report)).Failures);

        Assert.Equal("AgeUnknown", failure.ErrorId);
        Assert.Equal("undated", failure.Target!.UserName);
    }

    [Theory]
    [InlineData("", "Pass")]
    [InlineData("off", "Pass")]
    [InlineData("on", "Fail")]
    public async Task The_root_user_has_the_control_of_its_own_and_no_other(string key, string verdict)
    {
        string firstKey = key switch { "on" => Active("400d"), "off" => Inactive("400d"), _ => "false,N/A,N/A,N/A,N/A" };

        ControlResult result = Assert.Single(await CheckAsync(Encodings["as the service gives it"]([Header, Corpus.Root(firstKey).ToString()]), "5.0.0"));

        Assert.Equal(("1.3", verdict), (result.ControlId, result.Status.ToString()));
        Assert.Equal("arn:aws:iam::123456789012:root", result.ResourceArn);
    }

    [Theory]
    [InlineData("1.2.0", 60, "1.12 1.21 1.3 1.4", "Pass")]
    [InlineData("1.3.0", 60, "1.4 1.11 1.12 1.13 1.14", "Pass")]
    [InlineData("1.4.0", 60, "1.4 1.11 1.12 1.13 1.14", "Fail")]
    [InlineData("1.5.0", 60, "1.4 1.11 1.12 1.13 1.14", "Fail")]
    [InlineData("2.0.0", 60, "1.4 1.11 1.12 1.13 1.14", "Fail")]
    [InlineData("3.0.0", 60, "1.4 1.11 1.12 1.13 1.14", "Fail")]
    [InlineData("4.0.1", 60, "1.4 1.11 1.12 1.13 1.14", "Fail")]
    [InlineData("5.0.0", 60, "1.3 1.10 1.11 1.12 1.13", "Fail")]
    [InlineData("6.0.0", 60, "2.3 2.10 2.11 2.12 2.13", "Fail")]
    [InlineData("7.0.0", 60, "2.4 2.11 2.12", "Fail")]
    [InlineData("1.2.0", 90, "1.12 1.21 1.3 1.4", "Fail")]
    [InlineData("1.3.0", 90, "1.4 1.11 1.12 1.13 1.14", "Fail")]
    public async Task Each_version_has_its_own_numbers_controls_and_limit_of_use(string version, int unusedDays, string numbers, string unused)
    {
        var row = new ReportRow("user") { FirstKey = Active("95d", $"{unusedDays}d") };
        byte[] report = Encodings["as the service gives it"]([Header, Corpus.Root(Inactive("1d")).ToString(), row.ToString()]);

        IReadOnlyList<ControlResult> results = await CheckAsync(report, version);

        Assert.Equal(numbers.Split(' '), results.Select(result => result.ControlId));
        Assert.All(results, result => Assert.Equal("CIS AWS Foundations " + version, result.Benchmark));
        Assert.Equal(unused, results.Single(result => result.ControlValue == ComplianceControl.UnusedCredentials).Status.ToString());
        Assert.Equal(ControlStatus.Fail, results.Single(result => result.ControlValue == ComplianceControl.Rotation).StatusValue);
    }

    [Fact]
    public async Task Security_Hub_has_both_limits_of_use_each_under_its_own_number()
    {
        var row = new ReportRow("user") { FirstKey = Active("60d") };
        byte[] report = Encodings["as the service gives it"]([Header, Corpus.Root(Inactive("1d")).ToString(), row.ToString()]);

        IReadOnlyList<ControlResult> results = await CheckAsync(report, "SecurityHub");

        Assert.Equal(["IAM.4 Pass", "IAM.3 Pass", "IAM.8 Pass", "IAM.22 Fail"], results.Select(result => $"{result.ControlId} {result.Status}"));
        Assert.Contains("PCI DSS 4.0.1 8.2.6", results[2].References);
        Assert.Contains("NIST SP 800-171r2 3.1.2", results[3].References);
        Assert.DoesNotContain(results[3].References, reference => reference.Contains("IAM.8", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_limit_of_one_s_own_counts_and_borrows_no_reference_of_another_limit()
    {
        byte[] report = Encodings["as the service gives it"]([Header, new ReportRow("user") { FirstKey = Active("30d", "20d") }.ToString()]);

        IReadOnlyList<ControlResult> results = await CheckAsync(report, "7.0.0", options => options with { Days = 30, UnusedDays = 20 });

        Assert.All(results, result => Assert.Equal(ControlStatus.Fail, result.StatusValue));
        Assert.Contains("30 days", results.Single(result => result.ControlValue == ComplianceControl.Rotation).Title, StringComparison.Ordinal);
        Assert.All(results, result => Assert.DoesNotContain(result.References, reference => reference.StartsWith("AWS Security Hub", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_verdict_has_evidence_and_every_failure_a_remedy()
    {
        IReadOnlyList<ControlResult> results = await CheckAsync(Encodings["as the service gives it"](Corpus.Lines), "5.0.0");

        Assert.All(results.Where(result => result.StatusValue != ControlStatus.NotApplicable), result => Assert.NotEmpty(result.Evidence));
        Assert.All(results.SelectMany(result => result.Evidence), evidence => Assert.Equal("saved report corpus", evidence.Source));
        Assert.All(results, result => Assert.Equal(result.StatusValue == ControlStatus.Fail, result.Remedy.Count > 0));
    }

    [Theory]
    [InlineData("svc-plain_1.x", "svc-plain_1.x")]
    [InlineData("a,b=c+d@e", "'a,b=c+d@e'")]
    [InlineData("-WhatIf", "'-WhatIf'")]
    public async Task A_remedy_names_a_user_so_that_a_shell_takes_it_for_one_word(string user, string word)
    {
        string row = new ReportRow("placeholder") { FirstKey = Active("100d", "0d") }.ToString();
        byte[] report = Encodings["as the service gives it"]([Header, $"\"{user}\"" + row["placeholder".Length..]]);

        ControlResult failed = (await CheckAsync(report, "7.0.0")).Single(result => result.StatusValue == ControlStatus.Fail);

        Assert.Equal($"New-RotatedAccessKey -UserName {word} -Destination SecretsManager", Assert.Single(failed.Remedy));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("hello world, this is no report", "'user' and 'arn' was not found")]
    [InlineData("{\"State\": \"COMPLETE\"}", "generate-credential-report")]
    [InlineData("PK\u0003\u0004 workbook", "Save it as CSV")]
    [InlineData("Access key ID,Secret access key\nAKIAEXAMPLE000000001,secret", "holds a secret")]
    [InlineData("user,arn,password_enabled", "is missing")]
    [InlineData(Header, "no other rows")]
    public async Task What_is_not_a_report_is_one_failure_that_names_the_file(string text, string why)
    {
        RecordingReport report = await CheckAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "7.0.0");

        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal("ReportUnreadable", failure.ErrorId);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.Contains("corpus", failure.Message, StringComparison.Ordinal);
        Assert.Empty(report.Results<IResult>());
    }

    [Fact]
    public async Task Of_a_report_that_is_cut_off_the_rows_before_the_cut_are_checked_and_the_cut_is_said()
    {
        byte[] whole = Encodings["as the service gives it"](Corpus.Lines);

        RecordingReport report = await CheckAsync(new MemoryStream(whole[..^150]), "5.0.0");

        Assert.Contains("cut off", Assert.Single(report.Failures).Message, StringComparison.Ordinal);
        Assert.Equal(1 + (4 * (Corpus.Cases.Count - 1)), report.Results<ControlResult>().Count);
    }

    [Fact]
    public async Task A_report_without_the_root_user_is_said_and_is_no_pass()
    {
        byte[] report = Encodings["as the service gives it"]([Header, new ReportRow("user").ToString()]);

        RecordingReport checkedReport = await CheckAsync(new MemoryStream(report), "7.0.0");

        Assert.Contains("root", Assert.Single(checkedReport.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain(checkedReport.Results<ControlResult>(), result => result.ControlValue == ComplianceControl.RootKey);
    }

    private static string Base64(IReadOnlyList<string> lines) => Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    private static string Letters(IEnumerable<ControlResult> results) => string.Join(' ', results.Select(result => result.Status.ToString()[0]));

    private static async Task<IReadOnlyList<ControlResult>> CheckAsync(byte[] content, string benchmark, Func<ComplianceOptions, ComplianceOptions>? change = null) =>
        (await CheckAsync(new MemoryStream(content), benchmark, change)).Results<ControlResult>();

    private static async Task<RecordingReport> CheckAsync(Stream stream, string benchmark, Func<ComplianceOptions, ComplianceOptions>? change = null)
    {
        var options = new ComplianceOptions { Benchmarks = [ComplianceBenchmark.Parse(benchmark)] };
        return await ReadAsync(stream, new SavedReportCompliance(change is null ? options : change(options), Time));
    }

    private static Task<RecordingReport> StaleAsync(byte[] content) =>
        ReadAsync(new MemoryStream(content), new SavedReportAudit(TestAccount.Older(90) with { MatchesUserName = name => name != "<root_account>" }, Time));

    private static async Task<RecordingReport> ReadAsync(Stream stream, ISavedReportCheck check)
    {
        var report = new RecordingReport();
        await new SavedReports(check).ReadAsync(() => stream, "corpus", report, TestContext.Current.CancellationToken);
        return report;
    }

    /// <summary>Somebody presses Ctrl+C while the first piece is read.</summary>
    private sealed class StoppingStream(byte[] content, CancellationTokenSource stopping) : MemoryStream(content)
    {
        public int Reads { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Reads++;
            stopping.Cancel();
            return base.Read(buffer, offset, Math.Min(1000, count));
        }
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
