using System;
using System.Management.Automation;
using KeyRotation.Delivery;

namespace KeyRotation.Integrations.Places;

/// <summary>A command that makes a destination of a place. It makes no call and loads no library: the destination does, when it is used.</summary>
public abstract class PlaceCommand : PSCmdlet
{
    /// <inheritdoc />
    protected override void EndProcessing()
    {
        try
        {
            WriteObject(Destination.External(CreatePlace()));
        }
        catch (KeyRotationException failure)
        {
            ErrorCategory category = Enum.TryParse(failure.Category.ToString(), out ErrorCategory named) ? named : ErrorCategory.NotSpecified;
            ThrowTerminatingError(new ErrorRecord(failure, failure.ErrorId, category, targetObject: null));
        }
    }

    /// <summary>The place that the parameters name.</summary>
    /// <exception cref="KeyRotationException">The parameters name none.</exception>
    protected abstract ExternalPlace CreatePlace();
}
