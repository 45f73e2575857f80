using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace KeyRotation.Activity;

/// <summary>Takes from what clients call themselves the product and its version, so that two hosts with one program are one kind of user.</summary>
internal static class UserAgents
{
    public const string None = "(none)";

    private const int Longest = 64;

    /// <summary>What is named wherever it is in the text: the libraries below it come first or last.</summary>
    private static readonly (Regex Form, string Name)[] Known =
    [
        (Form(@"\bTerraform/(?<version>\d+\.\d+)"), "terraform/"),
        (Form(@"\bOpenTofu/(?<version>\d+\.\d+)"), "opentofu/"),
        (Form(@"\bPulumi/(?<version>\d+\.\d+)"), "pulumi/"),
        (Form(@"\baws-cli/(?<version>\d+)"), "aws-cli/"),
        (Form(@"\bEdg/(?<version>\d+)"), "Edge/"),
        (Form(@"\bFirefox/(?<version>\d+)"), "Firefox/"),
        (Form(@"\bChrome/(?<version>\d+)"), "Chrome/"),
        (Form(@"\bVersion/(?<version>\d+)\S* .*\bSafari/"), "Safari/"),
    ];

    private static readonly Regex Product = Form(@"^(?<name>[^\s/]+)/v?(?<version>\d+(?:\.\d+)?)");

    /// <summary>The product, with as much of its version as says something: <c>Boto3/1.34</c>, <c>aws-cli/2</c>, <c>terraform/1.6</c>.</summary>
    public static string Normalize(string? userAgent)
    {
        string text = ForeignText.Clean(userAgent).Trim().TrimStart('[').TrimEnd(']').Trim();
        foreach ((Regex form, string name) in Known)
        {
            if (form.Match(text) is { Success: true } found)
            {
                return name + found.Groups["version"].Value;
            }
        }

        string first = text.Split(' ').First();
        string named = Product.Match(first) is { Success: true } product ? product.Groups["name"].Value + "/" + product.Groups["version"].Value : first;
        return named.Length == 0 ? None : named.Length <= Longest ? named : named.Substring(0, Longest) + "…";
    }

    private static Regex Form(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
}
