using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace KeyRotation.Export;

/// <summary>A style sheet or script that is part of this assembly, and the hash by which a page's security policy allows it and nothing else.</summary>
internal sealed class ReportResource
{
    private ReportResource(string text) => Text = text;

    public static ReportResource Style { get; } = new(Read("report.css"));

    public static ReportResource Script { get; } = new(Read("report.js"));

    public string Text { get; }

    /// <summary>As a Content-Security-Policy names it.</summary>
    public string Source
    {
        get
        {
            byte[] content = Encoding.UTF8.GetBytes(Text);
#if NET8_0_OR_GREATER
            byte[] digest = SHA256.HashData(content);
#else
            using var sha = SHA256.Create();
            byte[] digest = sha.ComputeHash(content);
#endif
            return "'sha256-" + Convert.ToBase64String(digest) + "'";
        }
    }

    /// <summary>With the line ends that a browser hashes, whatever the working copy has.</summary>
    private static string Read(string name)
    {
        using Stream stream = typeof(ReportResource).Assembly.GetManifestResourceStream("KeyRotation.Export." + name)
            ?? throw new InvalidOperationException($"The assembly holds no {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
