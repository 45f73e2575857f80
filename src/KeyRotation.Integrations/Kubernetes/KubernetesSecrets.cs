using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KeyRotation.Delivery.Values;

namespace KeyRotation.Integrations.Kubernetes;

/// <summary>
/// Secrets of a cluster, whose data are values. Only these are changed, by a merge patch that carries the version of the secret: what else
/// is in it stays, and a secret that was changed meanwhile answers 409 and is read again.
/// </summary>
internal sealed class KubernetesSecrets : ValuePlace
{
    private const string FieldManager = "KeyRotation";
    private const string DryRun = "All";

    /// <summary>The uid of no object, so that a dry run can delete none.</summary>
    private const string NoUid = "00000000-0000-0000-0000-000000000000";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly KubernetesOptions options;
    private readonly KubernetesConnection connection;
    private readonly Action<string> warn;

    public KubernetesSecrets(KubernetesOptions options, KubernetesConnection connection, Action<string> warn)
    {
        this.options = options;
        this.connection = connection;
        this.warn = warn;
    }

    public override string Kind => "Kubernetes";

    public override string Place => options.Place;

    public override string Where(string name) => $"The Kubernetes secret '{name}'"
        + (options.Namespace is null ? string.Empty : $" of the namespace '{options.Namespace}'")
        + (options.Context is null ? string.Empty : $" (context '{options.Context}')");

    public override void RequireName(string name, IReadOnlyList<string> values)
    {
        if (!KubernetesNames.IsSecret(name))
        {
            throw KubernetesErrors.NameNotAllowed(name);
        }
    }

    public override async Task<HeldValues?> ReadAsync(string name, IReadOnlyList<string> values, CancellationToken cancellationToken)
    {
        (V1Secret? secret, _) = await CallAsync(
            name,
            "get",
            cluster => cluster.Client.CoreV1.ReadNamespacedSecretAsync(name, cluster.Namespace, cancellationToken: cancellationToken),
            [HttpStatusCode.NotFound],
            cancellationToken).ConfigureAwait(false);
        return secret is null
            ? null
            : new HeldValues(
                (secret.Data ?? new Dictionary<string, byte[]>()).Select(item => new KeyValuePair<string, string>(item.Key, TextOf(name, item, values))),
                new FoundSecret(secret));
    }

    /// <summary>A dry run is authorized and admitted as the write itself will be, and changes nothing.</summary>
    public override async Task CheckAsync(string name, HeldValues? held, IReadOnlyList<string> values, CancellationToken cancellationToken)
    {
        if (held?.Version is FoundSecret found)
        {
            found.RequireWritable(Where(name));
            if (found.Controller is string controller)
            {
                warn($"{Where(name)} belongs to {controller}, which may write over the key. Deliver to where that reads it, or to a secret of its own.");
            }

            await PatchAsync(name, found, [], DryRun, [HttpStatusCode.Conflict, HttpStatusCode.NotFound], cancellationToken).ConfigureAwait(false);
            return;
        }

        await CreateAsync(name, values.ToDictionary(value => value, _ => Array.Empty<byte>(), StringComparer.Ordinal), DryRun, cancellationToken).ConfigureAwait(false);
        await DeleteAsync(name, NoUid, resourceVersion: null, DryRun, cancellationToken).ConfigureAwait(false);
    }

    public override async Task<bool> TryWriteAsync(string name, HeldValues? former, IReadOnlyList<ValueChange> changes, CancellationToken cancellationToken)
    {
        if (former?.Version is not FoundSecret found)
        {
            Dictionary<string, byte[]> data = changes.Where(change => change.Text is not null).ToDictionary(change => change.Name, change => Encoding.UTF8.GetBytes(change.Text!), StringComparer.Ordinal);
            return await CreateAsync(name, data, dryRun: null, cancellationToken).ConfigureAwait(false);
        }

        found.RequireWritable(Where(name));
        return await PatchAsync(name, found, changes, dryRun: null, [HttpStatusCode.Conflict, HttpStatusCode.NotFound], cancellationToken).ConfigureAwait(false);
    }

    public override Task<bool> TryDeleteAsync(string name, HeldValues held, CancellationToken cancellationToken)
    {
        var found = (FoundSecret)held.Version!;
        return DeleteAsync(name, found.Uid, found.ResourceVersion, dryRun: null, cancellationToken);
    }

