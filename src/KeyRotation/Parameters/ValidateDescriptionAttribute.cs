using System;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace KeyRotation.Commands.Parameters;

/// <summary>A text that fits into a tag of IAM (<c>tagValueType</c> of the API model).</summary>
internal sealed class ValidateDescriptionAttribute : ValidateArgumentsAttribute
{
    private static readonly Regex Form = new(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not string text || !Form.IsMatch(text))
        {
            throw new ValidationMetadataException($"'{arguments}' cannot be written into a tag of IAM. Use letters, digits, spaces and _.:/=+-@, at most 256.");
        }
    }
}
