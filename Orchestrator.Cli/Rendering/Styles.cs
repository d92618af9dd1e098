using Spectre.Console;

namespace Orchestrator.Cli.Rendering;

/// <summary>The few colours of the CLI. Spectre drops them where NO_COLOR is set or the output is no terminal.</summary>
public static class Styles
{
    public static Style Good { get; } = new(Color.Green);

    public static Style Bad { get; } = new(Color.Red);

    public static Style Busy { get; } = new(Color.Aqua);

    public static Style Caution { get; } = new(Color.Yellow);

    public static Style Hint { get; } = new(Color.Aqua);

    public static Style Dim { get; } = new(decoration: Decoration.Dim);

    public static Style Strong { get; } = new(decoration: Decoration.Bold);
}
