using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Guardrails.Policies;

namespace KeyRotation.Guardrails;

/// <summary>An answer about a target, and what it takes to say which users it leaves out.</summary>
public sealed class GuardrailFinding
{
    private static readonly Dictionary<string, string> NotAsked = [];

    private readonly IReadOnlyList<IReadOnlyList<KeyExemption>> exemptions;

    /// <param name="guardrail">The answer.</param>
    /// <param name="exemptions">Whom each statement that denies leaves out.</param>
    internal GuardrailFinding(KeyGuardrail guardrail, IReadOnlyList<IReadOnlyList<KeyExemption>> exemptions)
    {
        Guardrail = guardrail;
        this.exemptions = exemptions;
    }

    /// <summary>The answer, without users.</summary>
    public KeyGuardrail Guardrail { get; }

    /// <summary>The answer with the users that it leaves out, where no user has to be read for it; null otherwise.</summary>
    public KeyGuardrail? WithoutReading => Guardrail.InForce == nameof(GuardrailVerdict.Unknown) ? Guardrail : IsForNobody ? With([]) : null;

    private bool IsForNobody => exemptions.Any(statement => statement.Count == 0);

    private bool NeedsTags => exemptions.Any(statement => statement.Any(exemption => exemption.NeedsTags));

    /// <summary>
    /// The answer with the users that it leaves out. The users are listed, and the tags of each are read at one call a user where the policies
    /// ask for tags. Nothing is read where nobody is left out, where the answer is Unknown, or where it is about something else than the account.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">The users cannot be read.</exception>
    public async Task<KeyGuardrail> WithUsersAsync(AccountSession account, CancellationToken cancellationToken)
    {
        if (account is null)
        {
            throw new ArgumentNullException(nameof(account));
        }

        if (Guardrail.TargetId != account.AccountId)
        {
            return Guardrail;
        }

        try
        {
            return WithoutReading ?? With(await LeftOutAsync(account, cancellationToken).ConfigureAwait(false));
        }
        catch (ServiceException problem)
        {
            throw GuardrailFailures.UsersNotRead(account.AccountId, problem);
        }
    }

    private async Task<IReadOnlyList<string>> LeftOutAsync(AccountSession account, CancellationToken cancellationToken)
    {
        IReadOnlyList<IamUser> users = await account.Identity.ListUsersAsync(cancellationToken).ConfigureAwait(false);
        bool[] areLeftOut = await Task.WhenAll(users.Select(async user =>
        {
            var tagged = new TaggedUser(user.Arn, NeedsTags ? await account.Identity.ListUserTagsAsync(user.UserName, cancellationToken).ConfigureAwait(false) : NotAsked);
            return exemptions.All(statement => statement.Any(exemption => exemption.Covers(tagged)));
        })).ConfigureAwait(false);
        return users.Where((_, index) => areLeftOut[index]).Select(user => user.UserName).ToList();
    }

    private KeyGuardrail With(IReadOnlyList<string> users) => new()
    {
        TargetId = Guardrail.TargetId,
        TargetName = Guardrail.TargetName,
        AccountId = Guardrail.AccountId,
        InForce = Guardrail.InForce,
        Reason = Guardrail.Reason,
        Policies = Guardrail.Policies,
        Exceptions = Guardrail.Exceptions,
        OutOfReach = Guardrail.OutOfReach,
        Users = users,
    };
}
