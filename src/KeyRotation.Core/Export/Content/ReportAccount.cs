namespace KeyRotation.Export.Content;

/// <summary>What the organization says of an account; nulls where it was not asked.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">The organizational unit that it is in.</param>
internal sealed record ReportAccount(string? Name, string? Unit)
{
    public static ReportAccount Unknown { get; } = new(Name: null, Unit: null);

    public static ReportAccount Of(Account? account) => account is null ? Unknown : new ReportAccount(account.Name, account.OrganizationalUnit);
}
