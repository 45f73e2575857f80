using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace KeyRotation.Aws.Calls;

/// <summary>Notes what a call is signed with, so that no text about the call tells it. Stands behind the signer, which has the credentials ready.</summary>
internal sealed class SigningSecrets : PipelineHandler
{
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        if (executionContext.RequestContext.Identity is AWSCredentials credentials and not AnonymousAWSCredentials)
        {
            ImmutableCredentials signing = await credentials.GetCredentialsAsync().ConfigureAwait(false);
            var request = (ServiceRequest)executionContext.RequestContext.OriginalRequest;
            request.AddSecret(signing.SecretKey);
            request.AddSecret(signing.Token);
        }

        return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
    }
}
