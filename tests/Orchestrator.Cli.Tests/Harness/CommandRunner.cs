using Orchestrator.Cli.Waiting;
using Orchestrator.Determinism.Time;
using Spectre.Console;

namespace Orchestrator.Cli.Tests.Harness;

/// <summary>Runs <c>orc</c> in this process against a <see cref="FakeServer"/>, in virtual time, in a folder of its own.</summary>
internal sealed class CommandRunner : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    public FakeServer Server { get; } = new();

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal) { ["ORC_SERVER"] = "http://127.0.0.1:7071", ["ORC_KEY"] = "k1" };

    public string Folder { get; } = Directory.CreateTempSubdirectory("orc-cli-").FullName;

    public string Input { get; set; } = "";

    public VirtualClock Clock { get; } = new(Start);

    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var running = CommandLineApplication.RunAsync(arguments, CreateServices(output, error), TestContext.Current.CancellationToken);
        while (!running.IsCompleted)
        {
            // Without a timer the command works, on whichever thread, and time has nothing to do.
            if (Clock.NextTimer is not null)
            {
                Clock.Advance(OperationWait.PollInterval);
            }

            await Task.Yield();
        }

        return new CommandResult(await running, output.ToString(), error.ToString());
    }

    public string WriteFile(string name, string content)
    {
        File.WriteAllText(Path.Combine(Folder, name), content);
        return name;
    }

    public CommandServices CreateServices(TextWriter output, TextWriter error) => new()
    {
        Output = PlainConsole(output),
        Error = PlainConsole(error),
        Input = new StringReader(Input),
        Time = Clock,
        GetVariable = name => Variables.GetValueOrDefault(name),
        WorkingFolder = Folder,
        CreateHandler = () => Server,
    };

    public static IAnsiConsole PlainConsole(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 1000;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
