using System;
using System.Text.RegularExpressions;

namespace KeyRotation.Delivery;

/// <summary>The way to a destination that is not in the account of the key: all keys that go there share it.</summary>
public sealed record DestinationPlace
{
    private static readonly Regex Role = new("^arn:[a-z-]+:iam::[0-9]{12}:role/.", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private DestinationPlace()
    {
    }

    /// <summary>The profile whose credentials lead there; null for those that the cmdlet signs with.</summary>
    public string? ProfileName { get; private init; }

    /// <summary>The role to assume with these credentials; null for none.</summary>
    public string? RoleArn { get; private init; }

    /// <summary>The external id that the role's trust asks for; null for none.</summary>
    public string? ExternalId { get; private init; }

    /// <summary>The region; null for that of the connection.</summary>
    public string? Region { get; private init; }

    /// <summary>The account of the role; null where a profile alone leads there.</summary>
    public string? AccountId => RoleArn?.Split(':')[4];

    /// <summary>The place that options name; null for the account of the key.</summary>
    /// <param name="roleArn">The role.</param>
    /// <param name="region">The region.</param>
    /// <param name="externalId">The external id of the role.</param>
    /// <param name="profileName">The profile.</param>
    /// <exception cref="ArgumentException">The options name no place.</exception>
    public static DestinationPlace? Of(string? roleArn, string? region, string? externalId, string? profileName)
    {
        if (roleArn is not null && !Role.IsMatch(roleArn))
        {
            throw new ArgumentException($"'{roleArn}' is not the ARN of a role, as in arn:aws:iam::111122223333:role/KeySecrets.", nameof(roleArn));
        }

        if (externalId is not null && roleArn is null)
        {
            throw new ArgumentException("An external id belongs to a role: give the role as well.", nameof(externalId));
        }

        if ((roleArn ?? profileName) is null)
        {
            return region is null
                ? null
                : throw new ArgumentException("A region belongs to a role or a profile, which leads to the place. The region of the account of the key is that of -Region.", nameof(region));
        }

        return new DestinationPlace { RoleArn = roleArn, Region = region, ExternalId = externalId, ProfileName = profileName };
    }

    /// <summary>Which way it is, in words.</summary>
    public override string ToString() =>
        RoleArn is null ? $"the profile '{ProfileName}'"
        : ProfileName is null ? RoleArn
        : $"{RoleArn} with the profile '{ProfileName}'";
}
