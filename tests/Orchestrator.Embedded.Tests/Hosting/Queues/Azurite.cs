using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Embedded.Tests.Hosting.Queues;

/// <summary>Azurite's blob and queue services on free ports, from npm. Installed once into the temporary folder of the machine.</summary>
public sealed class Azurite : IAsyncLifetime
{
    private const string Version = "3.37.0";
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("orc-azurite-data-");
    private Process? _process;
    private string? _whyNot;

    /// <summary>The account; the test is skipped where Azurite cannot be had.</summary>
    public string ConnectionString
    {
        get
        {
            Assert.SkipWhen(_whyNot is not null, $"Azurite cannot run here: {_whyNot}");
            return field!;
        }

        private set;
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            var folder = await InstallAsync();
            await StartAsync(folder);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or OperationCanceledException or IOException)
        {
            _whyNot = e.Message;
        }
    }

    public ValueTask DisposeAsync()
    {
        Kill(_process);
        _data.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<string> InstallAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"orc-azurite-{Version}");
        if (Directory.Exists(folder))
        {
            return folder;
        }

        var draft = Directory.CreateTempSubdirectory("orc-azurite-new-").FullName;
        using var npm = Start("npm", "install", $"azurite@{Version}", "--prefix", draft, "--no-audit", "--no-fund", "--loglevel=error");
        using var timeout = new CancellationTokenSource(InstallTimeout, SystemTime.Provider);
        try
        {
            var output = await npm.StandardError.ReadToEndAsync(timeout.Token);
            await npm.WaitForExitAsync(timeout.Token);
            return npm.ExitCode == 0 ? Keep(draft, folder) : throw new InvalidOperationException($"npm install azurite failed: {output}");
        }
        finally
        {
            Kill(npm);
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }
    }

    // Another run may have been faster; then its folder is as good.
    private static string Keep(string draft, string folder)
    {
        try
        {
            Directory.Move(draft, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
        }

        return folder;
    }

    private async Task StartAsync(string folder)
    {
        var (blob, queue, table) = (FreePort(), FreePort(), FreePort());
        _process = Start(
            "node", Path.Combine(folder, "node_modules", "azurite", "dist", "src", "azurite.js"),
            "--blobHost", "127.0.0.1", "--blobPort", $"{blob}", "--queueHost", "127.0.0.1", "--queuePort", $"{queue}", "--tableHost", "127.0.0.1", "--tablePort", $"{table}",
            "--location", _data.FullName, "--silent", "--skipApiVersionCheck", "--disableTelemetry");
        // Published by Microsoft for the emulator: a name and a key that open nothing else.
        const string key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
        ConnectionString = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
            + $"AccountKey={key};BlobEndpoint=http://127.0.0.1:{blob}/devstoreaccount1;QueueEndpoint=http://127.0.0.1:{queue}/devstoreaccount1;";
        using var timeout = new CancellationTokenSource(StartTimeout, SystemTime.Provider);
        while (!await AnswersAsync(blob, timeout.Token) || !await AnswersAsync(queue, timeout.Token))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"it ended at once: {await _process.StandardError.ReadToEndAsync(timeout.Token)}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), SystemTime.Provider, timeout.Token);
        }
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Start(string file, params string[] arguments) => Process.Start(
        new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;

    private static void Kill(Process? process)
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }
}
