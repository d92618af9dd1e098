using Orchestrator.Simulator.Arm;
using Orchestrator.Simulator.Arm.Requests;

namespace Orchestrator.Simulator.Identity;

/// <summary>The Entra tenant of simulated Azure: who may sign in, and with what proof.</summary>
internal sealed class SimulatedTenant : IDisposable
{
    private readonly SigningKey _key;
    private readonly TokenEndpoint _signIn;
    private readonly MetadataEndpoint _metadata;

    /// <param name="look">Reads the state of Resource Manager.</param>
    public SimulatedTenant(SimulatorOptions options, Func<Func<ArmWorld, ManagedIdentity?>, ManagedIdentity?> look)
    {
        _key = new SigningKey(options.DataFolder);
        Tokens = new AccessTokens(options, _key);
        _signIn = new TokenEndpoint(options, Tokens, _key, new ClientProof(options, look));
        _metadata = new MetadataEndpoint(options, Tokens, look);
    }

    public AccessTokens Tokens { get; }

    /// <summary>Null when the request is for somebody else.</summary>
    public ArmResponse? TryAnswer(ArmRequest request) => _signIn.TryAnswer(request) ?? _metadata.TryAnswer(request);

    /// <summary>Only what a machine's own metadata service answers.</summary>
    public ArmResponse? TryAnswerMetadata(ArmRequest request) => _metadata.TryAnswer(request);

    public void Dispose() => _key.Dispose();
}
