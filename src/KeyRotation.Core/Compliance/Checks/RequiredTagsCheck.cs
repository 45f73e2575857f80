using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Compliance.Checks;

/// <summary>A service user says by its tags what it is for and whom to ask. Not a demand of CIS: one that an organization makes of itself.</summary>
internal static class RequiredTagsCheck
{
    public static Verdict Check(CheckedUser user, IReadOnlyList<string> names)
    {
        if (!user.ActiveKeys.Any())
        {
            return new Verdict(ControlStatus.NotApplicable, "The user has no active access key.", []);
        }

        IReadOnlyDictionary<string, string> tags = user.Journal!.OwnTags();
        List<string> missing = names.Where(name => !tags.TryGetValue(name, out string? value) || string.IsNullOrWhiteSpace(value)).ToList();
        List<ControlEvidence> evidence = names.Select(name => new ControlEvidence(name, tags.TryGetValue(name, out string? value) ? value : "missing", Evidence.UserTags)).ToList();
        return missing.Count == 0
            ? new Verdict(ControlStatus.Pass, $"The user has {(names.Count == 1 ? "the tag" : "the tags")} {string.Join(", ", names)}.", evidence)
            : new Verdict(ControlStatus.Fail, $"The user lacks {(missing.Count == 1 ? "the tag" : "the tags")} {string.Join(", ", missing)}.", evidence)
            {
                Remedy = [Remedies.Tag(user, missing)],
            };
    }
}
