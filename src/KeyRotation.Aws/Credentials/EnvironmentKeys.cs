using Amazon.Runtime;
using KeyRotation.Aws.Settings;

namespace KeyRotation.Aws.Credentials;

/// <summary>The access key of the environment. Half of one is none.</summary>
internal static class EnvironmentKeys
{
    public static AWSCredentials? Find()
    {
        if (SetVariable.Of("AWS_ACCESS_KEY_ID") is not string accessKeyId || SetVariable.Of("AWS_SECRET_ACCESS_KEY") is not string secretAccessKey)
        {
            return null;
        }

        return SetVariable.Of("AWS_SESSION_TOKEN") is string token
            ? new SessionAWSCredentials(accessKeyId, secretAccessKey, token)
            : new BasicAWSCredentials(accessKeyId, secretAccessKey);
    }
}
