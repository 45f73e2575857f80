using System;

namespace KeyRotation.Notices;

/// <summary>The line of a key whose next step is known, and when it is due.</summary>
internal static class StatusLines
{
    private const string Rotate = DueStep.Rotate;
    private const string Disable = "disable";
    private const string Remove = "remove";

    public static NoticeLine Of(KeyStatus status)
    {
        string? step = StepOf(status);
        DueStep? due = step is not null && status.DueDate is DateTimeOffset at ? new DueStep(step, status.CreateDate, at, status.SeenAt) : null;
        string blocked = status.Blocker is string blocker ? $" Blocked: {blocker.TrimEnd('.')}." : string.Empty;
        return KeyLines.Line(status, What(status, step, due) + blocked, status.DueDate, ToDo(status, step), due);
    }

    private static string? StepOf(KeyStatus status) => status.NextStep switch
    {
        "New-RotatedAccessKey" => Rotate,
        "Disable-OldAccessKey" => Disable,
        "Remove-RetiredAccessKey" => Remove,
        _ => null,
    };

    private static string What(KeyStatus status, string? step, DueStep? due) => step switch
    {
        _ when status.StageValue == KeyStage.Undelivered => "A rotation that did not finish created this key.",
        Rotate when status.StatusValue != AccessKeyStatus.Active => "This key is disabled, and its user has no key that works." + KeyLines.Because(status),
        Rotate => $"This key is {Display.Age(status.Age)} old, and " + (due?.IsAhead == true ? $"is to be replaced in {Days(due)}." : "is to be replaced now."),
        Disable => $"{KeyLines.Replaced(status)}{KeyLines.Because(status)} This key can be disabled {(due is null ? "when its last use is known" : due.IsAhead ? "in " + Days(due) : "now")}.",
        Remove => "This key is disabled" + (due is null ? "." : due.IsAhead ? $", and is deleted in {Days(due)}." : ", and is to be deleted now.") + KeyLines.Because(status),
        _ => $"This key is {Display.Age(status.Age)} old.",
    };

    private static string? ToDo(KeyStatus status, string? step) => step switch
    {
        _ when status.StageValue == KeyStage.Undelivered => KeyLines.Finish(status),
        _ when status.StageValue == KeyStage.Exempt => "Nothing while the exemption lasts.",
        Rotate when status.Blocker is not null => "Find the applications that use the key, and solve what blocks the rotation.",
        Rotate => KeyLines.Rotate(status),
        Disable => KeyLines.LeaveBehind(status),
        Remove => KeyLines.BringBack(status),
        _ when status.UserName == KeyReference.RootUserName => KeyLines.Rotate(status),
        _ => null,
    };

    private static string Days(DueStep due) => due.DaysLeft == 1 ? "1 day" : due.DaysLeft + " days";
}
