using System;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net.Sockets;
using KeyRotation.Commands.Parameters;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Commands.Sandbox;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">
/// Starts an AWS look-alike in this session and connects the session to it: all that follows is a rehearsal, until
/// Stop-KeyRotationSandbox or the end of the session.
/// </para>
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "KeyRotationSandbox", HelpUri = HelpPages.Folder + "Start-KeyRotationSandbox.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(KeyRotationSandbox))]
public sealed class StartKeyRotationSandboxCommand : PSCmdlet
{
    private const double Seconds = 1;
    private const int MostUsers = 4999;
    private const int MostAccounts = 10_000;
    private const int MostPort = 65535;

    /// <summary>How many users to make up, beside the administrator. Default: 12.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, MostUsers)]
    public int Users { get; set; } = new SandboxSettings().Users;

    /// <summary>How many of the users hold a key older than 90 days, at most -Users. Default: a mixture.</summary>
    [Parameter]
    [ValidateRange(0, MostUsers)]
    public int StaleUsers { get; set; }

    /// <summary>How many accounts to make up beside the first one, in an organization that it manages, each with as many users. Default: none.</summary>
    [Parameter]
    [ValidateRange(0, MostAccounts)]
    public int Accounts { get; set; }

    /// <summary>What users, keys, ages and uses are drawn from: the same number makes the same account. Default: 1.</summary>
    [Parameter]
    public int Seed { get; set; } = new SandboxSettings().Seed;

    /// <summary>The partition of the account: its ARNs and regions follow it. Default: aws.</summary>
    [Parameter]
    [ValidateSet("aws", "aws-us-gov", "aws-cn")]
    public string Partition { get; set; } = new SandboxSettings().Partition;

    /// <summary>The TCP port on 127.0.0.1. Default: a free one.</summary>
    [Parameter]
    [ValidateRange(0, MostPort)]
    public int Port { get; set; }

    /// <summary>For so long a new key is refused, as on AWS: a time span, or a number of seconds. Default: 2 seconds.</summary>
    [Parameter]
    [Duration(Seconds)]
    public TimeSpan Propagation { get; set; } = new SandboxSettings().Propagation;

    /// <summary>Where the sandbox's clock starts. Default: now.</summary>
    [Parameter]
    public DateTimeOffset StartTime { get; set; }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (!ShouldProcess("this session", "Start a sandbox and connect to it"))
        {
            return;
        }

        try
        {
            if (!SandboxSession.TryStart(Settings(), Runspace.DefaultRunspace.InstanceId, out KeyRotationSandbox sandbox))
            {
                ThrowTerminatingError(ErrorRecords.SandboxRunning(sandbox));
            }

            WriteObject(sandbox);
        }
        catch (Exception problem) when (problem is PlatformNotSupportedException or FileNotFoundException)
        {
            ThrowTerminatingError(ErrorRecords.SandboxUnavailable(problem));
        }
        catch (Exception problem) when (problem is ArgumentException or SocketException or IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ErrorRecords.SandboxNotStarted(problem));
        }
    }

    private SandboxSettings Settings() => new()
    {
        Users = Users,
        StaleUsers = MyInvocation.BoundParameters.ContainsKey(nameof(StaleUsers)) ? StaleUsers : null,
        Accounts = Accounts,
        Seed = Seed,
        Partition = Partition,
        Port = Port,
        Propagation = Propagation,
        StartTime = MyInvocation.BoundParameters.ContainsKey(nameof(StartTime)) ? StartTime : null,
    };
}
