using System;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace KeyRotation.Commands.Parameters;

/// <summary>Refuses a text of another form while parameters are bound, and says what the form is.</summary>
internal sealed class ValidateFormAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <summary>Twelve digits.</summary>
    public const string AccountId = @"^\d{12}$";

    /// <summary>A role's name, with its path where it has one ("RoleName" and "Path" of the IAM API).</summary>
    public const string RoleName = @"^/?([\u0021-\u007E]+/)?[\w+=,.@-]{1,64}$";

    /// <summary>What STS takes as the name of a session.</summary>
    public const string SessionName = @"^[\w+=,.@-]{2,64}$";

    /// <summary>What STS takes as an external id.</summary>
    public const string ExternalId = @"^[\w+=,.@:/-]{2,1224}$";

    /// <summary>An account, a unit or the root ("PolicyTargetId" of the Organizations API).</summary>
    public const string OrganizationTarget = @"^(\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|r-[0-9a-z]{4,32})$";

    private readonly Regex form;
    private readonly string says;

    /// <param name="pattern">The form.</param>
    /// <param name="says">What is wrong with another text, to come behind it.</param>
    public ValidateFormAttribute(string pattern, string says)
    {
        form = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        this.says = says;
    }

    protected override void ValidateElement(object element)
    {
        if (element is not string text || !form.IsMatch(text))
        {
            throw new ValidationMetadataException($"'{element}' {says}");
        }
    }
}
