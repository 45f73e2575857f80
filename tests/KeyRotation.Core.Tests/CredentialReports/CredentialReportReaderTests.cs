using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Xunit;
using KeyRotation.CredentialReports;

namespace KeyRotation.Tests.CredentialReports;

public sealed class CredentialReportReaderTests
{
    private const string Header =
        "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,"
        + "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
        + "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,"
        + "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

    private const string Root = "<root_account>,arn:aws:iam::123456789012:root,2019-01-01T00:00:00Z,not_supported,2020-01-01T00:00:00Z,not_supported,not_supported,true,"
        + "false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A";

    private const string Alice = "alice,arn:aws:iam::123456789012:user/alice,2019-01-01T00:00:00Z,false,N/A,N/A,N/A,false,"
        + "true,2025-01-01T10:20:30Z,2025-05-05T00:00:00Z,eu-west-1,s3,false,2025-02-02T00:00:00+00:00,N/A,N/A,N/A,false,N/A,false,N/A";

    [Fact]
    public void A_report_as_the_service_gives_it_is_read()
    {
        CredentialReportRow[] rows = Read(Header + "\n" + Root + "\n" + Alice);

        Assert.Equal(2, rows.Length);
        Assert.True(rows[0].IsRoot);
        Assert.Null(rows[0].FirstKey);
        Assert.Equal("123456789012", rows[1].AccountId);
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 10, 20, 30, TimeSpan.Zero), rows[1].FirstKey!.CreateDate);
        Assert.Equal("used 2025-05-05 00:00Z by s3 in eu-west-1", rows[1].FirstKey!.LastUsed.ToString());
        Assert.False(rows[1].SecondKey!.IsActive);
        Assert.Equal(new DateTimeOffset(2025, 2, 2, 0, 0, 0, TimeSpan.Zero), rows[1].SecondKey!.CreateDate);
        Assert.Equal(UseKind.NeverUsed, rows[1].SecondKey!.LastUsed.Kind);
    }

    [Fact]
    public void Byte_order_mark_CRLF_quotes_and_a_last_line_end_make_no_difference()
    {
        string quoted = "\uFEFF" + string.Join("\r\n", new[] { Header, Root, Alice }.Select(line => string.Join(',', line.Split(',').Select(field => $"\"{field}\"")))) + "\r\n";

        Assert.Equal(Read(Header + "\n" + Root + "\n" + Alice).Select(row => row.UserName), Read(quoted).Select(row => row.UserName));
        Assert.Equal("s3", Read(quoted)[1].FirstKey!.LastUsed.Service);
    }

    [Fact]
    public void Unknown_columns_and_another_order_make_no_difference()
    {
        static string Reversed(string line) => "x," + string.Join(',', line.Split(',').Reverse()) + ",extra";

        CredentialReportRow row = Read(Reversed(Header) + "\n" + Reversed(Alice)).Single();

        Assert.Equal("alice", row.UserName);
        Assert.True(row.FirstKey!.IsActive);
    }

    [Fact]
    public void TRUE_in_capitals_as_the_documentation_has_it_is_true() =>
        Assert.True(Read(Header + "\n" + Alice.Replace("true", "TRUE", StringComparison.Ordinal)).Single().FirstKey!.IsActive);

    [Fact]
    public void No_information_about_the_last_use_is_unknown_and_not_never() =>
        Assert.Equal(
            UseKind.Unknown,
            Read(Header + "\n" + Alice.Replace("2025-05-05T00:00:00Z", "no_information", StringComparison.Ordinal)).Single().FirstKey!.LastUsed.Kind);

    [Fact]
    public void A_user_name_with_a_comma_and_quotes_is_read() =>
        Assert.Equal("a\"b,c", Read(Header + "\n" + "\"a\"\"b,c\"" + Alice["alice".Length..]).Single().UserName);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("hello\nworld", "'user' and 'arn' was not found")]
    [InlineData(Header, "no other rows")]
    [InlineData("user,arn\n", "'access_key_1_active' is missing")]
    [InlineData("{\"Content\": {\"CanRead\": true, \"CanSeek\": true}}", "-AsTextArray")]
    [InlineData("{\"Content\": \"\"}", "JSON without a credential report")]
    [InlineData("<?xml version=\"1.0\"?><Error/>", "XML without a credential report")]
    [InlineData("\nAn error occurred (ReportNotPresent) when calling", "an error that AWS answered with")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "git lfs pull")]
    public void What_is_not_a_report_is_an_error(string text, string why) =>
        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    /// <summary>Were each digit looked at for itself, the test would not end.</summary>
    [Fact]
    public void A_long_number_is_an_error_like_another_text() => Assert.Throws<InvalidDataException>(() => Read(new string('7', 2_000_000)));

    [Theory]
    [InlineData("true,2025-01-01T10:20:30Z", "perhaps,2025-01-01T10:20:30Z", "access_key_1_active is 'perhaps'")]
    [InlineData("true,2025-01-01T10:20:30Z", "true,yesterday", "access_key_1_last_rotated is 'yesterday'")]
    [InlineData("2025-05-05T00:00:00Z", "05/05/2025", "access_key_1_last_used_date is '05/05/2025'")]
    [InlineData("false,N/A,false,N/A", "false,N/A", "20 of 22 columns: it is cut off")]
    [InlineData("alice,arn", "\"alice,arn", "never closed")]
    [InlineData("alice,arn", ",arn", "names no user")]
    [InlineData("eu-west-1,s3", "eu-west-1,s3,s4", "23 columns instead of 22")]
    public void A_row_that_cannot_be_read_is_one_problem_and_the_others_are_read(string documented, string other, string why)
    {
        string bad = Alice.Replace(documented, other, StringComparison.Ordinal);
        Assert.NotEqual(Alice, bad);

        CredentialReportEntry[] entries = Entries(string.Join('\n', Header, Root, bad, Alice.Replace("alice", "zoe", StringComparison.Ordinal)));

        Assert.Equal(3, entries.Length);
        Assert.Contains(why, entries[1].Problem!.Text, StringComparison.Ordinal);
        Assert.Equal(3, entries[1].Problem!.LineNumber);
        Assert.Equal("zoe", entries[2].Row!.UserName);
    }

    [Theory]
    [InlineData("2025-01-01T10:20:30Z", "2027-01-01T00:00:00Z", "in the future. Check the clock")]
    [InlineData("2025-05-05T00:00:00Z", "2027-01-01T00:00:00Z", "access_key_1_last_used_date is '2027-01-01T00:00:00Z', which is in the future")]
    [InlineData("2025-01-01T10:20:30Z", "0001-01-01T00:00:00", "before there was IAM")]
    [InlineData("alice,arn", "al\u001B[31mice,arn", "not text")]
    [InlineData("alice,arn", "al\uFFFDice,arn", "not text")]
    [InlineData("alice,arn", "al\0ice,arn", "not text")]
    [InlineData("arn:aws:iam::123456789012:user/alice", "", "arn is '', which names no account")]
    [InlineData("arn:aws:iam::123456789012:user/alice", "alice", "arn is 'alice', which names no account")]
    public void What_no_report_can_say_is_one_problem_of_its_row(string documented, string other, string why)
    {
        string bad = Alice.Replace(documented, other, StringComparison.Ordinal);
        Assert.NotEqual(Alice, bad);

        CredentialReportEntry[] entries = Entries(Header + "\n" + bad + "\n" + Alice, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Contains(why, entries[0].Problem!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(entries[0].Problem!.Text + entries[0].Problem!.UserName, character => char.IsControl(character));
        Assert.Equal("alice", entries[1].Row!.UserName);
    }

    [Fact]
    public void Blanks_around_a_name_do_not_belong_to_it()
    {
        CredentialReportRow row = Read(Header.Replace(",", ", ", StringComparison.Ordinal) + "\n  " + Alice.Replace(",", " , ", StringComparison.Ordinal)).Single();

        Assert.Equal(("alice", "arn:aws:iam::123456789012:user/alice"), (row.UserName, row.Arn));
        Assert.Equal("used 2025-05-05 00:00Z by s3 in eu-west-1", row.FirstKey!.LastUsed.ToString());
    }

    [Fact]
    public void The_row_of_the_ARN_without_a_name_is_the_root_users() =>
        Assert.True(Read(Header + "\n" + Root.Replace("<root_account>", "&lt;root_account&gt;", StringComparison.Ordinal)).Single().IsRoot);

    [Fact]
    public void A_last_use_that_is_not_supported_is_unknown_and_not_never() =>
        Assert.Equal(
            UseKind.Unknown,
            Read(Header + "\n" + Alice.Replace("2025-05-05T00:00:00Z", "not_supported", StringComparison.Ordinal)).Single().FirstKey!.LastUsed.Kind);

    [Fact]
    public void A_second_header_without_rows_is_an_error_after_the_rows_of_the_first() =>
        Assert.Contains(
            "last header row has no rows",
            Assert.Throws<InvalidDataException>(() => Read(Header + "\n" + Alice + "\n" + Header + "\n")).Message,
            StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Wrappings))]
    public void A_report_is_read_in_whatever_programs_wrap_it_and_several_of_them_too(string kind, Func<string, string> wrap)
    {
        Assert.NotEmpty(kind);
        string one = string.Join('\n', Header, Root, Alice) + "\n";
        string other = one.Replace("123456789012", "210987654321", StringComparison.Ordinal).Replace("alice", "zoe", StringComparison.Ordinal);

        Assert.Equal(["<root_account>", "alice"], Read(wrap(one)).Select(row => row.UserName));
        Assert.Equal(["<root_account>", "alice", "<root_account>", "zoe"], Read(wrap(one) + "\n" + wrap(other)).Select(row => row.UserName));
    }

    /// <summary>What people have in a file after asking AWS with a program.</summary>
    public static TheoryData<string, Func<string, string>> Wrappings() => new()
    {
        { "base64", Base64 },
        { "base64 with padding", report => Base64(report + "\n") },
        { "base64 without its padding", report => Base64(report + "\n").TrimEnd('=') },
        { "base64 in lines", report => Convert.ToBase64String(Encoding.UTF8.GetBytes(report), Base64FormattingOptions.InsertLineBreaks) },
        { "the AWS CLI's JSON", report => "{\n    \"Content\": \"" + Base64(report) + "\",\n    \"ReportFormat\": \"text/csv\"\n}" },
        { "XML", report => "<GetCredentialReportResult><Content>" + Base64(report) + "</Content><ReportFormat>text/csv</ReportFormat></GetCredentialReportResult>" },
        { "CLIXML", report => "<Props><BA N=\"Content\">" + Base64(report + "\n\n") + "</BA></Props>" },
        { "JSON with the report as text", report => JsonSerializer.Serialize(new { Content = report, ReportFormat = "text/csv" }) },
        { "JSON with the lines of the report", report => JsonSerializer.Serialize(report.TrimEnd().Split('\n')) },
        { "lines in quotes", report => "\"" + report.TrimEnd().Replace("\n", "\"\r\n\"", StringComparison.Ordinal) + "\"" },
        { "JSON with the bytes of the report", report => JsonSerializer.Serialize(new { Content = Encoding.UTF8.GetBytes(report).Select(value => (int)value), ReportFormat = "text/csv" }) },
        { "JSON of ConvertTo-Json with a byte a line", report => "[\r\n  " + string.Join(",\r\n  ", Encoding.UTF8.GetBytes(report)) + "\r\n]" },
        { "what Python prints", report => "{'Content': b'" + report.Replace("\n", "\\n", StringComparison.Ordinal) + "', 'ReportFormat': 'text/csv'}" },
        { "what Python makes JSON of", report => "{\"Content\": \"b'" + report.Replace("\n", "\\\\n", StringComparison.Ordinal) + "'\", \"ReportFormat\": \"text/csv\"}" },
    };

    private static string Base64(string report) => Convert.ToBase64String(Encoding.UTF8.GetBytes(report));

    [Fact]
    public void Base64_that_was_cut_off_gives_the_rows_that_are_whole_and_one_problem()
    {
        string whole = Base64(Header + "\n" + Alice + "\n" + Alice);

        CredentialReportEntry[] entries = Entries(whole[..^17]);

        Assert.Equal("alice", entries[0].Row!.UserName);
        Assert.Contains("cut off", entries[1].Problem!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_commas_and_without_quotes_is_taken_from_the_ARN_where_both_agree()
    {
        const string Name = "Smith,Jane,Dr.";
        string row = Alice.Replace("alice", Name, StringComparison.Ordinal);

        Assert.Equal((Name, "arn:aws:iam::123456789012:user/" + Name), Read(Header + "\n" + row).Select(read => (read.UserName, read.Arn)).Single());
        Assert.NotNull(Entries(Header + "\n" + row.Replace("user/Smith", "user/Smyth", StringComparison.Ordinal)).Single().Problem);
    }

    [Fact]
    public void Each_row_has_the_account_of_its_ARN() =>
        Assert.Equal(
            ["123456789012", "210987654321"],
            Read(string.Join('\n', Header, Alice, Header, Alice.Replace("123456789012", "210987654321", StringComparison.Ordinal))).Select(row => row.AccountId));

    [Fact]
    public void A_line_end_inside_quotes_belongs_to_its_field()
    {
        string row = Alice + ",\"first line\nsecond \"\"line\"\"\"";

        Assert.Equal(["alice", "alice"], Read(string.Join('\n', Header + ",notes", row, row)).Select(read => read.UserName));
    }

    [Fact]
    public void A_large_text_that_is_not_a_report_is_refused_in_the_time_of_one_reading()
    {
        string junk = string.Join('\n', Enumerable.Repeat(new string('A', 76), 60_000));
        string open = Header + "\n\"" + string.Join('\n', Enumerable.Repeat("words and words", 60_000));

        Assert.Contains("was not found", Assert.Throws<InvalidDataException>(() => Read(junk)).Message, StringComparison.Ordinal);
        Assert.All(Entries(open), entry => Assert.NotNull(entry.Problem));
    }

    [Theory]
    [InlineData("Smith,Jane", "Smith,Joan")]
    [InlineData("\"alice", "alice")]
    public void A_row_whose_columns_are_not_certain_names_no_user(string name, string nameInArn)
    {
        string row = Alice.Replace("alice,arn", name + ",arn", StringComparison.Ordinal).Replace("user/alice", "user/" + nameInArn, StringComparison.Ordinal);

        Assert.Null(Assert.Single(Entries(Header + "\n" + row)).Problem!.UserName);
    }

    private static CredentialReportRow[] Read(string text) => Entries(text).Select(entry => entry.Row ?? throw new InvalidDataException(entry.Problem!.Text)).ToArray();

    private static CredentialReportEntry[] Entries(string text, DateTimeOffset? latest = null)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return CredentialReportReader.Read(stream, new CredentialReportReader(needsPasswords: true, latest), TestContext.Current.CancellationToken).ToArray();
    }
}
