namespace KeyRotation.Integrations.GitHub;

/// <summary>Which repositories of an organization can use a new secret of it.</summary>
public enum GitHubVisibility
{
    /// <summary>Private and internal repositories.</summary>
    Private,

    /// <summary>All repositories.</summary>
    All,

    /// <summary>Those that are chosen at GitHub; none at first.</summary>
    Selected,
}
