using KeyRotation.Aws.Json;

namespace KeyRotation.Aws.ParameterStore;

/// <summary>What a parameter holds. A class and not a record: nothing prints its value.</summary>
internal sealed class StoredParameter
{
    public StoredParameter(JsonAnswer parameter)
    {
        Type = parameter.Text("Type") ?? string.Empty;
        Value = parameter.Text("Value");
    }

    public string Type { get; }

    public string? Value { get; }
}
