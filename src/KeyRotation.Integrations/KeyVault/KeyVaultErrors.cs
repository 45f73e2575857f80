using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure;
using Azure.Identity;

namespace KeyRotation.Integrations.KeyVault;

/// <summary>
/// Failures of a vault, in words of our own: the library's exceptions quote answers, and with them what was sent. They are never passed on,
/// and of an answer's text only the code of the error is used.
/// </summary>
internal static class KeyVaultErrors
{
    private const string Role = "Give the identity the role Key Vault Secrets Officer on the vault or the secret, or in a vault with access policies the secret permissions Get and Set. A role that was given a moment ago takes some minutes.";

    private static readonly Regex EntraCode = new("AADSTS[0-9]{1,9}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    public static DestinationException NameNotAllowed(string name) => new(FailureCategory.InvalidArgument, KeyVaultNames.Refusal(name));

    public static DestinationException Managed(string where) => new(
        FailureCategory.InvalidOperation,
        $"{where} belongs to a certificate and cannot be written. Choose another name.");

    public static DestinationException Deleted(string vault, string name) => new(
        FailureCategory.InvalidOperation,
        $"The secret '{name}' of the vault '{vault}' is deleted, and Key Vault keeps its name until the retention is over. Bring it back with `az keyvault secret recover --vault-name {vault} --name {name}`, "
        + "or remove it for good with `az keyvault secret purge`, which needs a permission of its own. Or choose another name.");

    public static DestinationException ChangedMeanwhile(string where) => new(
        FailureCategory.ResourceBusy,
        $"{where} was changed by another program at the same time. Look at it, and run again.");

    /// <summary>Whether it is not known if a call was carried out.</summary>
    public static bool IsUnclear(Exception problem) => problem switch
    {
        RequestFailedException failed => failed.Status is 0 or 408 or >= 500,
        AggregateException several => several.InnerExceptions.All(IsUnclear),
        HttpRequestException or System.IO.IOException or OperationCanceledException => true,
        _ => false,
    };

    /// <summary>Whether the latest version of a secret is disabled: it exists and cannot be read.</summary>
    public static bool IsDisabled(RequestFailedException problem) => problem.Status == 403 && CodeOf(problem) == "SecretDisabled";

    public static DestinationException Of(Exception problem, string where, string vault, string name) => problem switch
    {
        AggregateException several => Of(several.InnerExceptions[^1], where, vault, name),
        CredentialUnavailableException => new(
            FailureCategory.AuthenticationError,
            $"No credentials for Azure were found, so {Lower(where)} was not reached. Where there is no managed identity and no service principal in the environment (AZURE_CLIENT_ID and so on), sign in with `az login` or Connect-AzAccount."),
        AuthenticationFailedException => new(
            FailureCategory.AuthenticationError,
            $"Microsoft Entra ID gave no token for {Lower(where)}{(EntraCode.Match(problem.Message) is { Success: true } code ? $" ({code.Value})" : string.Empty)}. Check the credentials, and -TenantId and -ManagedIdentityClientId where they are given."),
        RequestFailedException { Status: > 0 } failed => OfAnswer(failed, where, vault, name),
        _ => NoAnswer(problem, where, vault),
    };

    private static DestinationException OfAnswer(RequestFailedException problem, string where, string vault, string name) => (problem.Status, CodeOf(problem)) switch
    {
        (401, _) => new(FailureCategory.AuthenticationError, $"The vault does not accept the identity for {Lower(where)} (401). It may be of another tenant than the vault: give -TenantId."),
        (403, "SecretDisabled") => new(
            FailureCategory.InvalidOperation,
            $"{where} is disabled, so that what it holds cannot be read. Enable it with `az keyvault secret set-attributes --enabled true --vault-name {vault} --name {name}`, or choose another name."),
        (403, "ForbiddenByFirewall" or "ForbiddenByConnection") => new(
            FailureCategory.PermissionDenied,
            $"The firewall of the vault '{vault}' does not let this machine in, so {Lower(where)} was not reached (403). Add its address or network to the vault's networking, or run where the vault's private endpoint is reached."),
        (403, _) => new(FailureCategory.PermissionDenied, $"The permission is missing for {Lower(where)} (403). {Role}"),
        (404, _) => new(FailureCategory.ObjectNotFound, $"{where} is not there any more. Run again."),
        (409, "ObjectIsBeingDeleted" or "ObjectIsBeingRecovered") => new(FailureCategory.ResourceBusy, $"{where} is being deleted or recovered. Run again in a minute."),
        (409, _) => Deleted(vault, name),
        (429, _) => new(FailureCategory.LimitsExceeded, $"The vault '{vault}' has too many requests and refused {Lower(where)} each time (429). Run again later, or with a smaller -ThrottleLimit."),
        ( >= 500, _) => new(FailureCategory.ConnectionError, $"The vault answered {problem.Status} for {Lower(where)}. Run again; if it stays so, look at the health of Key Vault."),
        _ => new(FailureCategory.InvalidData, $"The vault does not accept what was to be written to {Lower(where)} ({problem.Status}). A value has 25 kB at most; a policy of Azure may demand a content type or an expiry."),
    };

    private static DestinationException NoAnswer(Exception problem, string where, string vault)
    {
        for (Exception? cause = problem; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }:
                    return new(FailureCategory.ObjectNotFound, $"The name of the vault '{vault}' was not found in DNS, so {Lower(where)} was not reached. Check the name of the vault; one in another cloud needs -VaultUri, and one with a private endpoint its DNS zone.");
                case AuthenticationException:
                    return new(FailureCategory.AuthenticationError, $"The certificate of the vault '{vault}' is not trusted, so {Lower(where)} was not reached. Check the address, and whether a proxy stands between.");
            }
        }

        return IsUnclear(problem)
            ? new(FailureCategory.ConnectionError, $"The vault gave no complete answer for {Lower(where)}. Check the network, and run again.")
            : new(FailureCategory.ConnectionError, $"The vault's answer for {Lower(where)} was not understood ({problem.GetType().Name}). Check that the address is that of a vault.");
    }

    /// <summary>The innermost code of an error, which says why.</summary>
    private static string CodeOf(RequestFailedException problem)
    {
        try
        {
            using JsonDocument answer = JsonDocument.Parse(problem.GetRawResponse()?.Content.ToMemory() ?? "{}"u8.ToArray());
            JsonElement error = answer.RootElement.GetProperty("error");
            string code = error.GetProperty("code").GetString() ?? string.Empty;
            while (error.TryGetProperty("innererror", out JsonElement inner) && inner.ValueKind == JsonValueKind.Object)
            {
                error = inner;
                code = error.TryGetProperty("code", out JsonElement named) ? named.GetString() ?? code : code;
            }

            return code;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return string.Empty;
        }
    }

    private static string Lower(string where) => char.ToLowerInvariant(where[0]) + where[1..];
}
