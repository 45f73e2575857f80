using System;

namespace KeyRotation.Workers;

/// <summary>How many accounts a worker has under way and done, and when it has had enough; from any thread.</summary>
internal sealed class WorkerCount
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    private readonly object gate = new();
    private readonly int? most;
    private readonly TimeSpan? idleTimeout;
    private readonly TimeProvider time;
    private long lastWork;
    private int places;
    private int underWay;
    private int done;

    public WorkerCount(int? most, TimeSpan? idleTimeout, TimeProvider time)
    {
        this.most = most;
        this.idleTimeout = idleTimeout;
        this.time = time;
        lastWork = time.GetTimestamp();
    }

    public int Done
    {
        get
        {
            lock (gate)
            {
                return done;
            }
        }
    }

    /// <summary>How long to wait for a message: no longer than the worker may be idle, and a second at least, so that SQS asks all its servers.</summary>
    public TimeSpan LongestWait
    {
        get
        {
            lock (gate)
            {
                TimeSpan left = (idleTimeout ?? WorkerOptions.LongestWait) - (underWay > 0 ? TimeSpan.Zero : time.GetElapsedTime(lastWork));
                return left > WorkerOptions.LongestWait ? WorkerOptions.LongestWait : left < ShortestWait ? ShortestWait : left;
            }
        }
    }

    /// <summary>Takes a place for one more account; false when there is to be none.</summary>
    public bool TryTakePlace()
    {
        lock (gate)
        {
            bool isIdle = idleTimeout is TimeSpan longest && underWay == 0 && time.GetElapsedTime(lastWork) >= longest;
            if (isIdle || (most is int limit && places + done >= limit))
            {
                return false;
            }

            places++;
            return true;
        }
    }

    public void Begin()
    {
        lock (gate)
        {
            underWay++;
        }
    }

    /// <summary>Ends what began with an account.</summary>
    /// <param name="wasWorkedOn">Whether it was worked on: one whose task no longer waits keeps no worker busy.</param>
    public void End(bool wasWorkedOn)
    {
        lock (gate)
        {
            underWay--;
            if (wasWorkedOn)
            {
                done++;
                lastWork = time.GetTimestamp();
            }
        }
    }

    public void LeavePlace()
    {
        lock (gate)
        {
            places--;
        }
    }

    /// <summary>The state for the progress display.</summary>
    public override string ToString()
    {
        lock (gate)
        {
            return $"{done} accounts done, {underWay} under way";
        }
    }
}
