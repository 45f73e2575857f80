using System;
using System.Net;
using System.Security;
using System.Text.RegularExpressions;

namespace KeyRotation.Integrations.Smtp;

/// <summary>A mail server, and who sends by it.</summary>
internal sealed record SmtpOptions
{
    private const int TlsPort = 465;
    private const int SubmissionPort = 587;
    private const int RelayPort = 25;

    private static readonly Regex AddressForm = new(@"^[^@\s<>]+@[^@\s<>]+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    public required string Server { get; init; }

    /// <summary>The port; null for the usual one of the security.</summary>
    public int? Port { get; init; }

    public required string From { get; init; }

    /// <summary>The name to sign in with; null to sign in with none.</summary>
    public string? UserName { get; init; }

    public SecureString? Password { get; init; }

    public SmtpSecurity Security { get; init; }

    public int UsedPort => Port ?? Security switch
    {
        SmtpSecurity.Tls => TlsPort,
        SmtpSecurity.None => RelayPort,
        _ => SubmissionPort,
    };

    /// <summary>Whether it is encrypted from the first byte.</summary>
    public bool IsTlsAtOnce => Security == SmtpSecurity.Tls || (Security == SmtpSecurity.Auto && UsedPort == TlsPort);

    /// <summary>Server and port, as messages name them.</summary>
    public string Address => $"{Server}:{UsedPort}";

    /// <summary>Whether a text is the address of one mailbox, and not the name of a team.</summary>
    public static bool IsAddress(string text) => AddressForm.IsMatch(text);

    /// <exception cref="KeyRotationException">The address is none, or a password would be sent in the clear.</exception>
    public SmtpOptions Checked() =>
        !IsAddress(From) ? throw SmtpFailures.AddressInvalid(From)
        : Security == SmtpSecurity.None && UserName is not null && !IsLoopback ? throw SmtpFailures.NotSecure(Server)
        : this;

    private bool IsLoopback => string.Equals(Server, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(Server.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
