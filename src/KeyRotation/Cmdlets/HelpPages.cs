namespace KeyRotation.Commands;

/// <summary>Where the pages of the cmdlets are, for Get-Help -Online.</summary>
internal static class HelpPages
{
    public const string Folder = "https://github.com/keyrotation/KeyRotation/blob/main/docs/cmdlets/";
}
