using System.Management.Automation;
using System.Text.RegularExpressions;

namespace KeyRotation.Commands.Parameters;

/// <summary>An access key id as the IAM API model has it: 16 to 128 word characters.</summary>
internal sealed class ValidateAccessKeyIdAttribute : ValidateArgumentsAttribute
{
    private static readonly Regex Form = new(@"^\w{16,128}$", RegexOptions.CultureInvariant, System.TimeSpan.FromSeconds(1));

    private const string NoId =
        "The id of the key is empty, as it is in a list that was made from a credential report, and no step guesses one. Name the user alone, or take the objects of Get-StaleAccessKey without -Path, or of Get-AccessKeyRotation without -All.";

    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not string id || !Form.IsMatch(id))
        {
            throw new ValidationMetadataException(arguments is null or "" ? NoId : $"'{arguments}' is not an access key id: 16 to 128 letters and digits, like AKIAIOSFODNN7EXAMPLE.");
        }
    }
}