    private async Task<bool> CreateAsync(string name, Dictionary<string, byte[]> data, string? dryRun, CancellationToken cancellationToken)
    {
        (_, HttpStatusCode? status) = await CallAsync(
            name,
            "create",
            cluster => cluster.Client.CoreV1.CreateNamespacedSecretAsync(
                new V1Secret { ApiVersion = "v1", Kind = "Secret", Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = cluster.Namespace }, Type = "Opaque", Data = data },
                cluster.Namespace,
                dryRun,
                FieldManager,
                cancellationToken: cancellationToken),
            [HttpStatusCode.Conflict],
            cancellationToken).ConfigureAwait(false);
        return status is null;
    }

    private async Task<bool> PatchAsync(string name, FoundSecret found, IReadOnlyList<ValueChange> changes, string? dryRun, HttpStatusCode[] allowed, CancellationToken cancellationToken)
    {
        var data = new JsonObject(changes.Select(change => new KeyValuePair<string, JsonNode?>(change.Name, change.Text is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(change.Text)))));
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = found.ResourceVersion }, ["data"] = data };
        if (data.Count == 0)
        {
            patch.Remove("data");
        }

        (_, HttpStatusCode? status) = await CallAsync(
            name,
            "patch",
            cluster => cluster.Client.CoreV1.PatchNamespacedSecretAsync(
                new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch), name, cluster.Namespace, dryRun, FieldManager, cancellationToken: cancellationToken),
            allowed,
            cancellationToken).ConfigureAwait(false);
        return status is null;
    }

    private async Task<bool> DeleteAsync(string name, string uid, string? resourceVersion, string? dryRun, CancellationToken cancellationToken)
    {
        (_, HttpStatusCode? status) = await CallAsync(
            name,
            "delete",
            cluster => cluster.Client.CoreV1.DeleteNamespacedSecretAsync(
                name,
                cluster.Namespace,
                new V1DeleteOptions { ApiVersion = "v1", Kind = "DeleteOptions", Preconditions = new V1Preconditions { Uid = uid, ResourceVersion = resourceVersion } },
                dryRun,
                cancellationToken: cancellationToken),
            [HttpStatusCode.Conflict, HttpStatusCode.NotFound],
            cancellationToken).ConfigureAwait(false);
        return status is null;
    }

    /// <summary>One call, with the statuses that are answers here and no failures.</summary>
    private async Task<(T? Answer, HttpStatusCode? Status)> CallAsync<T>(string name, string verb, Func<OpenCluster, Task<T>> call, HttpStatusCode[] allowed, CancellationToken cancellationToken)
        where T : class
    {
        OpenCluster cluster = await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return (await call(cluster).ConfigureAwait(false), null);
        }
        catch (HttpOperationException problem) when (allowed.Contains(problem.Response.StatusCode) || KubernetesErrors.IsWithoutDryRun(problem))
        {
            return (null, problem.Response.StatusCode);
        }
        catch (HttpOperationException problem)
        {
            throw verb == "create" && problem.Response.StatusCode == HttpStatusCode.NotFound
                ? KubernetesErrors.NoNamespace(Where(name), cluster.Namespace)
                : KubernetesErrors.Of(problem, Where(name), verb, cluster.Namespace);
        }
        catch (Exception problem) when (problem is not DestinationException && !cancellationToken.IsCancellationRequested)
        {
            throw KubernetesErrors.NoAnswer(Where(name), problem);
        }
    }

    /// <summary>Data of others need not be text, and are not looked at.</summary>
    private string TextOf(string name, KeyValuePair<string, byte[]> item, IReadOnlyList<string> values)
    {
        try
        {
            return StrictUtf8.GetString(item.Value ?? []);
        }
        catch (DecoderFallbackException)
        {
            return values.Contains(item.Key) ? throw KubernetesErrors.NotText(Where(name), item.Key) : string.Empty;
        }
    }

    /// <summary>What a write must know of a secret.</summary>
    private sealed class FoundSecret
    {
        private readonly bool isImmutable;
        private readonly bool isBeingDeleted;

        public FoundSecret(V1Secret secret)
        {
            Uid = secret.Metadata.Uid;
            ResourceVersion = secret.Metadata.ResourceVersion;
            isImmutable = secret.Immutable == true;
            isBeingDeleted = secret.Metadata.DeletionTimestamp is not null;
            Controller = secret.Metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller == true) is { } owner ? $"{owner.Kind} '{owner.Name}'" : null;
        }

        public string Uid { get; }

        public string ResourceVersion { get; }

        /// <summary>The object that keeps the secret as it wants it; null where there is none.</summary>
        public string? Controller { get; }

        public void RequireWritable(string where)
        {
            if (isImmutable)
            {
                throw KubernetesErrors.Immutable(where);
            }

            if (isBeingDeleted)
            {
                throw KubernetesErrors.BeingDeleted(where);
            }
        }
    }
}
