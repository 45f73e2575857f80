using System;

namespace KeyRotation.Delivery.Forms;

/// <summary>Under which names a form writes id and secret: those that were given, else those that readers of the place expect.</summary>
public static class KeyFormNames
{
    /// <summary>The names of the key's members in JSON.</summary>
    /// <param name="form">The form.</param>
    public static (string Id, string Secret) InJson(KeyForm form)
    {
        bool isSmtp = (form ?? throw new ArgumentNullException(nameof(form))).SmtpRegion is not null;
        return (form.IdName ?? (isSmtp ? "SmtpUsername" : "AccessKeyId"), form.SecretName ?? (isSmtp ? "SmtpPassword" : "SecretAccessKey"));
    }

    /// <summary>The last parts of the names of two secrets or parameters.</summary>
    /// <param name="form">The form.</param>
    public static (string Id, string Secret) OfParts(KeyForm form)
    {
        bool isSmtp = (form ?? throw new ArgumentNullException(nameof(form))).SmtpRegion is not null;
        return (form.IdName ?? (isSmtp ? "username" : "id"), form.SecretName ?? (isSmtp ? "password" : "secret"));
    }

    /// <summary>The names of the variables in an env file.</summary>
    /// <param name="form">The form.</param>
    public static (string Id, string Secret) InEnvironment(KeyForm form) =>
        ((form ?? throw new ArgumentNullException(nameof(form))).IdName ?? (form.SmtpRegion is null ? "AWS_ACCESS_KEY_ID" : "SMTP_USERNAME"), form.SecretName ?? (form.SmtpRegion is null ? "AWS_SECRET_ACCESS_KEY" : "SMTP_PASSWORD"));
}
