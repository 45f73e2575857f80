using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Commands.Completion;

/// <summary>Completes the ids of the keys of the user in -UserName.</summary>
public sealed class AccessKeyIdCompleter : AccountCompleter
{
    private protected override string? Question(IDictionary bound) => TypedConnection.Text(bound, "UserName");

    private protected override async Task<IReadOnlyList<Choice>> AskAsync(AccountSession account, string question, CancellationToken cancellationToken) =>
        (await account.Identity.ListAccessKeysAsync(question, cancellationToken).ConfigureAwait(false))
            .OrderBy(key => key.CreateDate)
            .Select(key => new Choice(key.AccessKeyId, string.Format(CultureInfo.InvariantCulture, "{0}, created {1:yyyy-MM-dd}", key.Status, key.CreateDate)))
            .ToList();
}
