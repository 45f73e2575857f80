using System;
using System.Collections.Generic;
using KeyRotation.Aws.Settings;

namespace KeyRotation.Aws.Credentials;

/// <summary>Where the machine gives tokens of its managed identity, and what has to be sent along.</summary>
internal sealed class IdentityEndpoint
{
    private const string OfVirtualMachines = "http://169.254.169.254";

    private IdentityEndpoint(Uri address, string apiVersion, string? secret)
    {
        Address = address;
        ApiVersion = apiVersion;
        Secret = secret;
    }

    public Uri Address { get; }

    /// <summary>What shows that the process may ask; null on a virtual machine, where every process may.</summary>
    public string? Secret { get; }

    private string ApiVersion { get; }

    /// <summary>
    /// Azure Automation and App Service name theirs in the environment; a virtual machine has it at a fixed address, which
    /// AZURE_POD_IDENTITY_AUTHORITY_HOST replaces as it does for the Azure SDKs.
    /// </summary>
    /// <exception cref="KeyRotationException">What the environment says is not usable.</exception>
    public static IdentityEndpoint OfThisMachine()
    {
        if (Variable("IDENTITY_ENDPOINT") is not string named)
        {
            string host = (Variable("AZURE_POD_IDENTITY_AUTHORITY_HOST") ?? OfVirtualMachines).TrimEnd('/');
            return new IdentityEndpoint(Parse("AZURE_POD_IDENTITY_AUTHORITY_HOST", host + "/metadata/identity/oauth2/token"), "2018-02-01", secret: null);
        }

        string secret = Variable("IDENTITY_HEADER")
            ?? throw ConnectionFailures.NoManagedIdentity("IDENTITY_ENDPOINT is set and IDENTITY_HEADER is not, as on servers of Azure Arc, which are not supported.");
        return new IdentityEndpoint(Parse("IDENTITY_ENDPOINT", named), "2019-08-01", secret);
    }

    /// <summary>The address with the question.</summary>
    public Uri Ask(string resource, string? clientId)
    {
        var query = new List<string> { "resource=" + Uri.EscapeDataString(resource), "api-version=" + ApiVersion };
        if (clientId is not null)
        {
            query.Add("client_id=" + Uri.EscapeDataString(clientId));
        }

        string own = Address.Query.TrimStart('?');
        if (own.Length > 0)
        {
            query.Insert(0, own);
        }

        return new UriBuilder(Address) { Query = string.Join("&", query) }.Uri;
    }

    private static Uri Parse(string variable, string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "http" or "https"
            ? parsed
            : throw ConnectionFailures.NoManagedIdentity($"what {variable} holds is not an http or https address.");

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is string value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
