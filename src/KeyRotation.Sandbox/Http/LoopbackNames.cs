using System;
using System.Linq;
using System.Net;

namespace KeyRotation.Sandbox.Http;

/// <summary>
/// Whether a request was meant for this machine. A web page can make a browser send requests here under a name of its own that resolves to
/// 127.0.0.1 (DNS rebinding), or straight across origins; both say where they come from.
/// </summary>
internal static class LoopbackNames
{
    public static bool Accepts(HttpRequest request) =>
        IsLoopback(HostOf(request.Header("host") ?? string.Empty)) && request.Headers("origin").All(IsLoopbackOrigin);

    private static bool IsLoopbackOrigin(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && IsLoopback(uri.Host);

    private static bool IsLoopback(string name) =>
        string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string HostOf(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') ? host[..colon] : host;
    }
}
