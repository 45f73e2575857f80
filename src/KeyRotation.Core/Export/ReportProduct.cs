using System;

namespace KeyRotation.Export;

/// <summary>The program that makes reports, as reports name it.</summary>
internal static class ReportProduct
{
    public const string Name = "KeyRotation";

    public static string Version
    {
        get
        {
            Version version = typeof(ReportProduct).Assembly.GetName().Version!;
            return $"{version.Major}.{version.Minor}.{version.Build}";
        }
    }
}
