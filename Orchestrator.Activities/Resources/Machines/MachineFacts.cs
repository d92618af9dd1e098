using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Bootstrap;
using Orchestrator.Activities.Resources.UserAssignedIdentity;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Resources.Machines;

/// <summary>What the bodies of machines need besides their spec: facts of identities, the SSH key, the fingerprint of the user data.</summary>
public sealed class MachineFacts(IMachineBootstrap bootstrap, ISecretStore secrets)
{
    private const string SshKeySecret = "ssh-public-key";

    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> _identities = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The spec's key, or the one that was made for the cluster.</summary>
    public async Task<string> SshPublicKeyAsync(ClusterSpec spec, MachineSpec machine, CancellationToken cancellation) =>
        machine.SshPublicKey is { Length: > 0 } key
            ? key
            : await secrets.GetOrAddAsync(spec.Key, SshKeySecret, static () => SshKeys.PublicKey, cancellation).ConfigureAwait(false);

    /// <summary>
    /// Facts of every identity that the cluster's machines have. They are read from Azure, not taken from the request, so that a fingerprint
    /// is the same whoever asks; an identity's ids never change, so they are read once.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, string>> IdentityFactsAsync(ClusterSpec spec, ArmConnection arm, string operationId, CancellationToken cancellation)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in IdentitiesOf(spec))
        {
            foreach (var (name, value) in await FactsOfAsync(id, arm, operationId, cancellation).ConfigureAwait(false))
            {
                facts[name] = value;
            }
        }

        return facts;
    }

    public string Fingerprint(ClusterSpec spec, MachineRole role, string? pool, IReadOnlyDictionary<string, string> facts) =>
        bootstrap.Fingerprint(spec, role, pool, facts);

    /// <summary>Fills in what of extensions must not travel or be stored with the spec.</summary>
    /// <exception cref="OrchestratorException">BrokenReference: the settings are not stored.</exception>
    public async Task AddProtectedSettingsAsync(ClusterSpec spec, MachineSpec machine, JsonArray extensions, CancellationToken cancellation)
    {
        foreach (var extension in extensions.OfType<JsonObject>())
        {
            if (await MachineExtensions.ProtectedSettingsAsync(machine, (string)extension["name"]!, ReadSecretAsync).ConfigureAwait(false) is { } settings)
            {
                extension["properties"]!["protectedSettings"] = settings;
            }
        }

        async Task<string> ReadSecretAsync(string name) => await secrets.FindAsync(spec.Key, name, cancellation).ConfigureAwait(false)
            ?? throw new OrchestratorException(ErrorCatalog.BrokenReference.With("The protected settings of a VM extension are not stored.", name, "Apply the manifest again."));
    }

    /// <summary>The user-assigned identities of all machines of the cluster.</summary>
    public static IReadOnlyList<string> IdentitiesOf(ClusterSpec spec) =>
    [
        .. spec.MachinePools.Select(static p => p.Machine).Prepend(spec.ControlPlane.Machine)
            .Where(static m => m.Identity == MachineIdentityType.UserAssigned)
            .SelectMany(static m => m.UserAssignedIdentities)
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    private async Task<IReadOnlyDictionary<string, string>> FactsOfAsync(string id, ArmConnection arm, string operationId, CancellationToken cancellation)
    {
        if (_identities.TryGetValue(id, out var known))
        {
            return known;
        }

        var read = await arm.GetAsync(id, operationId, cancellation).ConfigureAwait(false);
        if (read.Error is not null)
        {
            // Without the facts every machine's fingerprint would differ from the one it was made with, and all of them would be rolled.
            throw new OrchestratorException(read.Error);
        }

        var facts = new UserAssignedIdentityDefinition().Facts(id, read.Resource!)!;
        _identities[id] = facts;
        return facts;
    }
}
