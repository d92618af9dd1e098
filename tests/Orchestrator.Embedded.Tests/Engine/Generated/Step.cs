namespace Orchestrator.Embedded.Tests.Engine.Generated;

/// <summary>What one step of a generated program does.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Number">The number that it works with.</param>
/// <param name="Children">The steps inside it.</param>
internal sealed record Step(StepKind Kind, int Number, IReadOnlyList<Step> Children);
