using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Plans;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Watching;

/// <summary>
/// Sits between the rules and the clients during one step: lets the process die, Ctrl+C come or a call fail for
/// good, and has the true state looked at after each call.
/// </summary>
internal sealed class CallWatch : IDisposable
{
    private readonly Lock gate = new();
    private readonly History history;
    private readonly Trace trace;
    private readonly Trouble? trouble;
    private readonly string? troubledUser;
    private readonly LateWork late;
    private readonly Dictionary<string, int> listings = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource stopping = new();
    private int passed;
    private int hits;
    private int throttled;
    private string? lateUser;
    private volatile bool isDead;

    public CallWatch(History history, Trace trace, Trouble? trouble, string? troubledUser, LateWork late)
    {
        this.history = history;
        this.trace = trace;
        this.trouble = trouble;
        this.troubledUser = troubledUser;
        this.late = late;
    }

    public CancellationToken Token => stopping.Token;

    /// <summary>Users one of whose calls went wrong here; the network's faults are in the sandbox's log.</summary>
    public HashSet<string> TroubledUsers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a call that concerns no single user went wrong here.</summary>
    public bool IsAccountTroubled { get; private set; }

    /// <summary>What somebody does to a user in the middle of the work.</summary>
    public Action<string> OnMeddling { get; init; } = _ => { };

    /// <summary>The users for whom AWS creates a key only later.</summary>
    public List<string> LateCreations { get; } = [];

    public bool IsStopped => isDead || stopping.IsCancellationRequested;

    public void Dispose() => stopping.Dispose();

    public void Cancel() => stopping.Cancel();

    public void ThrowIfDead()
    {
        if (isDead)
        {
            throw new CrashException();
        }
    }

    public async Task<T> CallAsync<T>(string service, string operation, string? userName, Func<Task<T>> send)
    {
        ThrowIfDead();
        late.RunDue();
        Meddle(operation, userName);
        Trouble? hit = Hit(operation, userName);
        string what = operation + (userName is null ? string.Empty : " " + userName);
        try
        {
            T result = await SendAsync(service, operation, hit, send);
            ThrowIfDead();
            trace.Write("  " + what);
            return result;
        }
        catch (Exception problem)
        {
            trace.Write($"  {what}: {problem.GetType().Name}: {problem.Message}");
            throw;
        }
        finally
        {
            history.Observe();
        }
    }

    private void Meddle(string operation, string? userName)
    {
        if (trouble is not Meddling meddling || operation != "ListAccessKeys" || userName is null)
        {
            return;
        }

        lock (gate)
        {
            int before = listings.GetValueOrDefault(userName);
            listings[userName] = before + 1;
            if (before == meddling.After)
            {
                TroubledUsers.Add(userName);
                OnMeddling(userName);
            }
        }
    }

    private async Task<T> SendAsync<T>(string service, string operation, Trouble? hit, Func<Task<T>> send)
    {
        switch (hit)
        {
            case Crash crash:
                if (crash.WorkIsDone)
                {
                    await send();
                }

                isDead = true;
                throw new CrashException();
            case LastingFault fault:
                if (fault.WorkIsDone)
                {
                    await send();
                }

                throw new ServiceException(fault.Kind, service, operation, fault.Kind.ToString(), "Ordered by the schedule");
            case LateCreation creation:
                return await CreateLateAsync(service, operation, creation, send);
            case Cancelled:
                await stopping.CancelAsync();
                return await send();
            default:
                return await send();
        }
    }

    private async Task<T> CreateLateAsync<T>(string service, string operation, LateCreation creation, Func<Task<T>> send)
    {
        if (throttled++ < creation.Throttled)
        {
            throw new ServiceException(ServiceErrorKind.Throttled, service, operation, "Throttling", "Ordered by the schedule");
        }

        DateTimeOffset due = history.Now + creation.After;
        if (creation.IsListedLate)
        {
            history.Timeline.Hide(((CreatedKey)(object)(await send())!).AccessKeyId, due);
        }
        else
        {
            late.Add(due, lateUser!);
            LateCreations.Add(lateUser!);
        }

        throw new ServiceException(ServiceErrorKind.NoAnswer, service, operation, code: null, "Ordered by the schedule");
    }

    private Trouble? Hit(string operation, string? userName)
    {
        lock (gate)
        {
            (string wanted, int after, int times) = trouble switch
            {
                Crash crash => (crash.Operation, crash.After, 1),
                Cancelled cancelled => (cancelled.Operation, cancelled.After, 1),
                LastingFault fault => (fault.Operation, fault.After, fault.Times),
                LateCreation creation => ("CreateAccessKey", 0, creation.Throttled + 1),
                _ => (string.Empty, 0, 0),
            };
            if (trouble is LateCreation && operation == wanted && !string.Equals(lateUser ??= userName, userName, StringComparison.Ordinal))
            {
                return null;
            }

            bool matches = (wanted == "*" || wanted == operation)
                && (troubledUser is null || string.Equals(troubledUser, userName, StringComparison.OrdinalIgnoreCase));
            if (!matches || passed++ < after || hits >= times)
            {
                return null;
            }

            hits++;
            if (userName is null)
            {
                IsAccountTroubled = true;
            }
            else
            {
                TroubledUsers.Add(userName);
            }

            return trouble;
        }
    }
}
