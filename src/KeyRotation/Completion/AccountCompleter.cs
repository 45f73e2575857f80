using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws;

namespace KeyRotation.Commands.Completion;

/// <summary>
/// Completes from what the account says, over the connection that stands on the command line. Whoever types waits: there
/// is a second. Where that is not enough, or anything fails, nothing is completed and nothing is said.
/// </summary>
public abstract class AccountCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>An answer that comes too late for one TAB is there for the next.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    private protected AccountCompleter()
    {
    }

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Choices(fakeBoundParameters).Where(choice => choice.Continues(wordToComplete)).Select(choice => choice.ToResult());

    /// <summary>What is asked, beside the connection; null when too little is typed to ask anything.</summary>
    private protected abstract string? Question(IDictionary bound);

    private protected abstract Task<IReadOnlyList<Choice>> AskAsync(AccountSession account, string question, CancellationToken cancellationToken);

    private IReadOnlyList<Choice> Choices(IDictionary bound)
    {
        if (Question(bound) is not string question)
        {
            return [];
        }

        ConnectionOptions connection = TypedConnection.Of(bound);
        SessionMemory memory = SessionMemory.OfThisSession();
        string name = GetType().Name + "\n" + question + "\n" + TypedConnection.Name(connection);
        if (memory.Recall(name) is IReadOnlyList<Choice> known)
        {
            return known;
        }

        return AnswerInTime(async cancellationToken =>
        {
            IReadOnlyList<Choice> answered = await OpenAndAskAsync(connection, question, cancellationToken).ConfigureAwait(false);
            memory.Keep(name, answered);
            return answered;
        });
    }

    /// <summary>PowerShell asks completers on the session's own thread and takes no task: this is the one place that waits for one.</summary>
    private static IReadOnlyList<Choice> AnswerInTime(Func<CancellationToken, Task<IReadOnlyList<Choice>>> ask)
    {
        // Not disposed of: work that goes on after this TAB still looks at its token.
        var limit = new CancellationTokenSource(LongestAnswer);
        Task<IReadOnlyList<Choice>> work = Task.Run(() => ask(limit.Token), limit.Token);
        try
        {
            return work.Wait(Patience) ? work.Result : [];
        }
        catch (AggregateException)
        {
            // Whatever went wrong, a command that is run says it better than a completion could.
            return [];
        }
    }

    private async Task<IReadOnlyList<Choice>> OpenAndAskAsync(ConnectionOptions connection, string question, CancellationToken cancellationToken)
    {
        using AwsConnection open = await AwsConnection.OpenAsync(connection, TimeProvider.System, report: null, mayRunProcesses: false, cancellationToken).ConfigureAwait(false);
        return await AskAsync(open.Account, question, cancellationToken).ConfigureAwait(false);
    }
}
