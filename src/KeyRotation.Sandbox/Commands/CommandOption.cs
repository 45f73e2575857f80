namespace KeyRotation.Sandbox.Commands;

/// <summary>An option of a command.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Value">What comes after it, for the help.</param>
/// <param name="Summary">What it means.</param>
internal sealed record CommandOption(string Name, string Value, string Summary)
{
    /// <summary>How it is typed.</summary>
    public string Usage => Name + " " + Value;
}
