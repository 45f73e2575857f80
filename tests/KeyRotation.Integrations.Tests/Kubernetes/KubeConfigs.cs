using System;

namespace KeyRotation.Integrations.Tests.Kubernetes;

/// <summary>The text of a kubeconfig with one context, prod.</summary>
internal static class KubeConfigs
{
    public static string Of(Uri server, string user, string context = "prod") => $"""
        apiVersion: v1
        kind: Config
        current-context: {context}
        clusters:
        - name: {context}
          cluster:
            server: {server}
        contexts:
        - name: {context}
          context:
            cluster: {context}
            user: {context}
            namespace: apps
        users:
        - name: {context}
          user:
            {user}
        """;
}
