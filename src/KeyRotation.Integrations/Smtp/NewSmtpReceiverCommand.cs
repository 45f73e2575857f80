using System;
using System.Management.Automation;

namespace KeyRotation.Integrations.Smtp;

/// <summary>
/// <para type="synopsis">Makes a receiver of notices that sends mail by an SMTP server, for -Notify of Invoke-AccessKeyRotation and -Receiver of Send-AccessKeyNotice.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "SmtpReceiver", HelpUri = "https://github.com/keyrotation/KeyRotation/blob/main/docs/integrations/New-SmtpReceiver.md")]
[OutputType(typeof(NoticeReceiver))]
public sealed class NewSmtpReceiverCommand : PSCmdlet
{
    /// <summary>The name of the server, which its certificate is for.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Server { get; set; } = string.Empty;

    /// <summary>The port. Default: 587; with -Security Tls 465, with None 25.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>The address of the sender.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string From { get; set; } = string.Empty;

    /// <summary>The name and the password to sign in with. Default: no sign-in.</summary>
    [Parameter]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>How the connection is encrypted; Auto is TLS on port 465, and STARTTLS, which the server must offer, on any other. Default: Auto.</summary>
    [Parameter]
    public SmtpSecurity Security { get; set; } = SmtpSecurity.Auto;

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        try
        {
            SmtpOptions options = new SmtpOptions
            {
                Server = Server,
                Port = Port,
                From = From,
                UserName = Credential?.UserName,
                Password = Credential?.Password,
                Security = Security,
            }.Checked();
            WriteObject(NoticeReceiver.Of("Smtp", $"{options.From} by {options.Address}", () => new SmtpMail(options, TimeProvider.System)));
        }
        catch (KeyRotationException failure)
        {
            ErrorCategory category = Enum.TryParse(failure.Category.ToString(), out ErrorCategory named) ? named : ErrorCategory.NotSpecified;
            ThrowTerminatingError(new ErrorRecord(failure, failure.ErrorId, category, targetObject: null));
        }
    }
}
