using Orchestrator.Cli.Rendering;
using Orchestrator.Cli.Tests.Harness;
using Orchestrator.Cli.Waiting;
using Orchestrator.Contracts.Operations;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Tests.Rendering;

public sealed class OperationTreeTests
{
    [Fact]
    public void Tree_OfRecordedOperation_ShowsEachMoment()
    {
        var frames = Samples.CreateSequence.Append(Samples.FailedOperation).Select(static status => Render(OperationTree.Render(status)));

        Golden.Matches("operation-tree.txt", string.Join("\n", frames));
    }

    [Fact]
    public void Tree_WithMoreStepsThanRoom_CountsWhatIsDone()
    {
        var text = Render(OperationTree.Render(Samples.CreateSequence[3], maximumSteps: 3));

        Assert.Contains("✔ 2 done", text, StringComparison.Ordinal);
        Assert.Contains("● VirtualMachine/c1-control-plane-x7k2p", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ResourceGroup/c1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LiveView_OnTerminal_RedrawsInPlace()
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 200;
        console.Profile.Height = 40;

        await new LiveOperationView(console).RunAsync(show =>
        {
            foreach (var status in Samples.CreateSequence)
            {
                show([status]);
            }

            return Task.CompletedTask;
        });

        const string FourLinesUp = "\u001b[4A";
        Assert.Contains(FourLinesUp, writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("6m52s", writer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-5, "0s")]
    [InlineData(0.9, "0s")]
    [InlineData(59.9, "59s")]
    [InlineData(60, "1m00s")]
    [InlineData(3599, "59m59s")]
    [InlineData(3720, "1h02m")]
    [InlineData(90000, "1d01h")]
    public void Elapsed_AnySpan_IsShort(double seconds, string text) => Assert.Equal(text, Elapsed.Format(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Lines_WhenNothingChanged_AreNone() => Assert.Empty(OperationLines.Changes(Samples.CreateSequence[3], Samples.CreateSequence[3]));

    [Fact]
    public void Lines_ForEveryState_AreDistinct()
    {
        var words = Enum.GetValues<StepState>().Select(static state => StepLook.Of(state)).ToList();

        Assert.Equal(words.Count, words.DistinctBy(static look => look.Word).Count());
        Assert.Equal(words.Count, words.DistinctBy(static look => look.Symbol).Count());
    }

    private static string Render(IRenderable renderable)
    {
        using var writer = new StringWriter();
        CommandRunner.PlainConsole(writer).Write(renderable);
        return writer.ToString();
    }
}
