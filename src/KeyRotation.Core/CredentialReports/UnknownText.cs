using System;
using System.Linq;

namespace KeyRotation.CredentialReports;

/// <summary>
/// Says what a file is that holds no credential report, from how it begins. Nothing of its content is shown: people also give
/// files with secrets.
/// </summary>
internal static class UnknownText
{
    private static readonly (string Sign, string Meaning)[] Signs =
    [
        ("PK\u0003\u0004", "It is a compressed file, such as an Excel workbook. Save it as CSV."),
        ("\u001F", "It is a compressed file. Decompress it."),
        ("%PDF", "It is a PDF document."),
        ("<!DOCTYPE html", "It is a web page."),
        ("<html", "It is a web page."),
        ("<?xml", "It is XML without a credential report."),
        ("An error occurred", "It is an error that AWS answered with."),
        ("version https://git-lfs", "It is a pointer of Git LFS: get the file itself with git lfs pull."),
        ("Access key ID", "It is the file of a new access key, which holds a secret."),
        ("User name,", "It is the file of a new user, which may hold a secret."),
    ];

    /// <summary>One or two sentences.</summary>
    public static string Describe(string text)
    {
        string begin = text.TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        if (begin.Length == 0)
        {
            return "It is empty.";
        }

        string? meaning = Signs.Where(sign => begin.TrimStart('"').StartsWith(sign.Sign, StringComparison.OrdinalIgnoreCase)).Select(sign => sign.Meaning).FirstOrDefault();
        if (meaning is null && begin[0] is '{' or '[')
        {
            meaning = begin.Contains("\"State\"")
                ? "It is the answer of generate-credential-report. Save the answer of get-credential-report."
                : begin.Contains("\"CanSeek\"") ? "It is a stream that ConvertTo-Json took apart: its content is lost. Save the lines of Get-IAMCredentialReport -AsTextArray."
                : "It is JSON without a credential report.";
        }

        return "It is not a credential report: a header row with the columns 'user' and 'arn' was not found." + (meaning is null ? string.Empty : " " + meaning);
    }
}
