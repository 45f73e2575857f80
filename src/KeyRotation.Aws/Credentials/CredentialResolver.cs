using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using KeyRotation.Aws.Endpoints;
using KeyRotation.Aws.Query;
using KeyRotation.Aws.Sts;

namespace KeyRotation.Aws.Credentials;

/// <summary>
/// Finds credentials where the AWS SDKs look ("Credential providers" in the SDK reference guide): what was given,
/// the environment, web identity, the profile, the container, the instance. Remembers where it looked.
/// </summary>
internal sealed class CredentialResolver
{
    private readonly ConnectionOptions options;
    private readonly ProfileChoice choice;
    private readonly ServiceClients clients;
    private readonly List<string> looked = [];

    public CredentialResolver(ConnectionOptions options, ProfileChoice choice, ServiceClients clients)
    {
        this.options = options;
        this.choice = choice;
        this.clients = clients;
    }

    /// <exception cref="KeyRotationException">There are none, or those that were asked for cannot be had.</exception>
    public async Task<AWSCredentials> ResolveAsync() =>
        Given()
        ?? GivenProfile()
        ?? FromEnvironment()
        ?? FromWebIdentity()
        ?? FromProfile()
        ?? FromContainer()
        ?? await FromInstanceAsync().ConfigureAwait(false)
        ?? throw ConnectionFailures.NoCredentials(looked);

    private AWSCredentials? Given()
    {
        if (options.AccessKey is null && options.SecretKey is null && options.SessionToken is null)
        {
            looked.Add("-AccessKey and -SecretKey (not given)");
            return null;
        }

        if (options.AccessKey is null || options.SecretKey is null)
        {
            throw ConnectionFailures.IncompleteKey();
        }

        string secret = SecretText.Reveal(options.SecretKey);
        return options.SessionToken is null
            ? new BasicAWSCredentials(options.AccessKey, secret)
            : new SessionAWSCredentials(options.AccessKey, secret, options.SessionToken);
    }

    private AWSCredentials? GivenProfile()
    {
        if (options.ProfileName is null)
        {
            looked.Add("-ProfileName (not given)");
            return null;
        }

        return choice.Profile is CredentialProfile profile
            ? new ProfileCredentials(choice.Store, clients).Of(profile)
            : throw ConnectionFailures.ProfileNotFound(options.ProfileName, choice.KnownNames());
    }

    private AWSCredentials? FromEnvironment()
    {
        if (Variable("AWS_ACCESS_KEY_ID") is null || Variable("AWS_SECRET_ACCESS_KEY") is null)
        {
            looked.Add("the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (not both set)");
            return null;
        }

        return new EnvironmentVariablesAWSCredentials();
    }

    private AWSCredentials? FromWebIdentity()
    {
        if (Variable("AWS_WEB_IDENTITY_TOKEN_FILE") is not string tokenFile || Variable("AWS_ROLE_ARN") is not string roleArn)
        {
            looked.Add("web identity: AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN (not both set)");
            return null;
        }

        var role = new RoleToAssume(roleArn, Variable("AWS_ROLE_SESSION_NAME") ?? ProfileCredentials.SessionName());
        return AssumedRoleCredentials.OfWebIdentity(new StsClient(clients.Sts(credentials: null, RetryMode.Repeat())), role, tokenFile);
    }

    private AWSCredentials? FromProfile()
    {
        if (choice.Profile is CredentialProfile profile)
        {
            return new ProfileCredentials(choice.Store, clients).Of(profile);
        }

        // A profile that was asked for by AWS_PROFILE and is not there is a mistake; that there is no default one is not.
        if (choice.IsFromEnvironment)
        {
            throw ConnectionFailures.ProfileNotFound(choice.Name, choice.KnownNames());
        }

        looked.Add($"the profile '{choice.Name}' in {choice.Location} (not there)");
        return null;
    }

    private AWSCredentials? FromContainer()
    {
        if (Variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is null && Variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") is null)
        {
            looked.Add("the container: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI (not set)");
            return null;
        }

        return new GenericContainerCredentials();
    }

    private async Task<AWSCredentials?> FromInstanceAsync()
    {
        if (string.Equals(Variable("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
        {
            looked.Add("the instance's metadata (switched off by AWS_EC2_METADATA_DISABLED)");
            return null;
        }

        try
        {
            // Everything before the instance has been looked at above: what is left of the SDK's own chain is the instance.
            AWSCredentials instance = await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync().ConfigureAwait(false);
            await instance.GetCredentialsAsync().ConfigureAwait(false);
            return instance;
        }
        catch (Exception problem) when (problem is AmazonServiceException or AmazonClientException or InvalidOperationException)
        {
            looked.Add("the instance's metadata (does not answer)");
            return null;
        }
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is string value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
