using Spectre.Console;

namespace Orchestrator.Cli;

/// <summary>All of the outside world that commands may touch; Program.cs gives the real one, tests another.</summary>
public sealed record CommandServices
{
    public required IAnsiConsole Output { get; init; }

    public required IAnsiConsole Error { get; init; }

    public required TextReader Input { get; init; }

    /// <summary>Paces polling and time limits; what happened when is always told in the server's time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Value of an environment variable; null when it is not set.</summary>
    public required Func<string, string?> GetVariable { get; init; }

    /// <summary>Relative paths start here.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>How requests reach a server; each client disposes its own.</summary>
    public required Func<HttpMessageHandler> CreateHandler { get; init; }

    /// <summary>The output can redraw itself: a terminal that understands ANSI sequences.</summary>
    public bool CanRedraw => Output.Profile.Out.IsTerminal && Output.Profile.Capabilities.Ansi;

    /// <summary>Somebody is there to answer a question.</summary>
    public bool CanAsk => Output.Profile.Out.IsTerminal && Output.Profile.Capabilities.Interactive;

    public string FullPath(string path) => Path.GetFullPath(path, WorkingFolder);
}
