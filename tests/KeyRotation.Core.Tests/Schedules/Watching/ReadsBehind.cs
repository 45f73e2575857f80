using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Schedules.Model;

namespace KeyRotation.Tests.Schedules.Watching;

/// <summary>Answers as they are while a change has not reached every server: those of some time ago.</summary>
internal sealed class ReadsBehind
{
    private readonly History history;

    public ReadsBehind(History history, TimeSpan listLag, TimeSpan tagLag)
    {
        this.history = history;
        ListLag = listLag;
        TagLag = tagLag;
    }

    public TimeSpan ListLag { get; }

    public TimeSpan TagLag { get; }

    public IReadOnlyList<ListedKey> Keys(string userName, IReadOnlyList<ListedKey> keys)
    {
        if (ListLag > TimeSpan.Zero && history.Timeline.At(userName, history.Now - ListLag) is SandboxUser user)
        {
            keys = user.Keys
                .Select(key => new ListedKey(key.AccessKeyId, key.Status == SandboxKeyStatus.Active ? AccessKeyStatus.Active : AccessKeyStatus.Inactive, key.CreateDate) { UserName = user.UserName })
                .ToList();
        }

        return keys.Where(key => !history.Timeline.IsHidden(key.AccessKeyId, history.Now)).ToList();
    }

    public IReadOnlyDictionary<string, string> Tags(string userName, IReadOnlyDictionary<string, string> tags) =>
        TagLag > TimeSpan.Zero && history.Timeline.At(userName, history.Now - TagLag) is SandboxUser user ? user.Tags : tags;
}
