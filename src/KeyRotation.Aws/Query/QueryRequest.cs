using System;
using System.Collections.Generic;
using System.Globalization;
using KeyRotation.Aws.Calls;

namespace KeyRotation.Aws.Query;

/// <summary>One call of the query protocol: an operation and its parameters, by the names of the API model.</summary>
internal sealed class QueryRequest : ServiceRequest
{
    private readonly List<KeyValuePair<string, string>> parameters = [];

    public QueryRequest(string operation)
        : base(operation)
    {
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string>> Texts => parameters;

    /// <summary>Adds a parameter; a null value is left out.</summary>
    public QueryRequest With(string name, string? value)
    {
        if (value is not null)
        {
            parameters.Add(new KeyValuePair<string, string>(name, value));
        }

        return this;
    }

    /// <summary>Adds a parameter that is a secret.</summary>
    public QueryRequest WithSecret(string name, string value)
    {
        AddSecret(value);
        return With(name, value);
    }

    /// <summary>Adds a list as the query protocol writes it: <c>Name.member.1</c> and so on.</summary>
    public QueryRequest WithList<T>(string name, IEnumerable<T> items, Action<QueryRequest, string, T> add)
    {
        int number = 0;
        foreach (T item in items)
        {
            number++;
            add(this, string.Format(CultureInfo.InvariantCulture, "{0}.member.{1}", name, number), item);
        }

        return this;
    }
}
