using System;
using System.Collections.Generic;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Mails;

/// <summary>The mails and the verified senders of a region: only touched within the lock of <see cref="RegionalStores{TStore}"/>.</summary>
internal sealed class MailStore
{
    private readonly HashSet<string> identities = new(StringComparer.OrdinalIgnoreCase);
    private readonly string region;
    private readonly IdentifierSource identifiers;

    public MailStore(string region, IdentifierSource identifiers)
    {
        this.region = region;
        this.identifiers = identifiers;
    }

    public List<SandboxMail> Sent { get; } = [];

    public void Verify(string identity) => identities.Add(identity);

    /// <exception cref="AwsErrorException">MessageRejected: nobody has verified the sender.</exception>
    public string Send(SandboxMail mail)
    {
        if (!identities.Contains(mail.From) && !identities.Contains(mail.From.Split('@')[^1]))
        {
            throw new AwsErrorException("MessageRejected", 400, "Email address is not verified. The following identities failed the check in region " + region.ToUpperInvariant() + ": " + mail.From);
        }

        Sent.Add(mail);
        return identifiers.Uuid();
    }
}
