using System;
using System.Management.Automation;
using KeyRotation.Delivery;

namespace KeyRotation.Integrations.Http;

/// <summary>A command that makes a destination of a service. It makes no call: the destination does, when a key is delivered.</summary>
public abstract class ServiceDestinationCommand : PSCmdlet
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
