using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Rendering;

/// <summary>The ways in which commands write their answers.</summary>
public static class ConsoleOutput
{
    /// <summary>Text for people, rendered by <paramref name="render"/>, or the value itself as a JSON or YAML document.</summary>
    public static void WriteAnswer<T>(this IAnsiConsole console, OutputFormat format, T value, Func<T, IRenderable> render)
    {
        if (format == OutputFormat.Text)
        {
            // Rows end the last line, whatever is rendered.
            console.Write(new Rows(render(value)));
        }
        else
        {
            console.WriteRaw(StructuredOutput.Render(value, format));
        }
    }

    /// <summary>Writes as is: neither wrapped nor coloured, for what programs read.</summary>
    public static void WriteRaw(this IAnsiConsole console, string text)
    {
        console.Profile.Out.Writer.Write(text);
        console.Profile.Out.Writer.Flush();
    }

    public static void WriteLines(this IAnsiConsole console, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            console.WriteLine(line);
        }
    }

    /// <summary>Something that the user should know, and that is not the answer.</summary>
    public static void WriteNotice(this IAnsiConsole console, string text) =>
        console.Write(new Paragraph().Append("note", Styles.Hint).Append($": {text}\n"));
}
