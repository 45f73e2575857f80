using System;
using System.Globalization;

namespace KeyRotation.Sandbox.Commands;

/// <summary>What to paste into a shell so that AWS clients find the sandbox. The administrator's secret is the only one that is ever printed.</summary>
internal static class ConnectionLines
{
    public static void Write(SandboxServer server)
    {
        var endpoint = server.Endpoint.GetLeftPart(UriPartial.Authority);
        Console.WriteLine($"The sandbox listens on {endpoint}: account {server.Account.AccountId}, {server.Account.Users.Count} users.");
        Console.WriteLine();
        Console.WriteLine("# bash");
        WriteVariables(server, endpoint, "export {0}={1}");
        Console.WriteLine();
        Console.WriteLine("# PowerShell");
        WriteVariables(server, endpoint, "$env:{0} = '{1}'");
        Console.WriteLine();
        Console.WriteLine($"The clock is moved with POST {endpoint}/_sandbox/clock, e.g. {{\"days\":7}}. Ctrl+C ends the sandbox.");
    }

    private static void WriteVariables(SandboxServer server, string endpoint, string format)
    {
        var variables = new (string Name, string Value)[]
        {
            ("AWS_ENDPOINT_URL", endpoint),
            ("AWS_ACCESS_KEY_ID", server.Administrator.AccessKeyId),
            ("AWS_SECRET_ACCESS_KEY", server.Administrator.SecretAccessKey),
            ("AWS_REGION", server.Account.Region),

            // boto3 and version 1 of the AWS CLI read this one only.
            ("AWS_DEFAULT_REGION", server.Account.Region),
        };
        foreach (var (name, value) in variables)
        {
            Console.WriteLine(string.Format(CultureInfo.InvariantCulture, format, name, value));
        }
    }
}
