using System;

namespace KeyRotation.Commands.Sandbox;

/// <summary>
/// The sandbox that the session is connected to. The environment is the process's, so there is one at a time in a process:
/// this slot is as wide as what it guards.
/// </summary>
internal sealed class SandboxSession
{
    private static readonly object Gate = new();
    private static SandboxSession? current;

    private readonly SandboxEnvironment environment;
    private readonly Guid runspace;

    private SandboxSession(KeyRotationSandbox sandbox, Guid runspace)
    {
        Sandbox = sandbox;
        this.runspace = runspace;
        try
        {
            environment = new SandboxEnvironment(sandbox.GetConnection());
        }
        catch
        {
            sandbox.Dispose();
            throw;
        }
    }

    /// <summary>The sandbox that runs; null when none does.</summary>
    public static KeyRotationSandbox? Running
    {
        get
        {
            lock (Gate)
            {
                return current?.Sandbox;
            }
        }
    }

    private KeyRotationSandbox Sandbox { get; }

    /// <summary>Starts a sandbox and connects the session to it; false when one runs already.</summary>
    /// <param name="settings">How it starts.</param>
    /// <param name="runspace">Who starts it.</param>
    /// <param name="sandbox">The one that runs now.</param>
    public static bool TryStart(SandboxSettings settings, Guid runspace, out KeyRotationSandbox sandbox)
    {
        lock (Gate)
        {
            bool starts = current is null;
            current ??= new SandboxSession(SandboxAssembly.Start(settings), runspace);
            sandbox = current.Sandbox;
            return starts;
        }
    }

    /// <summary>Ends the sandbox and puts the environment back; does nothing when none runs.</summary>
    /// <param name="startedBy">End it only if this runspace started it; null: whoever did.</param>
    public static void Stop(Guid? startedBy = null)
    {
        lock (Gate)
        {
            if (current is null || (startedBy is Guid runspace && runspace != current.runspace))
            {
                return;
            }

            SandboxSession stopped = current;
            current = null;
            try
            {
                stopped.environment.Restore();
            }
            finally
            {
                stopped.Sandbox.Dispose();
            }
        }
    }
}
