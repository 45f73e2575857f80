using System.Collections.Generic;
using Amazon.Runtime;

namespace KeyRotation.Aws.Calls;

/// <summary>One call of an operation, whatever the protocol.</summary>
internal abstract class ServiceRequest : AmazonWebServiceRequest
{
    private readonly List<string> secrets = [];

    protected ServiceRequest(string operation) => Operation = operation;

    /// <summary>The operation, by its name in the API model.</summary>
    public string Operation { get; }

    /// <summary>What is sent as text, by the names of the API model; secrets among it.</summary>
    public abstract IEnumerable<KeyValuePair<string, string>> Texts { get; }

    /// <summary>The secrets among what is sent and of what signs it: they are taken out of every text about the call.</summary>
    public IReadOnlyCollection<string> Secrets => secrets;

    public void AddSecret(string? secret)
    {
        if (secret is not null)
        {
            secrets.Add(secret);
        }
    }
}
