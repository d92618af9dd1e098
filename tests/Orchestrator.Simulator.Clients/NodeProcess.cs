using System.Diagnostics;
using System.Security.Cryptography;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Simulator.Clients;

/// <summary>The scripts beside this project with their packages from npm, installed once for each state of the lock file.</summary>
internal static class NodeProcess
{
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(4);

    /// <summary>The lines that the script wrote.</summary>
    /// <param name="folder">Where it was installed.</param>
    public static async Task<IReadOnlyList<string>> RunAsync(string folder, string script, IReadOnlyDictionary<string, string> environment)
    {
        var output = await StartAsync("node", [Path.Combine(folder, script)], folder, environment, RunTimeout);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The folder with the scripts and their packages.</summary>
    /// <exception cref="InstallFailedException">npm failed.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no npm.</exception>
    public static async Task<string> InstallAsync()
    {
        var source = Path.Combine(AppContext.BaseDirectory, "Node");
        var state = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(source, "package-lock.json"))))[..12];
        var folder = Path.Combine(Path.GetTempPath(), $"orc-simulator-clients-{state}");
        if (!Directory.Exists(folder))
        {
            var draft = Directory.CreateTempSubdirectory("orc-simulator-clients-new-").FullName;
            Copy(source, draft);
            try
            {
                await StartAsync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], draft, new Dictionary<string, string>(StringComparer.Ordinal), InstallTimeout);
            }
            catch (Exception e) when (e is InvalidOperationException or OperationCanceledException)
            {
                throw new InstallFailedException(e);
            }

            Keep(draft, folder);
        }

        Copy(source, folder);
        return folder;
    }

    private static void Copy(string source, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }
    }

    // Another run may have been faster; then its folder is as good.
    private static void Keep(string draft, string folder)
    {
        try
        {
            Directory.Move(draft, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(draft, recursive: true);
        }
    }

    private static async Task<string> StartAsync(
        string program, IReadOnlyList<string> arguments, string folder, IReadOnlyDictionary<string, string> environment, TimeSpan limit)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        using var timeout = new CancellationTokenSource(limit, SystemTime.Provider);
        try
        {
            var error = process.StandardError.ReadToEndAsync(timeout.Token);
            var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}\n{await error}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
