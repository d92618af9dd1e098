using System.Security.Cryptography;

namespace Orchestrator.Determinism.Chance;

/// <summary>The operating system's cryptographic generator; fit for tokens and keys.</summary>
public sealed class SystemRandomness : Randomness
{
    public override void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
