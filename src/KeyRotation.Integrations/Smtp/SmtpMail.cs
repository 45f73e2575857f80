using System;
using System.IO;
using System.Linq;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Notices;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Utils;

namespace KeyRotation.Integrations.Smtp;

/// <summary>Mail by a server of the user's choice. One connection serves all notices of a run; it is opened by the first of them.</summary>
internal sealed class SmtpMail : INoticeReceiver, IDisposable
{
    private const int MillisecondsToLeave = 1000;

    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);

    private readonly SmtpClient client;
    private readonly SmtpOptions options;
    private readonly TimeProvider time;
    private DestinationException? certificateProblem;

    /// <param name="options">The server, and who sends.</param>
    /// <param name="time">Measures how long the server takes.</param>
    public SmtpMail(SmtpOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        client = new SmtpClient
        {
            // As for webhooks and AWS: an authority of one's own often says nothing about revocation.
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = (_, certificate, chain, errors) => Check(certificate, chain, errors),
        };
    }

    public string Name => $"mail from {options.From} by {options.Address}";

    /// <summary>Whether a certificate that the machine does not trust is taken.</summary>
    internal Func<X509Certificate?, bool> Trusts { get; init; } = _ => false;

    public async Task SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        if (!SmtpOptions.IsAddress(notice.Recipient))
        {
            throw SmtpFailures.NoAddress(notice.Recipient);
        }

        using MimeMessage message = Compose(notice);
        bool isReused = client.IsConnected;
        await LimitedAsync(ConnectAsync, cancellationToken).ConfigureAwait(false);
        try
        {
            await LimitedAsync(token => SendAsync(message, notice.Recipient, token), cancellationToken).ConfigureAwait(false);
        }
        catch (DestinationException problem) when (isReused && problem.InnerException is IOException or SocketException or SmtpProtocolException or ServiceNotConnectedException)
        {
            // Servers end connections that were quiet. After an unclear answer rather a notice twice than none.
            await LimitedAsync(ConnectAsync, cancellationToken).ConfigureAwait(false);
            await LimitedAsync(token => SendAsync(message, notice.Recipient, token), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the connection. What the server has taken is taken.</summary>
    public void Dispose()
    {
        try
        {
            client.Timeout = MillisecondsToLeave;
            client.Disconnect(quit: client.IsConnected);
        }
        catch (Exception problem) when (problem is IOException or SocketException or ProtocolException or InvalidOperationException or OperationCanceledException or TimeoutException)
        {
            // The server is gone already.
        }

        client.Dispose();
    }

    private MimeMessage Compose(Notice notice)
    {
        var message = new MimeMessage
        {
            Subject = notice.Subject,
            Date = time.GetUtcNow(),
            Body = new TextPart("plain") { Text = notice.Text },
            MessageId = MimeUtils.GenerateMessageId(options.From.Split('@')[1]),
        };
        message.From.Add(new MailboxAddress(string.Empty, options.From));
        message.To.Add(new MailboxAddress(string.Empty, notice.Recipient));

        // Replies of people who are away are not for a machine (RFC 3834).
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (!client.IsConnected)
        {
            certificateProblem = null;
            await OpenAsync(cancellationToken).ConfigureAwait(false);
        }

        if (options.UserName is not null && !client.IsAuthenticated)
        {
            await SignInAsync(options.UserName, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        SecureSocketOptions security = options.IsTlsAtOnce ? SecureSocketOptions.SslOnConnect : options.Security == SmtpSecurity.None ? SecureSocketOptions.None : SecureSocketOptions.StartTls;
        try
        {
            await client.ConnectAsync(options.Server, options.UsedPort, security, cancellationToken).ConfigureAwait(false);
        }
        catch (SslHandshakeException problem)
        {
            throw certificateProblem ?? SmtpFailures.Tls(problem);
        }
        catch (NotSupportedException)
        {
            throw SmtpFailures.NoStartTls();
        }
        catch (Exception problem) when (IsConnectionLost(problem) || problem is SmtpCommandException)
        {
            throw SmtpFailures.NoConnection(problem);
        }
    }

    private async Task SignInAsync(string userName, CancellationToken cancellationToken)
    {
        string password = options.Password is null ? string.Empty : SecretText.Reveal(options.Password);
        try
        {
            await client.AuthenticateAsync(userName, password, cancellationToken).ConfigureAwait(false);
        }
        catch (AuthenticationException problem)
        {
            await client.DisconnectAsync(quit: false, CancellationToken.None).ConfigureAwait(false);
            throw SmtpFailures.NotSignedIn(userName, problem.Message, password);
        }
        catch (NotSupportedException)
        {
            await client.DisconnectAsync(quit: false, CancellationToken.None).ConfigureAwait(false);
            throw SmtpFailures.NoSignIn();
        }
        catch (Exception problem) when (IsConnectionLost(problem) || problem is SmtpCommandException)
        {
            await client.DisconnectAsync(quit: false, CancellationToken.None).ConfigureAwait(false);
            throw problem is SmtpCommandException refused ? SmtpFailures.NotSignedIn(userName, refused.Message, password) : SmtpFailures.NoConnection(problem);
        }
    }

    private async Task SendAsync(MimeMessage message, string recipient, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (SmtpCommandException problem)
        {
            throw SmtpFailures.Refused(problem, recipient, options.From, options.Password is null ? null : SecretText.Reveal(options.Password));
        }
        catch (Exception problem) when (IsConnectionLost(problem))
        {
            throw SmtpFailures.NoConnection(problem);
        }
        catch (NotSupportedException problem)
        {
            throw SmtpFailures.NotSendable(problem);
        }
    }

    private static bool IsConnectionLost(Exception problem) => problem is IOException or SocketException or SmtpProtocolException or ServiceNotConnectedException or TimeoutException;

    /// <summary>A limit for a whole step: that of MailKit, two minutes, is one for each read.</summary>
    private async Task LimitedAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LongestAnswer, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await work(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await client.DisconnectAsync(quit: false, CancellationToken.None).ConfigureAwait(false);
            throw SmtpFailures.NoAnswer(LongestAnswer);
        }
    }

    private bool Check(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None || Trusts(certificate))
        {
            return true;
        }

        certificateProblem = SmtpFailures.Certificate(errors, certificate as X509Certificate2, chain?.ChainStatus.Select(status => status.StatusInformation).ToList() ?? []);
        return false;
    }
}
