using System;
using System.Collections.Generic;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>All users, sorted by name without regard to case.</summary>
    public IReadOnlyList<SandboxUser> Users => Iam.Users;

    /// <summary>Whether the root user has an access key; false at first. Shown in the credential report.</summary>
    public bool RootHasAccessKey
    {
        get => Iam.RootHasAccessKey;
        set => Iam.RootHasAccessKey = value;
    }

    /// <summary>Creates a user.</summary>
    /// <param name="userName">Its name; unique without regard to case.</param>
    /// <param name="createDate">When it is said to have been created; null for now. Fractions of a second are cut off.</param>
    /// <param name="path">The path in IAM.</param>
    /// <returns>The user.</returns>
    /// <exception cref="AwsErrorException">EntityAlreadyExists, LimitExceeded (5,000 users) or ValidationError (the name).</exception>
    public SandboxUser CreateUser(string userName, DateTimeOffset? createDate = null, string path = "/") => Iam.CreateUser(userName, path, createDate);

    /// <summary>The user of this name, without regard to case; null when there is none.</summary>
    /// <param name="userName">The name.</param>
    public SandboxUser? FindUser(string userName) => Iam.FindUser(userName);

    /// <summary>Gives a user a console password.</summary>
    /// <param name="userName">The user.</param>
    /// <param name="lastChanged">When it was set; null for now.</param>
    /// <param name="lastUsed">The last sign-in; null: never.</param>
    /// <param name="mfaActive">Whether multi-factor authentication is on.</param>
    /// <exception cref="AwsErrorException">NoSuchEntity.</exception>
    public void SetPassword(string userName, DateTimeOffset? lastChanged = null, DateTimeOffset? lastUsed = null, bool mfaActive = false) =>
        Iam.SetPassword(userName, lastChanged, lastUsed, mfaActive);

    /// <summary>Deletes a user.</summary>
    /// <param name="userName">The user.</param>
    /// <exception cref="AwsErrorException">NoSuchEntity, or DeleteConflict: it still has keys or a password.</exception>
    public void DeleteUser(string userName) => Iam.DeleteUser(userName);

    /// <summary>Creates a group with the given members, or gives it others.</summary>
    /// <param name="groupName">The group.</param>
    /// <param name="userNames">Its members.</param>
    /// <exception cref="AwsErrorException">NoSuchEntity: there is no such user.</exception>
    public void SetGroup(string groupName, params string[] userNames) => Iam.SetGroup(groupName, userNames);

    /// <summary>Says what a user may call from now on. A user that nothing was said about may call everything.</summary>
    /// <param name="userName">The user.</param>
    /// <param name="patterns">
    /// Actions such as iam:List* or sts:AssumeRole, without regard to case; null: everything; none: nothing. GetCallerIdentity needs no permission.
    /// </param>
    /// <exception cref="AwsErrorException">NoSuchEntity.</exception>
    /// <exception cref="ArgumentException">A pattern names no service.</exception>
    public void AllowActions(string userName, params string[]? patterns) => Iam.AllowActions(userName, ActionPattern.Copy(patterns));

    /// <summary>Sets one tag of a user. A key that is there in another case keeps the case it was first set with.</summary>
    /// <param name="userName">The user.</param>
    /// <param name="key">1 to 128 characters of letters, digits, spaces and _ . : / = + - @; not beginning with aws:.</param>
    /// <param name="value">0 to 256 of the same characters.</param>
    /// <exception cref="AwsErrorException">NoSuchEntity, ValidationError, InvalidInput, or LimitExceeded: 50 tags are there already.</exception>
    public void SetTag(string userName, string key, string value) => Iam.SetTags(userName, [new(key, value)]);

    /// <summary>Removes one tag of a user; nothing happens when it is not there.</summary>
    /// <param name="userName">The user.</param>
    /// <param name="key">The tag's key, without regard to case.</param>
    /// <exception cref="AwsErrorException">NoSuchEntity: there is no such user.</exception>
    public void RemoveTag(string userName, string key) => Iam.RemoveTags(userName, [key]);

    /// <summary>The tags of a user; keys are looked up without regard to case.</summary>
    /// <param name="userName">The user.</param>
    /// <exception cref="AwsErrorException">NoSuchEntity.</exception>
    public IReadOnlyDictionary<string, string> Tags(string userName) => Iam.Tags(userName);
}
