using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using KeyRotation.Tests.Support;

namespace KeyRotation.Tests.Schedules.Watching;

/// <summary>What happened, line by line, for who looks into a failure.</summary>
internal sealed class Trace
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly TestAccount account;

    public Trace(TestAccount account) => this.account = account;

    public void Write(string text)
    {
        lock (gate)
        {
            lines.Add(account.Server.Clock.UtcNow.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + "  " + text);
        }
    }

    public override string ToString()
    {
        lock (gate)
        {
            return string.Join(Environment.NewLine, lines);
        }
    }
}
