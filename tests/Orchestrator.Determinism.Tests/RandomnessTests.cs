using Orchestrator.Determinism.Chance;

namespace Orchestrator.Determinism.Tests;

public sealed class RandomnessTests
{
    [Fact]
    public void SeededRandomness_SameSeed_SameSequence() =>
        Assert.Equal(new SeededRandomness(3).NextString(40), new SeededRandomness(3).NextString(40));

    [Fact]
    public void NextGuid_IsVersionFour()
    {
        var text = new SeededRandomness(5).NextGuid().ToString();

        Assert.Equal('4', text[14]);
        Assert.Contains(text[19], "89ab");
    }

    [Fact]
    public void Next_ManyDraws_CoversTheRangeAndNothingElse()
    {
        var randomness = new SeededRandomness(1);
        var seen = Enumerable.Range(0, 1000).Select(_ => randomness.Next(6)).ToHashSet();

        Assert.Equal([0, 1, 2, 3, 4, 5], seen.Order());
    }
}
