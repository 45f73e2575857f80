using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Integrations.Smtp;
using MimeKit;
using SmtpServer.Protocol;
using Xunit;

namespace KeyRotation.Integrations.Tests.Smtp;

/// <summary>Mail over real connections to a server that others wrote.</summary>
public sealed class SmtpMailTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_notices_of_a_run_go_over_one_connection_as_plain_mail()
    {
        await using var server = await MailServer.StartAsync();
        using (SmtpMail mail = Mail(server, SmtpSecurity.None, signsIn: true))
        {
            await mail.SendAsync(For("red@example.com"), Stop);
            await mail.SendAsync(For("blue@example.com"), Stop);
        }

        Assert.Equal((1, 1, 2), (server.Sessions, server.SignIns, server.Received.Count));
        MimeMessage first = server.Received.First();
        Assert.Equal(("keys@example.com", "red@example.com", "AWS access keys of red: 1 notice"), (first.From.Mailboxes.Single().Address, first.To.Mailboxes.Single().Address, first.Subject));
        Assert.Equal("For: réd\n\n1. Key AKIAOLD …", first.TextBody!.ReplaceLineEndings("\n").TrimEnd());
        Assert.Equal("auto-generated", first.Headers[HeaderId.AutoSubmitted]);
        Assert.EndsWith("@example.com", first.MessageId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, SmtpSecurity.Tls)]
    [InlineData(false, SmtpSecurity.StartTls)]
    [InlineData(false, SmtpSecurity.Auto)]
    public async Task With_TLS_the_password_goes_to_a_server_that_is_trusted(bool isSecure, SmtpSecurity security)
    {
        using X509Certificate2 certificate = MailServer.Certificate("localhost");
        await using var server = await MailServer.StartAsync(isSecure, certificate, needsSignIn: true);
        using SmtpMail mail = Mail(server, security, signsIn: true, trusted: certificate);

        await mail.SendAsync(For("red@example.com"), Stop);

        Assert.Single(server.Received);
    }

    [Theory]
    [InlineData(SmtpSecurity.Auto)]
    [InlineData(SmtpSecurity.StartTls)]
    public async Task A_server_without_STARTTLS_gets_neither_password_nor_mail(SmtpSecurity security)
    {
        await using var server = await MailServer.StartAsync();
        using SmtpMail mail = Mail(server, security, signsIn: true);

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => mail.SendAsync(For("red@example.com"), Stop));

        Assert.Contains("does not offer STARTTLS", problem.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (server.SignIns, server.Received.Count));
    }

    [Theory]
    [InlineData("localhost", 1, "self-signed certificate")]
    [InlineData("other.example.com", 1, "it is for another name (other.example.com)")]
    [InlineData("localhost", -1, "certificate has expired")]
    public async Task A_certificate_that_is_not_trusted_is_named_with_its_fault(string name, int days, string fault)
    {
        using X509Certificate2 certificate = MailServer.Certificate(name, TimeSpan.FromDays(days));
        await using var server = await MailServer.StartAsync(certificate: certificate);
        using SmtpMail mail = Mail(server, SmtpSecurity.StartTls, signsIn: true);

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => mail.SendAsync(For("red@example.com"), Stop));

        Assert.StartsWith("the certificate of the server is not trusted: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(fault, problem.Message, StringComparison.Ordinal);
        Assert.Equal((FailureCategory.ConnectionError, 0), (problem.Category, server.SignIns));
    }

    [Fact]
    public async Task TLS_where_the_port_begins_in_the_clear_says_what_to_give_instead()
    {
        await using var server = await MailServer.StartAsync();
        using SmtpMail mail = Mail(server, SmtpSecurity.Tls);

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => mail.SendAsync(For("red@example.com"), Stop));

        Assert.Contains("Give -Security StartTls", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recipient_that_is_refused_is_an_error_of_its_own_and_the_connection_goes_on()
    {
        await using var server = await MailServer.StartAsync();
        server.Unknown.Add("gone@example.com");
        using SmtpMail mail = Mail(server, SmtpSecurity.None);

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => mail.SendAsync(For("gone@example.com"), Stop));
        await Assert.ThrowsAsync<DestinationException>(() => mail.SendAsync(For("team-blue"), Stop));
        await mail.SendAsync(For("red@example.com"), Stop);

        Assert.Equal(FailureCategory.InvalidArgument, problem.Category);
        Assert.Contains("'gone@example.com' ('550", problem.Message, StringComparison.Ordinal);
        Assert.Equal((1, "red@example.com"), (server.Sessions, server.Received.Single().To.Mailboxes.Single().Address));
    }

    [Theory]
    [InlineData("keys@example.com", 550, "does not take mail from 'keys@example.com'")]
    [InlineData(null, 452, "It may take it later")]
    [InlineData(null, 554, "did not take the mail ('554")]
    public async Task What_the_server_refuses_is_said_in_its_words(string? unknown, int code, string said)
    {
        await using MailServer server = await MailServer.StartAsync();
        server.Answer = new SmtpResponse((SmtpReplyCode)code, "not today");
        server.Unknown.UnionWith(unknown is null ? [] : [unknown]);
        using SmtpMail mail = Mail(server, SmtpSecurity.None);

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => mail.SendAsync(For("red@example.com"), Stop));

        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_in_no_message()
    {
        const string wrong = "Tr0ub4dor-and-3";
        await using var server = await MailServer.StartAsync(needsSignIn: true);
        using var mail = new SmtpMail(Options(server, SmtpSecurity.None) with { UserName = MailServer.UserName, Password = SecretText.Protect(wrong) }, TimeProvider.System);

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => mail.SendAsync(For("red@example.com"), Stop));

        Assert.Equal(FailureCategory.AuthenticationError, problem.Category);
        Assert.Contains("did not let mailer sign in", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, problem.ToString(), StringComparison.Ordinal);
        Assert.InRange(server.SignIns, 1, 2);
    }

    [Fact]
    public async Task A_server_that_quotes_the_password_does_not_bring_it_into_a_message()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ScriptedAsync(listener, "220 hello", "250-localhost\r\n250 AUTH PLAIN", $"535 {MailServer.Password} of bWFpbGVy is wrong");
        using var mail = new SmtpMail(new SmtpOptions { Server = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, From = "keys@example.com", Security = SmtpSecurity.None, UserName = MailServer.UserName, Password = SecretText.Protect(MailServer.Password) }, TimeProvider.System);

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => mail.SendAsync(For("red@example.com"), Stop));

        Assert.Contains("535", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(MailServer.Password, problem.ToString(), StringComparison.Ordinal);
        mail.Dispose();
        await serving;
    }

    [Fact]
    public async Task A_connection_that_the_server_has_ended_is_opened_again()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string[] once = ["220 hello", "250 localhost", "250 from", "250 to", "354 go on", "250 taken"];
        Task first = ScriptedAsync(listener, once);
        using var mail = new SmtpMail(new SmtpOptions { Server = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, From = "keys@example.com", Security = SmtpSecurity.None }, TimeProvider.System);
        await mail.SendAsync(For("red@example.com"), Stop);
        await first;
        Task second = ScriptedAsync(listener, once);

        await mail.SendAsync(For("blue@example.com"), Stop);

        await second;
    }

    [Fact]
    public async Task A_server_that_is_silent_or_not_there_is_no_answer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var clock = new StoppedClock();
        using var mail = new SmtpMail(new SmtpOptions { Server = "127.0.0.1", Port = port, From = "keys@example.com", Security = SmtpSecurity.None }, clock);
        Task sending = mail.SendAsync(For("red@example.com"), Stop);
        using (await listener.AcceptTcpClientAsync(Stop))
        {
            clock.Elapse();
            DestinationException silent = await Assert.ThrowsAsync<DestinationException>(() => sending);
            Assert.Equal((FailureCategory.ConnectionError, true), (silent.Category, silent.Message.StartsWith("no answer in 30 seconds", StringComparison.Ordinal)));
        }

        listener.Stop();
        DestinationException gone = await Assert.ThrowsAsync<DestinationException>(() => mail.SendAsync(For("red@example.com"), Stop));
        Assert.Equal((FailureCategory.ConnectionError, true), (gone.Category, gone.Message.StartsWith("the connection failed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_stop_ends_a_wait_for_the_server_at_once()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        using var mail = new SmtpMail(new SmtpOptions { Server = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, From = "keys@example.com", Security = SmtpSecurity.None }, TimeProvider.System);
        Task sending = mail.SendAsync(For("red@example.com"), stopping.Token);
        using TcpClient accepted = await listener.AcceptTcpClientAsync(Stop);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.2", true)]
    [InlineData("::1", true)]
    [InlineData("smtp.example.com", false)]
    [InlineData("localhost.example.com", false)]
    [InlineData("10.0.0.1", false)]
    public void A_password_goes_in_the_clear_to_this_machine_alone(string server, bool isAllowed)
    {
        SmtpOptions options = new() { Server = server, From = "keys@example.com", Security = SmtpSecurity.None, UserName = "mailer", Password = SecretText.Protect("p") };

        KeyRotationException? refusal = Record.Exception(() => options.Checked()) as KeyRotationException;

        Assert.Equal(isAllowed ? null : "SmtpNotSecure", refusal?.ErrorId);
        Assert.Null(Record.Exception(() => (options with { UserName = null, Password = null }).Checked()));
        Assert.Null(Record.Exception(() => (options with { Security = SmtpSecurity.Auto }).Checked()));
    }

    [Theory]
    [InlineData(SmtpSecurity.Auto, null, 587, false)]
    [InlineData(SmtpSecurity.Auto, 465, 465, true)]
    [InlineData(SmtpSecurity.Auto, 25, 25, false)]
    [InlineData(SmtpSecurity.StartTls, 465, 465, false)]
    [InlineData(SmtpSecurity.Tls, null, 465, true)]
    [InlineData(SmtpSecurity.None, null, 25, false)]
    public void The_port_and_the_security_fit_each_other(SmtpSecurity security, int? given, int port, bool isTlsAtOnce)
    {
        SmtpOptions options = new() { Server = "s", From = "keys@example.com", Security = security, Port = given };

        Assert.Equal((port, isTlsAtOnce), (options.UsedPort, options.IsTlsAtOnce));
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("Keys <keys@example.com>")]
    [InlineData("keys@example.com, other@example.com")]
    public void A_sender_that_is_no_address_is_refused(string from) =>
        Assert.Equal("SmtpAddressInvalid", Assert.Throws<KeyRotationException>(() => new SmtpOptions { Server = "s", From = from }.Checked()).ErrorId);

    private static Notice For(string recipient) => new(recipient, "mail", "AWS access keys of red: 1 notice", "For: réd\n\n1. Key AKIAOLD …", []);

    private static SmtpOptions Options(MailServer server, SmtpSecurity security) => new() { Server = "localhost", Port = server.Port, From = "keys@example.com", Security = security };

    private static SmtpMail Mail(MailServer server, SmtpSecurity security, bool signsIn = false, X509Certificate2? trusted = null) => new(
        signsIn ? Options(server, security) with { UserName = MailServer.UserName, Password = SecretText.Protect(MailServer.Password) } : Options(server, security),
        TimeProvider.System)
    {
        Trusts = certificate => trusted is not null && certificate?.GetCertHashString() == trusted.GetCertHashString(),
    };

    /// <summary>Takes one connection, gives an answer to each command, and ends it behind the last.</summary>
    private static async Task ScriptedAsync(TcpListener listener, params string[] answers)
    {
        using TcpClient connection = await listener.AcceptTcpClientAsync(Stop);
        using var stream = new System.IO.StreamReader(connection.GetStream());
        await using var writer = new System.IO.StreamWriter(connection.GetStream()) { AutoFlush = true, NewLine = "\r\n" };
        bool isMail = false;
        foreach (string answer in answers)
        {
            await writer.WriteLineAsync(answer);
            isMail = answer.StartsWith("354", StringComparison.Ordinal);
            if (answer == answers[^1])
            {
                break;
            }

            string? line;
            do
            {
                line = await stream.ReadLineAsync(Stop);
            }
            while (isMail && line is not (null or "."));
        }
    }

    /// <summary>A clock on which every wait ends when the test says so.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        private readonly List<TimerCallback> waiting = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            lock (waiting)
            {
                waiting.Add(_ => callback(state));
            }

            return new NoTimer();
        }

        public void Elapse()
        {
            TimerCallback[] due;
            lock (waiting)
            {
                due = [.. waiting];
            }

            Array.ForEach(due, callback => callback(null));
        }

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
