using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using k8s;
using k8s.KubeConfigModels;

namespace KeyRotation.Integrations.Kubernetes;

/// <summary>The way to a cluster, opened when it is used for the first time and kept for what follows.</summary>
internal sealed class KubernetesConnection
{
    private readonly KubernetesOptions options;
    private readonly Func<TimeSpan, CancellationToken, Task> wait;
    private readonly object door = new();
    private Task<OpenCluster>? opening;

    /// <param name="options">Which cluster.</param>
    /// <param name="wait">Waits for a time before a request is sent again.</param>
    public KubernetesConnection(KubernetesOptions options, Func<TimeSpan, CancellationToken, Task> wait)
    {
        this.options = options;
        this.wait = wait;
    }

    /// <summary>Opens it, or gives what is open. What failed is tried again.</summary>
    /// <exception cref="DestinationException">There is no usable kubeconfig, and no service account.</exception>
    public Task<OpenCluster> OpenAsync(CancellationToken cancellationToken)
    {
        lock (door)
        {
            if (opening is null or { IsFaulted: true } or { IsCanceled: true })
            {
                // A plugin for credentials is a program, which the library waits for on the thread.
                opening = Task.Run(ConnectAsync, CancellationToken.None);
            }

            return opening.WaitAsync(cancellationToken);
        }
    }

    private async Task<OpenCluster> ConnectAsync()
    {
        KubernetesClientConfiguration configuration = await ConfigureAsync().ConfigureAwait(false);
        configuration.UserAgent = "KeyRotation";
        try
        {
            return new OpenCluster(
                new k8s.Kubernetes(configuration, new RetryHandler(wait)),
                options.Namespace ?? (string.IsNullOrWhiteSpace(configuration.Namespace) ? "default" : configuration.Namespace.Trim()));
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            throw KubernetesErrors.KubeConfigUnusable(options.KubeConfig ?? "that is in use", options.Context, problem);
        }
    }

    private async Task<KubernetesClientConfiguration> ConfigureAsync()
    {
        IReadOnlyList<string> files = Files();
        if (files.Count == 0)
        {
            return InCluster();
        }

        string named = string.Join(Path.PathSeparator, files);
        K8SConfiguration merged;
        try
        {
            merged = await MergeAsync(files).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            throw KubernetesErrors.KubeConfigUnreadable(named, problem);
        }

        string context = options.Context ?? merged.CurrentContext ?? throw KubernetesErrors.NoContext(named);
        Context found = merged.Contexts?.FirstOrDefault(known => known.Name == context) ?? throw KubernetesErrors.UnknownContext(named, context);
        ExternalExecution? program = merged.Users?.FirstOrDefault(user => user.Name == found.ContextDetails?.User)?.UserCredentials?.ExternalExecution;
        try
        {
            QuoteArguments(program);
            return KubernetesClientConfiguration.BuildConfigFromConfigObject(merged, context);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // The library throws what comes, and the text of a failed plugin may hold what that printed.
            throw program is null ? KubernetesErrors.KubeConfigUnusable(named, context, problem) : KubernetesErrors.PluginFailed(named, context, program.Command, problem);
        }
    }

    private KubernetesClientConfiguration InCluster()
    {
        if (options.Context is not null || !KubernetesClientConfiguration.IsInCluster())
        {
            throw KubernetesErrors.NoKubeConfig(options.Context);
        }

        try
        {
            return KubernetesClientConfiguration.InClusterConfig();
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            throw KubernetesErrors.ServiceAccountUnusable(problem);
        }
    }

    /// <summary>Where kubectl looks: https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/.</summary>
    private List<string> Files()
    {
        IEnumerable<string> named = options.KubeConfig is string given ? [given]
            : Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } list ? list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")];
        List<string> files = named.Where(File.Exists).ToList();
        return files.Count > 0 || options.KubeConfig is null ? files : throw KubernetesErrors.KubeConfigMissing(options.KubeConfig);
    }

    /// <summary>The first file that names something wins.</summary>
    private static async Task<K8SConfiguration> MergeAsync(IReadOnlyList<string> files)
    {
        K8SConfiguration merged = await KubernetesClientConfiguration.LoadKubeConfigAsync(new FileInfo(files[0])).ConfigureAwait(false);
        foreach (string file in files.Skip(1))
        {
            K8SConfiguration next = await KubernetesClientConfiguration.LoadKubeConfigAsync(new FileInfo(file)).ConfigureAwait(false);
            merged.CurrentContext ??= next.CurrentContext;
            merged.Contexts = [.. merged.Contexts ?? [], .. next.Contexts ?? []];
            merged.Clusters = [.. merged.Clusters ?? [], .. next.Clusters ?? []];
            merged.Users = [.. merged.Users ?? [], .. next.Users ?? []];
        }

        return merged;
    }

    /// <summary>The library joins the arguments of a plugin with spaces.</summary>
    private static void QuoteArguments(ExternalExecution? program)
    {
        for (int index = 0; index < (program?.Arguments?.Count ?? 0); index++)
        {
            string argument = program!.Arguments[index];
            if (argument.Length == 0 || argument.Any(char.IsWhiteSpace))
            {
                program.Arguments[index] = "\"" + argument.Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
            }
        }
    }
}

/// <summary>An open way to a cluster.</summary>
/// <param name="Client">The client.</param>
/// <param name="Namespace">The namespace of the secret.</param>
internal sealed record OpenCluster(IKubernetes Client, string Namespace)
{
    /// <summary>Nothing of the client, which holds credentials.</summary>
    public override string ToString() => Namespace;
}
