using System.CommandLine;
using Orchestrator.Cli.Api;
using Spectre.Console;

namespace Orchestrator.Cli.Rendering;

/// <summary>What ended a command, as text on the error output and as an exit code.</summary>
public static class ErrorReport
{
    /// <summary>False for our own bugs: those end the process with their stack trace.</summary>
    public static bool Knows(Exception exception) =>
        exception is CommandException or ServerException or ServerUnreachableException or OperationCanceledException;

    public static int Show(CommandServices services, Exception exception)
    {
        switch (exception)
        {
            case CommandException command:
                Write(services, command.Message, command.Action);
                return command.ExitCode;
            case ServerException server:
                ShowProblem(services, server.Problem);
                return server.ExitCode;
            case ServerUnreachableException:
                Write(services, exception.Message, "Check that it runs and that the address is right; 'orc serve' starts one here.");
                return ExitCodes.Unreachable;
            default:
                Write(services, "Stopped before it was done.", "What was handed to the server goes on there.");
                return ExitCodes.Canceled;
        }
    }

    public static int ShowParseErrors(CommandServices services, ParseResult parsed)
    {
        foreach (var error in parsed.Errors)
        {
            Write(services, error.Message, action: null);
        }

        Hint(services, $"Run '{PathOf(parsed.CommandResult.Command)} --help' to see how it is written.");
        return ExitCodes.InvalidInput;
    }

    private static void ShowProblem(CommandServices services, ServerProblem problem)
    {
        if (problem.Errors is { Count: > 0 })
        {
            services.Error.Write(DiagnosticLines.Render(problem.Errors));
            return;
        }

        var message = problem.Detail ?? problem.Title ?? "The server refused.";
        Write(services, problem.Code is null ? message : $"{problem.Code}: {message}", problem.Action);
    }

    private static void Write(CommandServices services, string message, string? action)
    {
        services.Error.Write(new Paragraph().Append("error", Styles.Bad).Append($": {message}\n"));
        if (action is not null)
        {
            Hint(services, action);
        }
    }

    private static void Hint(CommandServices services, string action) => services.Error.Write(new Paragraph($"  hint: {action}\n", Styles.Hint));

    private static string PathOf(Command command)
    {
        var names = new List<string>();
        for (Symbol? symbol = command; symbol is not null; symbol = symbol.Parents.FirstOrDefault())
        {
            names.Insert(0, symbol is RootCommand ? "orc" : symbol.Name);
        }

        return string.Join(' ', names);
    }
}
