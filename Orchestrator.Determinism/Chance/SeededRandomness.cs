namespace Orchestrator.Determinism.Chance;

/// <summary>A sequence that its seed determines on every machine. For tests and simulations; never for secrets.</summary>
public sealed class SeededRandomness(int seed) : Randomness
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    public override void Fill(Span<byte> bytes)
    {
        lock (_gate) { _random.NextBytes(bytes); }
    }
}
