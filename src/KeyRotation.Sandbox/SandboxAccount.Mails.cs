using System;
using System.Collections.Generic;
using KeyRotation.Sandbox.Mails;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox;

public sealed partial class SandboxAccount
{
    internal RegionalStores<MailStore> MailStores { get; }

    /// <summary>Lets SES send from an address, or from all addresses of a domain.</summary>
    /// <param name="region">The region.</param>
    /// <param name="identity">The address or the domain.</param>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public void VerifyMailIdentity(string region, string identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        MailStores.In(region, store =>
        {
            store.Verify(identity);
            return true;
        });
    }

    /// <summary>The mails that were sent, in order.</summary>
    /// <param name="region">The region.</param>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public IReadOnlyList<SandboxMail> Mails(string region) => MailStores.In(region, store => new EqualList<SandboxMail>(store.Sent));
}
