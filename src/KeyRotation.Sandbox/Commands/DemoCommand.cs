using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.Aws;
using KeyRotation.Retirement;
using KeyRotation.Rotation;
using Spectre.Console;

namespace KeyRotation.Sandbox.Commands;

/// <summary>Walks through the life of a key on a sandbox of its own, with the same rules and clients as the cmdlets.</summary>
internal sealed class DemoCommand : ICommand
{
    private const string Watched = "demo-billing";
    private static readonly TimeSpan Propagation = TimeSpan.FromSeconds(2);

    public string Name => "demo";

    public string Summary => "Walks through the life of a key: audit, rotate, disable, enable, remove.";

    public IReadOnlyList<CommandOption> Options { get; } =
    [
        new("--users", "COUNT", "How many users to make up. 12 without it."),
        new("--seed", "NUMBER", "What they are drawn from. 1 without it."),
    ];

    public async Task<int> RunAsync(OptionValues values, IAnsiConsole console)
    {
        await using SandboxServer server = SandboxServer.Start(new SandboxOptions
        {
            Users = values.WholeNumber("--users", 12),
            Seed = values.WholeNumber("--seed", 1),
            Propagation = Propagation,
            ReportPolls = 0,
        });
        DateTimeOffset created = server.Clock.UtcNow.AddDays(-213);
        server.Account.CreateUser(Watched, created);
        SandboxAccessKey old = server.Account.AddAccessKey(Watched, created);

        var options = new ConnectionOptions
        {
            EndpointUrl = server.Endpoint.AbsoluteUri,
            AccessKey = server.Administrator.AccessKeyId,
            SecretKey = SecretText.Protect(server.Administrator.SecretAccessKey),
            Region = "us-east-1",
        };
        using AwsConnection connection = await AwsConnection.OpenAsync(options, TimeProvider.System, CancellationToken.None);
        var walk = new Walk(console, server, connection.Account);
        await walk.RunAsync(old);

        bool isDone = server.Account.FindKey(old.AccessKeyId) is null && server.Account.FindUser(Watched)!.Keys.Single().Status == SandboxKeyStatus.Active;
        console.WriteLine();
        console.MarkupLine(isDone
            ? "[green]Done:[/] the old key is gone, the new one works, and nothing was lost on the way."
            : "[red]The walk did not end as it should.[/]");
        return isDone ? 0 : 1;
    }

    private sealed class Walk
    {
        private readonly IAnsiConsole console;
        private readonly SandboxServer server;
        private readonly AccountSession account;

        public Walk(IAnsiConsole console, SandboxServer server, AccountSession account)
        {
            this.console = console;
            this.server = server;
            this.account = account.Limited(callsInFlight: 8);
        }

        public async Task RunAsync(SandboxAccessKey old)
        {
            Title("Audit", "Get-StaleAccessKey -Days 90");
            var audit = new DemoReport(console);
            await new StaleKeyAudit(account, new AuditOptions { Rule = new StaleRule(TimeSpan.FromDays(90), UnusedFor: null) }, audit).RunAsync(CancellationToken.None);
            DemoTables.Keys(console, audit.Results<AccessKey>());

            Title("Rotate", "Get-StaleAccessKey -Days 90 | New-RotatedAccessKey");
            var rotation = new DemoReport(console);
            await new KeyRotator(account, new RotationOptions(), rotation).RotateAsync(
                audit.Results<AccessKey>().Where(key => key.AccessKeyId is not null).Select(key => new KeyTarget(key.UserName, key.AccessKeyId)).ToList(),
                CancellationToken.None);
            DemoTables.Rotations(console, rotation.Results<RotatedAccessKey>());
            DemoTables.State(console, server.Account, Watched);

            Pass(TimeSpan.FromDays(2), "an application still signs with the old key");
            server.Account.RecordUse(old.AccessKeyId, "s3", "eu-west-1", server.Clock.UtcNow.AddHours(-3));
            Title("Disable: refused", $"Disable-OldAccessKey -UserName {Watched}");
            await StepAsync(report => new KeyDisabling(account, new RetirementOptions(), report), new KeyTarget(Watched));

            Pass(TimeSpan.FromDays(2), "the application has its new key");
            Title("Disable", "Disable-OldAccessKey");
            await StepAsync(report => new KeyDisabling(account, new RetirementOptions(), report));

            Title("The way back", $"Enable-OldAccessKey -UserName {Watched}");
            await StepAsync(report => new KeyEnabling(account, report), new KeyTarget(Watched));

            Pass(TimeSpan.FromDays(2), "all is quiet");
            Title("Disable again", "Disable-OldAccessKey");
            await StepAsync(report => new KeyDisabling(account, new RetirementOptions(), report));
            DemoTables.State(console, server.Account, Watched);

            Title("Remove: too early", $"Remove-RetiredAccessKey -UserName {Watched} -QuarantineDays 7");
            await StepAsync(report => new KeyRemoval(account, new RetirementOptions(), report), new KeyTarget(Watched));

            Pass(TimeSpan.FromDays(7), "the quarantine is over");
            Title("Remove", "Remove-RetiredAccessKey -QuarantineDays 7");
            await StepAsync(report => new KeyRemoval(account, new RetirementOptions(), report));
            DemoTables.State(console, server.Account, Watched);
        }

        private async Task StepAsync(Func<IReport, RetirementStep> stepOf, params KeyTarget[] targets)
        {
            var report = new DemoReport(console);
            RetirementStep step = stepOf(report);
            await step.CarryOutAsync(await step.PlanAsync(targets, CancellationToken.None), CancellationToken.None);
            if (report.Results<AccessKey>().Count > 0)
            {
                DemoTables.Keys(console, report.Results<AccessKey>());
            }
        }

        private void Pass(TimeSpan span, string meanwhile)
        {
            server.Clock.Advance(span);
            console.WriteLine();
            console.MarkupLineInterpolated($"[grey]… {span.TotalDays} days pass: {meanwhile}.[/]");
        }

        private void Title(string title, string command)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{title}[/]  [blue]{command}[/]");
        }
    }
}
