using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace KeyRotation.Tests.Export;

/// <summary>
/// A headless Chromium with one page, driven by the DevTools protocol. Where none is installed the test that asks is
/// skipped; CHROMIUM names one in another place.
/// </summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly string profile;
    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource timeout = new(Patience);
    private int lastId;
    private bool isLoaded;
    private string session = string.Empty;

    private Browser(Process process, string profile)
    {
        this.process = process;
        this.profile = profile;
    }

    /// <summary>What the page said to the console, what it threw, and what its security policy kept from it.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>The addresses that the page asked for.</summary>
    public List<string> Requests { get; } = [];

    public static async Task<Browser> StartAsync()
    {
        string? program = Find();
        Assert.SkipWhen(program is null, "No Chromium is here: install one, or name it in CHROMIUM.");
        string folder = Directory.CreateTempSubdirectory("keyrotation-browser-").FullName;
        Process started = Process.Start(new ProcessStartInfo(program!, ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--remote-debugging-address=127.0.0.1", "--user-data-dir=" + folder, "about:blank"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var browser = new Browser(started, folder);
        try
        {
            await browser.ConnectAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a file and waits until it is loaded.</summary>
    public async Task OpenAsync(string file)
    {
        isLoaded = false;
        await SendAsync("Page.navigate", new JsonObject { ["url"] = new Uri(file).AbsoluteUri });
        while (!isLoaded)
        {
            Note(await ReceiveAsync());
        }
    }

    /// <summary>Runs an expression in the page and gives its value; a promise is waited for.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        JsonElement answer = await SendAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        Assert.False(answer.TryGetProperty("exceptionDetails", out JsonElement problem), problem.ToString());
        JsonElement result = answer.GetProperty("result");
        return result.TryGetProperty("value", out JsonElement value) ? value : default;
    }

    public async Task<JsonElement> SendAsync(string method, JsonObject? parameters = null)
    {
        int id = ++lastId;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (session.Length > 0)
        {
            message["sessionId"] = session;
        }

        await socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
        while (true)
        {
            JsonElement said = await ReceiveAsync();
            if (said.TryGetProperty("id", out JsonElement answered) && answered.GetInt32() == id)
            {
                return said.TryGetProperty("result", out JsonElement result) ? result : throw new InvalidOperationException($"{method}: {said}");
            }

            Note(said);
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        socket.Dispose();
        timeout.Dispose();
        try
        {
            Directory.Delete(profile, recursive: true);
        }
        catch (IOException)
        {
            // A process of the browser that is about to end still writes: the folder is one of the system's temporary ones.
        }
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named && File.Exists(named))
        {
            return named;
        }

        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        return folders.SelectMany(folder => Names.Select(name => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))).FirstOrDefault(File.Exists);
    }

    private async Task ConnectAsync()
    {
        const string announcement = "DevTools listening on ";
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync(timeout.Token) ?? throw new InvalidOperationException("The browser ended.");
        }
        while (!line.StartsWith(announcement, StringComparison.Ordinal));

        // Read on, or the browser stops when its pipes are full.
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        await socket.ConnectAsync(new Uri(line[announcement.Length..]), timeout.Token);
        JsonElement target = await SendAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        JsonElement attached = await SendAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target.GetProperty("targetId").GetString(), ["flatten"] = true });
        session = attached.GetProperty("sessionId").GetString()!;
        foreach (string domain in new[] { "Page", "Runtime", "Log", "Network", "Audits" })
        {
            await SendAsync(domain + ".enable");
        }
    }

    private async Task<JsonElement> ReceiveAsync()
    {
        using var message = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), timeout.Token);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonDocument.Parse(message.ToArray()).RootElement;
    }

    private void Note(JsonElement said)
    {
        switch (said.TryGetProperty("method", out JsonElement method) ? method.GetString() : null)
        {
            case "Runtime.consoleAPICalled" or "Runtime.exceptionThrown" or "Log.entryAdded" or "Audits.issueAdded":
                Complaints.Add(said.GetProperty("params").ToString());
                break;
            case "Page.loadEventFired":
                isLoaded = true;
                break;
            case "Network.requestWillBeSent":
                Requests.Add(said.GetProperty("params").GetProperty("request").GetProperty("url").GetString()!);
                break;
        }
    }
}
