using System;
using System.IO;
using System.Linq;
using KeyRotation.Files;

namespace KeyRotation.Delivery.Files;

/// <summary>
/// A path that may contain placeholders. What stands for them names files and directories and leads nowhere: IAM allows a user
/// whose name is two dots.
/// </summary>
internal sealed class PathTemplate
{
    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    private readonly NameTemplate template;

    public PathTemplate(NameTemplate template) => this.template = template;

    /// <summary>The template of the file's own name.</summary>
    public string FileName => template.ToString().Split(Separators).Last();

    /// <exception cref="DestinationException">The names would lead out of their directory.</exception>
    public string For(KeyOwner owner, string accessKeyId)
    {
        string accountName = template.NamesTheAccount ? owner.AccountName ?? string.Empty : string.Empty;
        if (Array.Exists([owner.UserName, owner.AccountId, accountName, accessKeyId], name => name.IndexOfAny(['/', '\\', ':', '\0']) >= 0))
        {
            throw Refused(owner, "has a character that means something in a path");
        }

        foreach (string part in template.ToString().Split(Separators))
        {
            string name = new NameTemplate(part).For(owner, accessKeyId);
            if (name != part && (name.Trim('.', ' ').Length == 0 || IsCutByWindows(name)))
            {
                throw Refused(owner, $"makes '{name}' of it, which names no file and no directory of its own");
            }
        }

        return template.For(owner, accessKeyId);
    }

    /// <summary>Windows drops dots and blanks at the end: two users would share a file.</summary>
    private static bool IsCutByWindows(string name) => !UnixCalls.Available && name.TrimEnd('.', ' ') != name;

    private DestinationException Refused(KeyOwner owner, string problem) => new(
        FailureCategory.InvalidArgument,
        $"The path {template} cannot be used for the user '{owner.UserName}': the name {problem}. Give a path in which other characters stand beside the name, or none of {{UserName}} and {{AccountName}}.");
}
