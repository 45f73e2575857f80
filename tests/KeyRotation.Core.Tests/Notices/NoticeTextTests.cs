using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Notices;
using KeyRotation.Notices.Webhooks;
using KeyRotation.Tests.Export;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Notices;

public sealed class NoticeTextTests
{
    private const string Canary = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYCANARYSECRET"; // 40 characters and more, as secrets are.

    private static readonly Dictionary<string, string> Owned = new(StringComparer.Ordinal) { ["Owner"] = "red" };

    public static TheoryData<int, string> Everything()
    {
        var data = new TheoryData<int, string>();
        for (int number = 0; number < Items().Count; number++)
        {
            data.Add(number, Items()[number].GetType().Name);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task No_secret_is_in_any_text_of_a_notice(int number, string type)
    {
        Assert.Equal(type, Items()[number].GetType().Name);
        Notice notice = await NoticeOfAsync(Items()[number]);

        string[] texts =
        [
            notice.Text, notice.Subject, notice.ToString(), .. notice.Lines.Select(line => line.ToString()), NoticeText.Fill("{Lines}{Subject}", notice),
            .. Enum.GetValues<WebhookFormat>().Select(format => WebhookBody.Of(format, notice)),
        ];

        Assert.All(texts, text => Assert.DoesNotContain("CANARY", text, StringComparison.Ordinal));
        Assert.Contains(notice.Lines[0].What, notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_names_user_account_key_time_what_to_do_and_where_the_secret_is()
    {
        Notice notice = await NoticeOfAsync(Rotated());

        Assert.Equal(
            """
            For: red

            1. Key AKIANEW of user svc in account 123456789012
               This new key replaces AKIAOLD, which stays active for now.
               When: 2026-11-20 09:30Z
               To do: See that every application reads the new secret. AKIAOLD is disabled when it is no longer used.
               New secret in: SecretsManager:iam/access-keys/svc
            """.ReplaceLineEndings("\n"),
            notice.Text);
        Assert.Equal("AWS access keys of red: 1 notice", notice.Subject);
    }

    [Fact]
    public void What_is_passed_or_does_not_apply_is_nothing_to_tell()
    {
        Assert.Null(NoticeLines.Of(Samples.Control("svc", ControlStatus.Pass)));
        Assert.Null(NoticeLines.Of(Samples.Control("svc", ControlStatus.NotApplicable)));
        Assert.NotNull(NoticeLines.Of(Samples.Control("svc", ControlStatus.Fail)));
    }

    [Fact]
    public void Anything_else_is_refused_with_what_can_be_piped() =>
        Assert.Equal("NotNoticeable", Assert.Throws<KeyRotationException>(() => NoticeLines.Of("text")).ErrorId);

    [Fact]
    public async Task A_template_is_filled_once_and_keeps_braces_that_are_none_of_its_names()
    {
        Notice notice = await NoticeOfAsync(Samples.Key("{Subject}", 100, EvidenceOfUse.NeverUsed, KeyStage.Stale, tags: Owned));

        string text = NoticeText.Fill("{Recipient}|{Count}|{Lines}|{lines}|{|{Recipient", notice);

        Assert.StartsWith("red|1|1. User {Subject} in", text, StringComparison.Ordinal);
        Assert.EndsWith("|{lines}|{|{Recipient", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_cannot_turn_the_writing_round_or_end_the_subject()
    {
        AccessKey hostile = Hostile.Key();
        Notice notice = await NoticeOfAsync(new AccessKey(new KeyReference("1", "svc", null), AccessKeyStatus.Active, Samples.Now, Samples.Now, connection: null)
        {
            StageValue = KeyStage.Stale,
            Reason = hostile.Reason,
            Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["Owner"] = "red\r\nBcc: all" + Hostile.Text },
        });

        Assert.DoesNotContain('\u202E', notice.Text + notice.Subject);
        Assert.DoesNotContain('\n', notice.Subject);
        Assert.DoesNotContain('\r', notice.Subject);
    }

    private static List<object> Items() =>
    [
        Rotated(),
        Samples.Key("svc", 100, EvidenceOfUse.NeverUsed, KeyStage.Stale, "AKIAOLD", "stale because " + Canary[..40], Owned),
        new AccessKey(new KeyReference(Samples.Account, "svc", "AKIAOLD"), AccessKeyStatus.Active, Samples.Now, Samples.Now, connection: null)
        {
            Tags = Owned,
            Compromise = [new CompromiseEvidence("gitleaks", "app.ini:1") { Type = "aws_secret_access_key=" + Canary, Description = Canary }],
        },
        new KeyStatus(new KeyReference(Samples.Account, "svc", "AKIAOLD"), AccessKeyStatus.Active, Samples.Now.AddDays(-100), KeyStage.Stale, Samples.Now, connection: null)
        {
            NextStep = "New-RotatedAccessKey", DueDate = Samples.Now.AddDays(-10), Blocker = "exempt until 2027-01-01: secret_key: " + Canary,
        }.With(Owned, userArn: null, EvidenceOfUse.NeverUsed, reportTime: null),
        new KeyRotationException("DestinationFailed", FailureCategory.NotSpecified, new KeyReference(Samples.Account, "svc", "AKIAOLD"), "It said SecretAccessKey=" + Canary + ". Run again."),
        Samples.Control("svc", ControlStatus.Fail),
        new RotationSummary { AccountId = Samples.Account, Rotated = 1, Failures = 2, StartedAt = Samples.Now, EndedAt = Samples.Now },
    ];

    private static RotatedAccessKey Rotated() => new(Samples.Account, "svc", "AKIANEW", SecretText.Protect(Canary), "AKIAOLD", connection: null)
    {
        CreateDate = Samples.Now.AddMinutes(-1),
        VerifiedDate = Samples.Now,
        Destinations = [new DeliveryReceipt("SecretsManager", "iam/access-keys/svc")],
    };

    /// <summary>The notice that is made of an object.</summary>
    private static async Task<Notice> NoticeOfAsync(object item)
    {
        var receiver = new RecordingReceiver();
        var report = new RecordingReport();
        await new NoticeSending(new NoticeOptions { DefaultRecipient = "red" }, [receiver], new NoAccounts(), report).RunAsync([NoticeLines.Of(item)!], TestContext.Current.CancellationToken);
        return Assert.Single(receiver.Sent);
    }

    private sealed class NoAccounts : INoticeAccounts
    {
        public Task<AccountSession> OpenAsync(ConnectionOptions? seen, System.Threading.CancellationToken cancellationToken) =>
            throw new KeyRotationException("NoCredentials", FailureCategory.AuthenticationError, target: null, "There are no credentials.");
    }
}
