using System;
using System.Management.Automation;

namespace KeyRotation.Commands.Pipeline;

/// <summary>Makes every error record of the module.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord Of(KeyRotationException failure)
    {
        ErrorCategory category = Enum.TryParse(failure.Category.ToString(), out ErrorCategory named) ? named : ErrorCategory.NotSpecified;
        return new ErrorRecord(failure, failure.ErrorId, category, (object?)failure.Target ?? failure.Account);
    }

    public static ErrorRecord Of(ServiceException problem) => Of(KeyRotationException.Of(problem, target: null));

    public static ErrorRecord ConfirmationNeeded(Exception problem, string command) => new(
        new InvalidOperationException(
            $"{command} asks before it acts, and this host cannot ask ({problem.Message}). Run it with -Confirm:$false to agree beforehand, or with -WhatIf to see what it would do.",
            problem),
        "ConfirmationNeeded",
        ErrorCategory.InvalidOperation,
        targetObject: null);

    public static ErrorRecord ReportNotAFile(string path, string provider) => new(
        new NotSupportedException($"A report is a file, and '{path}' is a place of {provider}. Name a file."),
        "ReportNotAFile",
        ErrorCategory.InvalidArgument,
        targetObject: path);

    public static ErrorRecord NoReportFile(string path) => new(
        new ItemNotFoundException($"No file matches '{path}'. Check the path; the current folder is the start of a relative one."),
        "PathNotFound",
        ErrorCategory.ObjectNotFound,
        targetObject: path);

    public static ErrorRecord NoReportInFolder(string path, string searched) => new(
        new ItemNotFoundException($"'{path}' is a folder without a saved credential report: nothing matches {searched}, and folders in it are not read. Give the folder of the reports, or their files by name or wildcard."),
        "PathNotFound",
        ErrorCategory.ObjectNotFound,
        targetObject: path);

    public static ErrorRecord ReportFolderUnreadable(string path, Exception problem) => new(
        new System.IO.IOException($"The folder '{path}' cannot be read: {problem.Message.Trim().TrimEnd('.')}. Check its permissions.", problem),
        "ReportUnreadable",
        ErrorCategory.ReadError,
        targetObject: path);

    public static ErrorRecord DestinationMapInvalid(string? path, Exception problem) => new(
        new ArgumentException($"{(path is null ? "The map of destinations" : $"The map of destinations '{path}'")} cannot be used. {problem.Message}", problem),
        "DestinationMapInvalid",
        ErrorCategory.InvalidArgument,
        targetObject: path);

    public static ErrorRecord UserNamePatternInvalid(string pattern, Exception problem) => new(
        new ArgumentException($"'{pattern}' is not a valid pattern for user names. A [ begins a set of characters that ] has to end, as in svc-[ab]*.", problem),
        "UserNamePatternInvalid",
        ErrorCategory.InvalidArgument,
        targetObject: pattern);

    public static ErrorRecord PatternWithKeyId(string pattern) => new(
        new ArgumentException($"'{pattern}' is a pattern for many users, and -AccessKeyId names the key of one. Give that user's name, or leave -AccessKeyId out."),
        "UserNamePatternInvalid",
        ErrorCategory.InvalidArgument,
        targetObject: pattern);

    public static ErrorRecord CompromisedNeedsKey() => new(
        new InvalidOperationException("-Compromised disables at once, so each key is named: give -UserName and -AccessKeyId, without wildcards, or pipe keys, e.g. from Get-CompromisedAccessKey. Nothing was disabled."),
        "CompromisedNeedsKey",
        ErrorCategory.InvalidArgument,
        targetObject: null);

    public static ErrorRecord FindingNeedsCompromised() => new(
        new InvalidOperationException("-FindingId says why a key is compromised: give -Compromised with it, or leave it out."),
        "FindingNeedsCompromised",
        ErrorCategory.InvalidArgument,
        targetObject: null);

    public static ErrorRecord TrailRegionConflict() => new(
        new ArgumentException("-AllRegions reads the event history of every region, and -TrailRegion that of some. Give one of them."),
        "TrailRegionConflict",
        ErrorCategory.InvalidArgument,
        targetObject: null);

    public static ErrorRecord ActivityConflict() => new(
        new ArgumentException("-Activity has who signs with the keys, and -IncludeActivity looks it up. Give one of them."),
        "ActivityConflict",
        ErrorCategory.InvalidArgument,
        targetObject: null);

    public static ErrorRecord WorkerNeedsDestination() => new(
        new InvalidOperationException("Start-KeyRotationWorker gives no keys, so the secrets of new ones need a place: give -Destination, e.g. -Destination SecretsManager."),
        "WorkerNeedsDestination",
        ErrorCategory.InvalidArgument,
        targetObject: null);

    public static ErrorRecord SelfNeedsProfile() => new(
        new InvalidOperationException("-Self writes the new key into the profile that the call is made with: give it with -ProfileName."),
        "SelfNeedsProfile",
        ErrorCategory.InvalidArgument,
        targetObject: null);

    public static ErrorRecord NoticeTemplateInvalid(Type given) => new(
        new ArgumentException($"-Template is a {given.FullName}. Give a text with {{Recipient}}, {{Subject}}, {{Count}} and {{Lines}}, or a script block that gets the notice and gives the text."),
        "NoticeTemplateInvalid",
        ErrorCategory.InvalidArgument,
        targetObject: null);

    public static ErrorRecord AccountsHaveConnections() => new(
        new InvalidOperationException(
            "Accounts bring the connection that enters them, and parameters say who else is to sign. Give -ProfileName, -AccessKey, -RoleArn and so on to Get-KeyRotationAccount, and leave them out here; look at $PSDefaultParameterValues too."),
        "AccountsHaveConnections",
        ErrorCategory.InvalidArgument,
        targetObject: null);

    public static ErrorRecord SummaryNeedsDestination() => new(
        new InvalidOperationException("-Summary gives numbers and no keys, so that a new secret would be lost. Give a -Destination for it, or leave -Summary out."),
        "SummaryNeedsDestination",
        ErrorCategory.InvalidArgument,
        targetObject: null);

    public static ErrorRecord RecipientWithoutNotify() => new(
        new InvalidOperationException("-DefaultRecipient says who gets the notices that have no owner, and -Notify how they are sent. Give -Notify with it, or leave it out."),
        "RecipientWithoutNotify",
        ErrorCategory.InvalidArgument,
        targetObject: null);

    public static ErrorRecord PlanHashWithoutPlan() => new(
        new InvalidOperationException("-PlanHash says which plan was approved, and goes with -PlanPath when the plan is carried out, without -WhatIf."),
        "PlanHashWithoutPlan",
        ErrorCategory.InvalidArgument,
        targetObject: null);

    public static KeyRotationException CredentialUnknown(Type given) => new(
        "CredentialUnknown",
        FailureCategory.InvalidArgument,
        target: null,
        $"-Credential is a {given.FullName}, in which no access key was found. Give a PSCredential (the key's id and its secret), what New-AWSCredential or Get-AWSCredential gives, or the Credentials of an answer of AWS STS: AccessKeyId, SecretAccessKey and SessionToken.");

    public static ErrorRecord CredentialConflict() => new(
        new InvalidOperationException("-Credential cannot be combined with -ProfileName, -AccessKey, -SecretKey, -SessionToken or -ManagedIdentityResource: it is not clear who is to sign. Give one of them; look at $PSDefaultParameterValues too."),
        "CredentialsConflict",
        ErrorCategory.InvalidArgument,
        targetObject: null);

    /// <summary>A failure of the connection, which is made on another thread.</summary>
    public static KeyRotationException SessionCredentialsUnknown(Type held) => new(
        "SessionCredentialsUnknown",
        FailureCategory.AuthenticationError,
        target: null,
        $"${SessionDefaults.CredentialsVariable} holds no credentials that Set-AWSCredential leaves there, but {held.FullName}: whom AWS Tools would sign for is not clear. "
        + "Set it with Set-AWSCredential, clear it with Clear-AWSCredential, or give -ProfileName, or -AccessKey and -SecretKey.");

    public static ErrorRecord SandboxRunning(KeyRotationSandbox sandbox) => new(
        new InvalidOperationException(
            $"A sandbox runs in this session already, at {sandbox.Endpoint}: work with it, or end it with Stop-KeyRotationSandbox first."),
        "SandboxRunning",
        ErrorCategory.ResourceExists,
        sandbox);

    public static ErrorRecord NoSandbox() => new(
        new InvalidOperationException("No sandbox runs in this session: start one with Start-KeyRotationSandbox."),
        "NoSandbox",
        ErrorCategory.ObjectNotFound,
        targetObject: null);

    public static ErrorRecord SandboxNotStarted(Exception problem) => new(
        new InvalidOperationException($"The sandbox did not start: {FirstLine(problem)} Nothing was changed; check the parameters and start it again.", problem),
        "SandboxNotStarted",
        ErrorCategory.OpenError,
        targetObject: null);

    public static ErrorRecord SandboxUnavailable(Exception problem) => new(
        new InvalidOperationException(
            "The sandbox is not available here: it needs PowerShell 7.4 or later and the folder bin/net8.0/sandbox of the module. "
            + "From Windows PowerShell, let it run in PowerShell 7 and connect to it with AWS_ENDPOINT_URL.",
            problem),
        "SandboxUnavailable",
        ErrorCategory.NotInstalled,
        targetObject: null);

    public static ErrorRecord SandboxTimeOutOfRange(Exception problem, TimeSpan by) => new(
        new ArgumentOutOfRangeException(
            $"The sandbox's clock moves forwards only, and not beyond the year 9999: {by} is out of range.",
            problem),
        "SandboxTimeOutOfRange",
        ErrorCategory.InvalidArgument,
        by);

    // What comes behind names a parameter of code.
    private static string FirstLine(Exception problem)
    {
        string line = problem.Message.Split('\n')[0];
        int parameter = line.IndexOf(" (Parameter", StringComparison.Ordinal);
        return (parameter < 0 ? line : line.Substring(0, parameter)).TrimEnd('\r', ' ', '.') + ".";
    }
}
