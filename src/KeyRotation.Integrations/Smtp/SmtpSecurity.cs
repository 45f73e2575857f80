namespace KeyRotation.Integrations.Smtp;

/// <summary>How the connection to a mail server is encrypted.</summary>
public enum SmtpSecurity
{
    /// <summary>TLS from the first byte on port 465, and STARTTLS, which the server must offer, on any other.</summary>
    Auto,

    /// <summary>Not at all. Never with a password, but on this machine.</summary>
    None,

    /// <summary>STARTTLS, which the server must offer.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,
}
