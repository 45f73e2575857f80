using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text.Json.Nodes;

namespace KeyRotation.Integrations.Http;

/// <summary>A request to a service. A class and not a record: nothing prints a body.</summary>
internal sealed class ServiceRequest
{
    /// <param name="method">The method.</param>
    /// <param name="path">The path behind the address of the API, with its parts escaped (<see cref="ServiceAddress.Part"/>).</param>
    /// <param name="doing">What it does, as a message begins with it, e.g. <c>Reading the secret 'x'</c>.</param>
    public ServiceRequest(HttpMethod method, string path, string doing)
    {
        Method = method;
        Path = path;
        Doing = doing;
    }

    public HttpMethod Method { get; }

    public string Path { get; }

    public string Doing { get; }

    public JsonObject? Body { get; init; }

    /// <summary>What a text of the service must not repeat, beside the token.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Which refusals are answers and no failures. Default: none.</summary>
    public Func<ServiceAnswer, bool> Expects { get; init; } = _ => false;

    /// <summary>Whether it may be sent again when it is not known whether it was carried out.</summary>
    public bool MayBeRepeated => Method != HttpMethod.Post;

    /// <inheritdoc />
    public override string ToString() => Doing;
}
