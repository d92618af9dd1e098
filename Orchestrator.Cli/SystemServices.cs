using System.Text;
using Orchestrator.Determinism.Time;
using Spectre.Console;

namespace Orchestrator.Cli;

/// <summary>The process's own console, environment, clock and network. The one place of the CLI that names the console.</summary>
public static class SystemServices
{
    /// <summary>Wider than any line, so that output to files and pipes is never wrapped.</summary>
    private const int Unwrapped = 100_000;

#pragma warning disable RS0030 // The console is injected everywhere else from here.
    public static CommandServices Create()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new CommandServices
        {
            Output = CreateConsole(new AnsiConsoleOutput(Console.Out), Console.IsOutputRedirected),
            Error = CreateConsole(new AnsiConsoleOutput(Console.Error), Console.IsErrorRedirected),
            Input = Console.In,
            Time = SystemTime.Provider,
            GetVariable = Environment.GetEnvironmentVariable,
            WorkingFolder = Environment.CurrentDirectory,
            CreateHandler = static () => new SocketsHttpHandler(),
        };
    }

    private static IAnsiConsole CreateConsole(IAnsiConsoleOutput output, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = redirected || Console.IsInputRedirected ? InteractionSupport.No : InteractionSupport.Yes,
        });
        if (redirected)
        {
            console.Profile.Width = Unwrapped;
        }

        return console;
    }
#pragma warning restore RS0030
}
