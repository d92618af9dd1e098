using System.Text.RegularExpressions;
using Orchestrator.Cli.Tests.Harness;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Cli.Tests.Local;

public sealed partial class DemoCommandTests
{
    [Fact]
    public async Task Demo_OfTheSample_EndsWithTheLineThatScriptsRead()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var services = new CommandServices
        {
            Output = CommandRunner.PlainConsole(output),
            Error = CommandRunner.PlainConsole(error),
            Input = TextReader.Null,
            Time = SystemTime.Provider,
            GetVariable = static _ => null,
            WorkingFolder = AppContext.BaseDirectory,
            CreateHandler = static () => new SocketsHttpHandler(),
        };

        var exitCode = await CommandLineApplication.RunAsync(["demo", "--speed", "1000"], services);

        Assert.Equal("", error.ToString());
        Assert.Matches(LastLine(), output.ToString().TrimEnd('\n').Split('\n')[^1]);
        Assert.Equal(ExitCodes.Success, exitCode);
    }

    [GeneratedRegex(@"^demo: created in [0-9]+s \(critical path [0-9]+s, ratio 1\.[0-9]{2}\); rolled 5 machines, min ready 4 of 4; deleted, 0 resources left$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastLine();
}
