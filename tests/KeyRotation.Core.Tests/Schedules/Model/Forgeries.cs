using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox;

namespace KeyRotation.Tests.Schedules.Model;

/// <summary>The tags of the journal that somebody forged, and which of them cannot be true.</summary>
internal sealed class Forgeries
{
    private readonly List<(string UserName, string Tag, string Value, bool CanBeTrue)> made = [];

    public void Add(string userName, string tag, string value, bool canBeTrue) => made.Add((userName, tag, value, canBeTrue));

    /// <summary>The forged tags that a user still has.</summary>
    public IReadOnlyList<string> On(SandboxUser user) => Standing(user).Select(forgery => forgery.Tag).ToList();

    /// <summary>Whether a tag of the user cannot be true: then the module keeps its hands off.</summary>
    public bool MakeDoubtful(SandboxUser user) => Standing(user).Any(forgery => !forgery.CanBeTrue);

    private IEnumerable<(string UserName, string Tag, string Value, bool CanBeTrue)> Standing(SandboxUser user) => made.Where(forgery =>
        string.Equals(forgery.UserName, user.UserName, StringComparison.OrdinalIgnoreCase) && user.Tags.GetValueOrDefault(forgery.Tag) == forgery.Value);
}
