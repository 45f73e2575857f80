namespace KeyRotation;

/// <summary>What the rules hand over and a cmdlet writes: an object about one account.</summary>
public interface IResult
{
    /// <summary>The twelve digits of the account that it is about.</summary>
    string AccountId { get; }
}
