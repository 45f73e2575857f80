using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MailKit.Net.Smtp;

namespace KeyRotation.Integrations.Smtp;

/// <summary>What goes wrong with a mail server. No message holds the password, whatever the server said.</summary>
internal static class SmtpFailures
{
    public static KeyRotationException AddressInvalid(string from) => new(
        "SmtpAddressInvalid", FailureCategory.InvalidArgument, target: null, $"'{ForeignText.Clean(from)}' is not a mail address: give -From one such as keys@example.com.");

    public static KeyRotationException NotSecure(string server) => new(
        "SmtpNotSecure",
        FailureCategory.InvalidArgument,
        target: null,
        $"With -Security None the password would be sent to {server} in the clear. Leave -Security out, or give StartTls or Tls. Only a server on this machine (localhost) takes a password without them.");

    public static DestinationException NoAddress(string recipient) => new(
        FailureCategory.InvalidArgument, $"'{ForeignText.Clean(recipient)}' is not a mail address. Give the users a tag OwnerEmail or Owner with an address, or use another receiver.");

    public static DestinationException NoAnswer(TimeSpan timeout) => new(
        FailureCategory.ConnectionError, $"no answer in {timeout.TotalSeconds:0} seconds. See whether the server and the port are right, and -Security Tls where the port expects TLS from the first byte.");

    public static DestinationException NoConnection(Exception problem) => new(
        FailureCategory.ConnectionError, $"the connection failed ({ForeignText.Clean(problem.GetBaseException().Message).TrimEnd('.')}). See whether the server and the port are right.", problem);

    public static DestinationException NoStartTls() => new(
        FailureCategory.ConnectionError, "the server does not offer STARTTLS, and nothing is sent in the clear. Give -Security Tls where its port expects TLS from the first byte. -Security None sends in the clear.");

    /// <param name="errors">What the check of the certificate found.</param>
    /// <param name="certificate">The certificate; null where there was none.</param>
    /// <param name="chain">The status of its chain, in words.</param>
    public static DestinationException Certificate(SslPolicyErrors errors, X509Certificate2? certificate, IReadOnlyCollection<string> chain)
    {
        var found = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            found.Add("the server sent none");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            found.Add($"it is for another name ({ForeignText.Clean(certificate?.GetNameInfo(X509NameType.DnsName, forIssuer: false))})");
        }

        found.AddRange(chain.Select(status => ForeignText.Clean(status).Trim().TrimEnd('.')).Distinct(StringComparer.Ordinal));
        return new DestinationException(
            FailureCategory.ConnectionError,
            $"the certificate of the server is not trusted: {string.Join("; ", found)}. Give -Server the name that the certificate is for, renew it, or let this machine trust the authority that issued it.");
    }

    public static DestinationException Tls(Exception problem) => new(
        FailureCategory.ConnectionError,
        $"TLS could not be agreed on ({ForeignText.Clean(problem.GetBaseException().Message).TrimEnd('.')}). Give -Security StartTls where the port begins in the clear, and Tls where it expects TLS from the first byte.",
        problem);

    public static DestinationException NotSignedIn(string userName, string? said, string password) => new(
        FailureCategory.AuthenticationError, $"the server did not let {ForeignText.Clean(userName)} sign in{Said(said, password)}. Check -Credential.");

    public static DestinationException NoSignIn() => new(
        FailureCategory.AuthenticationError, "the server takes no user name and password on this port. Leave -Credential out, or give the port for submission, often 587.");

    public static DestinationException Refused(SmtpCommandException problem, string recipient, string from, string? password) => problem.ErrorCode switch
    {
        SmtpErrorCode.RecipientNotAccepted => new(FailureCategory.InvalidArgument, $"the server does not take mail for '{ForeignText.Clean(recipient)}'{Said(problem, password)}. Check the tag of the owner."),
        SmtpErrorCode.SenderNotAccepted => new(FailureCategory.PermissionDenied, $"the server does not take mail from '{ForeignText.Clean(from)}'{Said(problem, password)}. Give an address that may send there, or -Credential."),
        _ => new(FailureCategory.InvalidOperation, $"the server did not take the mail{Said(problem, password)}." + ((int)problem.StatusCode is >= 400 and < 500 ? " It may take it later: run again." : string.Empty)),
    };

    public static DestinationException NotSendable(Exception problem) => new(FailureCategory.InvalidArgument, $"the mail cannot be sent to this server ({ForeignText.Clean(problem.Message).TrimEnd('.')}).", problem);

    private static string Said(SmtpCommandException problem, string? password) => Said($"{(int)problem.StatusCode} {problem.Message}", password);

    private static string Said(string? text, string? password)
    {
        string[] secrets = string.IsNullOrEmpty(password) ? [] : [password, Convert.ToBase64String(Encoding.UTF8.GetBytes(password))];
        string said = ForeignText.Clean(text, secrets).Replace("\r", string.Empty, StringComparison.Ordinal).Replace('\n', ' ').Trim().TrimEnd('.');
        return said.Length == 0 ? string.Empty : $" ('{said}')";
    }
}
