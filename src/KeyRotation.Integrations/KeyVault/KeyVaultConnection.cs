using System;
using System.Threading;
using Azure.Core;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;

namespace KeyRotation.Integrations.KeyVault;

/// <summary>The way to a vault, opened when it is used for the first time and kept, with its token, for what follows.</summary>
internal sealed class KeyVaultConnection
{
    private readonly Lazy<SecretClient> client;

    /// <param name="options">Which vault, and who signs in.</param>
    public KeyVaultConnection(KeyVaultOptions options)
        : this(() => new SecretClient(options.Vault, CredentialOf(options), WithRetries(new SecretClientOptions(Version))))
    {
    }

    /// <param name="open">Opens the way.</param>
    internal KeyVaultConnection(Func<SecretClient> open) => client = new Lazy<SecretClient>(open, LazyThreadSafetyMode.PublicationOnly);

    /// <summary>What is used is in every cloud by this version.</summary>
    public const SecretClientOptions.ServiceVersion Version = SecretClientOptions.ServiceVersion.V7_5;

    public SecretClient Client => client.Value;

    /// <summary>Sends again what may be sent again.</summary>
    /// <param name="options">The options of a client.</param>
    /// <param name="delays">How long to wait; null for the usual.</param>
    public static SecretClientOptions WithRetries(SecretClientOptions options, DelayStrategy? delays = null)
    {
        options.RetryPolicy = new KeyVaultRetry(delays);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(30);
        options.Diagnostics.ApplicationId = "KeyRotation";
        return options;
    }

    /// <summary>Those that need nobody at the keyboard.</summary>
    private static DefaultAzureCredential CredentialOf(KeyVaultOptions options)
    {
        var which = new DefaultAzureCredentialOptions
        {
            ExcludeInteractiveBrowserCredential = true,
            ExcludeBrokerCredential = true,
            ExcludeVisualStudioCredential = true,
            ExcludeVisualStudioCodeCredential = true,
            ExcludeAzureDeveloperCliCredential = true,
        };
        if (options.ManagedIdentityClientId is not null)
        {
            which.ManagedIdentityClientId = options.ManagedIdentityClientId;
        }

        if (options.TenantId is not null)
        {
            which.TenantId = options.TenantId;
        }

        return new DefaultAzureCredential(which);
    }
}
