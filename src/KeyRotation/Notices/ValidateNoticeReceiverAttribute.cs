using System;
using System.Management.Automation;

namespace KeyRotation.Commands.Notices;

/// <summary>Refuses what is no receiver of notices while parameters are bound, before anything is asked or done.</summary>
internal sealed class ValidateNoticeReceiverAttribute : ValidateEnumeratedArgumentsAttribute
{
    protected override void ValidateElement(object element)
    {
        try
        {
            GivenReceiver.Of(element);
        }
        catch (Exception problem) when (problem is FormatException or KeyRotationException)
        {
            throw new ValidationMetadataException(problem.Message, problem);
        }
    }
}
