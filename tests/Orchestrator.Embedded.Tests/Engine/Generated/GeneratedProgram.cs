using Orchestrator.Determinism.Chance;

namespace Orchestrator.Embedded.Tests.Engine.Generated;

/// <summary>Programs that a seed determines, and what they must come to when they are simply computed.</summary>
internal static class GeneratedProgram
{
    public const int CaughtFailure = -1;
    public const int TimedOut = -2;

    public static List<Step> Create(int seed) => Steps(new SeededRandomness(seed), depth: 0, count: 5);

    public static int Compute(int number) => unchecked((number * 7) + 3);

    public static int Fold(IEnumerable<int> results) => results.Aggregate(17, (sum, result) => unchecked((sum * 31) + result));

    public static int Expected(IEnumerable<Step> steps) => Fold(steps.Select(Expected));

    private static int Expected(Step step) => step.Kind switch
    {
        StepKind.Activity or StepKind.RetriedActivity or StepKind.CancelledTimer => Compute(step.Number),
        StepKind.FailingActivity or StepKind.FailingSubOrchestration => CaughtFailure,
        StepKind.EventTimeout => TimedOut,
        StepKind.SubOrchestration or StepKind.Parallel => Expected(step.Children),
        _ => step.Number,
    };

    private static List<Step> Steps(Randomness randomness, int depth, int count) =>
        [.. Enumerable.Range(0, 1 + randomness.Next(count)).Select(_ => Step(randomness, depth))];

    private static Step Step(Randomness randomness, int depth)
    {
        var kind = (StepKind)randomness.Next(Enum.GetValues<StepKind>().Length);
        var hasChildren = kind is StepKind.SubOrchestration or StepKind.FailingSubOrchestration or StepKind.Parallel;
        if (hasChildren && depth == 3)
        {
            kind = StepKind.Activity;
        }

        return new Step(kind, 1 + randomness.Next(5), hasChildren && depth < 3 ? Steps(randomness, depth + 1, 3) : []);
    }
}
