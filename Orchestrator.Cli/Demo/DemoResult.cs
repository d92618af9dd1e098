using System.Globalization;

namespace Orchestrator.Cli.Demo;

/// <summary>What the demo measured, in simulated time, and its last line.</summary>
public sealed record DemoResult
{
    public required TimeSpan Created { get; init; }

    public required TimeSpan CriticalPath { get; init; }

    /// <summary>Machines that there were before the roll, of which <see cref="Rolled"/> were replaced.</summary>
    public required int Machines { get; init; }

    public required int Rolled { get; init; }

    /// <summary>Fewest worker nodes that were ready at any moment of the roll.</summary>
    public required int MinimumReady { get; init; }

    /// <summary>How many workers the manifest wants.</summary>
    public required int Workers { get; init; }

    /// <summary>How many of them may be missing during a roll.</summary>
    public required int MaximumUnavailable { get; init; }

    /// <summary>Azure resources that are left once the cluster is deleted.</summary>
    public required int ResourcesLeft { get; init; }

    public double Ratio => Created / CriticalPath;

    /// <summary>What is not as it must be; empty when all of it is.</summary>
    public IEnumerable<string> Faults()
    {
        if (!double.IsFinite(Ratio) || CriticalPath <= TimeSpan.Zero)
        {
            yield return "The critical path could not be measured.";
        }

        if (Rolled != Machines)
        {
            yield return $"{Machines - Rolled} of {Machines} machines were not replaced.";
        }

        if (MinimumReady < Workers - MaximumUnavailable)
        {
            yield return $"Only {MinimumReady} of {Workers} workers were ready at one moment; {Workers - MaximumUnavailable} must always be.";
        }

        if (ResourcesLeft != 0)
        {
            yield return $"{ResourcesLeft} resources are left.";
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"demo: created in {Created.TotalSeconds:0}s (critical path {CriticalPath.TotalSeconds:0}s, ratio {Ratio:0.00}); rolled {Rolled} machines, min ready {MinimumReady} of {Workers}; deleted, {ResourcesLeft} resources left");
}
