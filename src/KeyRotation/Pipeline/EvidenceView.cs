using System.Management.Automation;

namespace KeyRotation.Commands.Pipeline;

/// <summary>Keys with evidence against them have a view of their own: what speaks against them comes before their age.</summary>
internal static class EvidenceView
{
    private const string TypeName = "KeyRotation.AccessKey#Compromise";

    /// <summary>The value as it is written.</summary>
    public static object Of(object value)
    {
        if (value is not AccessKey { Compromise: not null })
        {
            return value;
        }

        PSObject shown = PSObject.AsPSObject(value);
        if (!shown.TypeNames.Contains(TypeName))
        {
            shown.TypeNames.Insert(0, TypeName);
        }

        return shown;
    }
}
