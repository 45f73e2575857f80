namespace KeyRotation.Accounts;

/// <summary>How many accounts are worked on.</summary>
/// <param name="Activity">What is being done, for the progress display.</param>
/// <param name="AccountsAtOnce">How many accounts side by side; each has calls of its own under way.</param>
public sealed record AccountRoundOptions(string Activity, int AccountsAtOnce);
