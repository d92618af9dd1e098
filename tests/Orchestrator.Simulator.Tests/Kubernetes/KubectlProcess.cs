using System.Diagnostics;

namespace Orchestrator.Simulator.Tests.Kubernetes;

/// <summary>The real kubectl with the kubeconfig in a folder.</summary>
internal sealed class KubectlProcess(string folder)
{
    private const string Path = "/usr/bin/kubectl";

    public static bool IsInstalled => File.Exists(Path);

    /// <summary>The proxy to go through; null connects to where the kubeconfig says.</summary>
    public Uri? Proxy { get; init; }

    public async Task SucceedsAsync(string arguments, params string[] expected)
    {
        var (code, output) = await RunAsync(arguments);
        Assert.True(code == 0, $"kubectl {arguments}: {code}\n{output}");
        Assert.All(expected, text => Assert.Contains(text, output, StringComparison.Ordinal));
    }

    public async Task<(int Code, string Output)> RunAsync(string arguments)
    {
        var start = new ProcessStartInfo(Path) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var argument in arguments.Split(' '))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["HOME"] = folder;
        start.Environment["KUBECONFIG"] = System.IO.Path.Combine(folder, "config");
        if (Proxy is not null)
        {
            start.Environment["HTTPS_PROXY"] = Proxy.AbsoluteUri;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
