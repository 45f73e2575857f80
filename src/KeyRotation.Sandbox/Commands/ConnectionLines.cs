using System;
using System.Globalization;
using System.IO;
using Spectre.Console;

namespace KeyRotation.Sandbox.Commands;

/// <summary>What to paste into a shell so that AWS clients find the sandbox. The administrator's secret is the only one that is ever printed.</summary>
internal static class ConnectionLines
{
    public static void Write(SandboxServer server, IAnsiConsole console)
    {
        var endpoint = server.Endpoint.GetLeftPart(UriPartial.Authority);
        console.MarkupLineInterpolated($"The sandbox listens on [bold]{endpoint}[/]: account {server.Account.AccountId}, {server.Account.Users.Count} users.");
        console.WriteLine();
        console.MarkupLine("[grey]# bash[/]");
        WriteLines(server, endpoint, console.Profile.Out.Writer, "export {0}={1}");
        console.WriteLine();
        console.MarkupLine("[grey]# PowerShell[/]");
        WriteLines(server, endpoint, console.Profile.Out.Writer, "$env:{0} = '{1}'");
        console.WriteLine();
        console.MarkupLineInterpolated($"The clock is moved with POST {endpoint}/_sandbox/clock, e.g. {{\"days\":7}}. Ctrl+C ends the sandbox.");
    }

    // Past the console's own lines: it would break a long one in two, which cannot be pasted.
    private static void WriteLines(SandboxServer server, string endpoint, TextWriter writer, string format)
    {
        var variables = new (string Name, string Value)[]
        {
            ("AWS_ENDPOINT_URL", endpoint),
            ("AWS_ACCESS_KEY_ID", server.Administrator.AccessKeyId),
            ("AWS_SECRET_ACCESS_KEY", server.Administrator.SecretAccessKey),
            ("AWS_REGION", "us-east-1"),

            // boto3 and version 1 of the AWS CLI read this one only.
            ("AWS_DEFAULT_REGION", "us-east-1"),
        };
        foreach (var (name, value) in variables)
        {
            writer.WriteLine(string.Format(CultureInfo.InvariantCulture, format, name, value));
        }

        writer.Flush();
    }
}
