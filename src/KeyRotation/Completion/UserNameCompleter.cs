using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Commands.Completion;

/// <summary>Completes the names of the account's users.</summary>
public sealed class UserNameCompleter : AccountCompleter
{
    private protected override string? Question(IDictionary bound) => string.Empty;

    private protected override async Task<IReadOnlyList<Choice>> AskAsync(AccountSession account, string question, CancellationToken cancellationToken) =>
        (await account.Identity.ListUsersAsync(cancellationToken).ConfigureAwait(false))
            .Select(user => new Choice(user.UserName, user.Arn))
            .ToList();
}
