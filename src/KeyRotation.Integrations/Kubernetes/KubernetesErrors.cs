using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.RegularExpressions;
using k8s.Autorest;

namespace KeyRotation.Integrations.Kubernetes;

/// <summary>
/// Failures of a cluster, in words of our own: the library's exceptions hold requests and answers, and with them secrets. They are never
/// passed on, and of an answer's text only names in known places are quoted.
/// </summary>
internal static class KubernetesErrors
{
    private static readonly Regex Refuser = new(
        "admission webhook \"(?<policy>[a-z0-9.-]{1,253})\"|ValidatingAdmissionPolicy '(?<policy>[a-z0-9.-]{1,253})'|exceeded quota: (?<quota>[a-z0-9.-]{1,253})",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    public static DestinationException NameNotAllowed(string name) => new(FailureCategory.InvalidArgument, KubernetesNames.Refusal(name));

    public static DestinationException KubeConfigMissing(string file) => new(FailureCategory.ObjectNotFound, $"There is no kubeconfig '{file}'. Check the path of -KubeConfig.");

    public static DestinationException NoKubeConfig(string? context) => new(
        FailureCategory.ObjectNotFound,
        "No kubeconfig was found where KUBECONFIG points to or in .kube/config of the home folder" + (context is null ? ", and this process does not run in a pod with a service account. " : $" that could have the context '{context}'. ") + "Give its path with -KubeConfig.");

    public static DestinationException ServiceAccountUnusable(Exception problem) => new(
        FailureCategory.AuthenticationError,
        $"The service account of this pod cannot be used ({problem.GetType().Name}). Check automountServiceAccountToken of the pod, or give a kubeconfig with -KubeConfig.");

    public static DestinationException NoContext(string files) => new(FailureCategory.InvalidArgument, $"The kubeconfig '{files}' has no current context. Give one with -Context.");

    public static DestinationException UnknownContext(string files, string context) => new(
        FailureCategory.InvalidArgument,
        $"The kubeconfig '{files}' has no context '{context}'. `kubectl config get-contexts` shows which it has.");

    public static DestinationException KubeConfigUnreadable(string files, Exception problem) => new(
        FailureCategory.InvalidData,
        $"The kubeconfig '{files}' cannot be read ({problem.GetType().Name}). Check it with `kubectl config view`.");

    public static DestinationException KubeConfigUnusable(string files, string? context, Exception problem) => new(
        FailureCategory.InvalidData,
        $"The cluster or the credentials of {(context is null ? "the current context" : $"the context '{context}'")} of the kubeconfig '{files}' cannot be used ({problem.GetType().Name}). Try it with `kubectl get secrets`.");

    public static DestinationException PluginFailed(string files, string context, string program, Exception problem) => new(
        FailureCategory.AuthenticationError,
        $"The program '{program}', from which the context '{context}' of the kubeconfig '{files}' takes its credentials, gave none ({problem.GetType().Name}). Try it with `kubectl get secrets`, which runs the same program; one that asks for something cannot be used here.");

    public static DestinationException Immutable(string where) => new(
        FailureCategory.InvalidOperation,
        $"{where} is immutable: Kubernetes lets nobody change it. Deliver to a secret of another name, or delete it first.");

    public static DestinationException BeingDeleted(string where) => new(FailureCategory.ResourceBusy, $"{where} is being deleted. Run again when it is gone.");

    public static DestinationException NotText(string where, string name) => new(
        FailureCategory.InvalidData,
        $"{where} has something under {name} that is not text, and is not written over. Choose another name for it with .WithForm(), or remove it.");

    public static DestinationException NoNamespace(string where, string named) => new(
        FailureCategory.ObjectNotFound,
        $"{where} cannot be created, because there is no namespace '{named}'. Create it, or give another with -Namespace.");

    /// <summary>Whether a webhook of the cluster takes no dry run: then only the write itself says whether it is admitted.</summary>
    public static bool IsWithoutDryRun(HttpOperationException problem) =>
        problem.Response.StatusCode == HttpStatusCode.BadRequest && TextOf(problem).Contains("does not support dry run", StringComparison.Ordinal);

    /// <summary>What an answer means that is not a success.</summary>
    public static DestinationException Of(HttpOperationException problem, string where, string verb, string named)
    {
        HttpStatusCode status = problem.Response.StatusCode;
        string text = TextOf(problem);
        return status switch
        {
            HttpStatusCode.Unauthorized => new(
                FailureCategory.AuthenticationError,
                $"The cluster does not accept the credentials for {Lower(where)} (401). Sign in again, and try it with `kubectl get secrets`."),
            HttpStatusCode.Forbidden when Refuser.Match(text) is { Success: true } refuser => Refused(where, refuser),
            HttpStatusCode.Forbidden when text.Contains("\"NamespaceTerminating\"", StringComparison.Ordinal) => new(
                FailureCategory.ResourceBusy,
                $"{where} cannot be created, because the namespace '{named}' is being deleted. Give another with -Namespace."),
            HttpStatusCode.Forbidden => new(
                FailureCategory.PermissionDenied,
                $"The permission is missing to {verb} secrets in the namespace '{named}', for {Lower(where)} (403). Give a role with the verb '{verb}' on the resource 'secrets' there; the page of New-KubernetesDestination has one."),
            HttpStatusCode.TooManyRequests => new(FailureCategory.LimitsExceeded, $"The cluster is busy and refused {Lower(where)} each time (429). Run again later."),
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => Refuser.Match(text) is { Success: true } refuser
                ? Refused(where, refuser)
                : new(FailureCategory.InvalidData, $"The cluster does not accept what was to be written to {Lower(where)} ({(int)status}{FieldsOf(problem.Response.Content ?? string.Empty)}). Check the secret and the policies of the cluster."),
            _ => new(FailureCategory.ConnectionError, $"The cluster answered {(int)status} for {Lower(where)}. Run again; if it stays so, look at the API server."),
        };
    }

    /// <summary>What it means that there was no answer.</summary>
    public static DestinationException NoAnswer(string where, Exception problem) => problem switch
    {
        HttpRequestException { InnerException: AuthenticationException } => new(
            FailureCategory.AuthenticationError,
            $"The certificate of the cluster is not trusted, so {Lower(where)} was not reached. Check certificate-authority-data in the kubeconfig."),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => new(
            FailureCategory.ConnectionError,
            $"The name of the cluster's API server was not found, so {Lower(where)} was not reached. Check the server of the context in the kubeconfig, and the network."),
        HttpRequestException or IOException => new(FailureCategory.ConnectionError, $"The cluster gave no complete answer for {Lower(where)}. Check the server of the context and the network, and run again."),
        JsonException => new(FailureCategory.InvalidData, $"The cluster's answer for {Lower(where)} was not understood. Check that the server of the context is the API server of a cluster."),
        OperationCanceledException => new(FailureCategory.ConnectionError, $"The cluster did not answer in time for {Lower(where)}. Run again."),
        _ => new(FailureCategory.AuthenticationError, $"The credentials for {Lower(where)} could not be renewed ({problem.GetType().Name}). Try it with `kubectl get secrets`."),
    };

    private static DestinationException Refused(string where, Match refuser) => new(
        FailureCategory.PermissionDenied,
        refuser.Groups["policy"] is { Success: true, Value: string policy }
            ? $"The admission policy or webhook '{policy}' of the cluster refuses {Lower(where)}. Ask those who run it."
            : $"The quota '{refuser.Groups["quota"].Value}' of the namespace leaves no room for {Lower(where)}.");

    /// <summary>The message of an answer, in which JSON quotes no character any more, and the rest of it. It is searched and never shown.</summary>
    private static string TextOf(HttpOperationException problem)
    {
        string content = problem.Response.Content ?? string.Empty;
        try
        {
            using JsonDocument answer = JsonDocument.Parse(content);
            return answer.RootElement.GetProperty("message").GetString() + content;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or System.Collections.Generic.KeyNotFoundException)
        {
            return content;
        }
    }

    /// <summary>The fields that a refusal names, without what it says of them.</summary>
    private static string FieldsOf(string text)
    {
        try
        {
            using JsonDocument answer = JsonDocument.Parse(text);
            string[] fields = answer.RootElement.GetProperty("details").GetProperty("causes").EnumerateArray()
                .Select(cause => cause.GetProperty("field").GetString() ?? string.Empty)
                .Where(field => field.Length is > 0 and < 100 && field.All(character => char.IsAsciiLetter(character) || character == '.'))
                .ToArray();
            return fields.Length == 0 ? string.Empty : ": " + string.Join(", ", fields);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or System.Collections.Generic.KeyNotFoundException)
        {
            return string.Empty;
        }
    }

    private static string Lower(string where) => char.ToLowerInvariant(where[0]) + where[1..];
}
