using System;
using System.Management.Automation;

namespace KeyRotation.Commands.Pipeline;

/// <summary>Makes every error record of the module.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord Of(KeyRotationException failure)
    {
        ErrorCategory category = Enum.TryParse(failure.Category.ToString(), out ErrorCategory named) ? named : ErrorCategory.NotSpecified;
        return new ErrorRecord(failure, failure.ErrorId, category, failure.Target);
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

    public static ErrorRecord SelfNeedsProfile() => new(
        new InvalidOperationException("-Self writes the new key into the profile that the call is made with: give it with -ProfileName."),
        "SelfNeedsProfile",
        ErrorCategory.InvalidArgument,
        targetObject: null);
}
