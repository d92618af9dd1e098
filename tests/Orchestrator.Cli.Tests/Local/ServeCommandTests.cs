using System.Net;
using System.Net.Sockets;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Tests.Harness;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Cli.Tests.Local;

/// <summary>The real thing: the Function app, the embedded host and simulated Azure, over loopback sockets.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private const string UpAndRunning = "Ctrl-C stops it";
    private readonly string _folder = Directory.CreateTempSubdirectory("orc-serve-").FullName;

    [Fact]
    public async Task Serve_StartedStoppedAndStartedAgain_AnswersOtherCommandsEachTime()
    {
        for (var start = 1; start <= 2; start++)
        {
            await using var server = await RunningServer.StartAsync(this);

            Assert.Equal(new CommandResult(ExitCodes.Success, "No clusters.\n", ""), await RunAsync("get", "clusters"));
            Assert.Equal(ExitCodes.NotFound, (await RunAsync("describe", "cluster", "nope")).ExitCode);
            Assert.Equal(ExitCodes.Unauthorized, (await RunAsync("get", "clusters", "--key", "wrong")).ExitCode);

            Assert.Equal(ExitCodes.Success, await server.StopAsync());
            Assert.Null(ServerFile.Find(Path.Combine(_folder, ".orc")));
            Assert.Equal(ExitCodes.Unreachable, (await RunAsync("get", "clusters")).ExitCode);
        }
    }

    [Fact]
    public async Task Serve_OnFolderOfAnother_IsRefusedAndLeavesTheOtherAlone()
    {
        await using var server = await RunningServer.StartAsync(this);

        var second = await RunAsync("serve", "--port", "0");

        Assert.Equal(ExitCodes.InUse, second.ExitCode);
        Assert.Contains("Another server runs on the data folder", second.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, (await RunAsync("get", "clusters")).ExitCode);
    }

    [Fact]
    public async Task Serve_OnPortOfAnother_IsRefused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var result = await RunAsync("serve", "--port", $"{port}");

        Assert.Equal(ExitCodes.InUse, result.ExitCode);
        Assert.Contains($"Port {port}", result.Error, StringComparison.Ordinal);
        Assert.Null(ServerFile.Find(Path.Combine(_folder, ".orc")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<CommandResult> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await CommandLineApplication.RunAsync(arguments, Services(output, error));
        return new CommandResult(exitCode, output.ToString(), error.ToString());
    }

    private CommandServices Services(TextWriter output, TextWriter error) => new()
    {
        Output = CommandRunner.PlainConsole(output),
        Error = CommandRunner.PlainConsole(error),
        Input = TextReader.Null,
        Time = SystemTime.Provider,
        GetVariable = static _ => null,
        WorkingFolder = _folder,
        CreateHandler = static () => new SocketsHttpHandler(),
    };

    private sealed class RunningServer(Task<int> running, CancellationTokenSource stop) : IAsyncDisposable
    {
        public static async Task<RunningServer> StartAsync(ServeCommandTests test)
        {
            var output = new AwaitedWriter(UpAndRunning);
            var error = new StringWriter();
            var stop = new CancellationTokenSource();
            var running = CommandLineApplication.RunAsync(["serve", "--port", "0"], test.Services(output, error), stop.Token);
            Assert.True(await Task.WhenAny(running, output.Seen) == output.Seen, error.ToString());
            return new RunningServer(running, stop);
        }

        public async Task<int> StopAsync()
        {
            await stop.CancelAsync();
            return await running;
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            stop.Dispose();
        }
    }
}
