using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Commands.Pipeline;

/// <summary>
/// What every cmdlet that takes keys has: keys from the pipeline or by name, and the connection that each key was
/// seen through, so that a pipeline stays in the account that it began in.
/// </summary>
public abstract class KeyCmdlet : AwsCmdlet
{
    internal const string AccountSet = "Account";
    internal const string KeySet = "Key";
    internal const string NameSet = "Name";

    private readonly List<(ConnectionOptions Connection, KeyTarget Target)> targets = [];

    /// <summary>The targets by connection, in the order in which they came.</summary>
    private protected IEnumerable<(ConnectionOptions Connection, List<KeyTarget> Targets)> TargetsByConnection() => targets
        .GroupBy(item => item.Connection)
        .Select(group => (group.Key, group.Select(item => item.Target).ToList()));

    /// <summary>True when a pipeline was there and brought nothing: then there is nothing to do, and never "the whole account".</summary>
    private protected bool PipelineWasEmpty => MyInvocation.ExpectingInput && targets.Count == 0;

    /// <summary>Adds a key; an error where it cannot be acted on, as a key that only a credential report shows.</summary>
    private protected void Add(AccessKey key)
    {
        if (key.AccessKeyId is null)
        {
            WriteError(ErrorRecords.Of(KeyRotationException.WithoutKeyId(new KeyReference(key.AccountId, key.UserName, key.AccessKeyId))));
            return;
        }

        Add(key.GetConnection(), new KeyTarget(key.UserName, key.AccessKeyId, key.AccountId));
    }

    private protected void Add(RotatedAccessKey key) =>
        Add(key.GetConnection(), new KeyTarget(key.UserName, key.ReplacedAccessKeyId, key.AccountId));

    private protected void Add(IEnumerable<string> userNames, string? accessKeyId)
    {
        foreach (string userName in userNames)
        {
            Add(seen: null, new KeyTarget(userName, accessKeyId));
        }
    }

    /// <summary>What is given explicitly counts; else the connection that the key was seen through.</summary>
    private void Add(ConnectionOptions? seen, KeyTarget target) =>
        targets.Add((HasConnectionParameters || seen is null ? GivenConnection : seen, target));
}
