using System.Security.Cryptography;
using System.Text;
using Orchestrator.Activities.Bootstrap.CloudInit;
using Orchestrator.Activities.Bootstrap.CloudProvider;
using Orchestrator.Activities.Bootstrap.Kubeadm;
using Orchestrator.Activities.Bootstrap.Pki;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Bootstrap;

public sealed class MachineBootstrap(IClusterKeys keys, IBootstrapTokens tokens, NodeCredentials credentials, FileSecrets files) : IMachineBootstrap
{
    public async Task<BootstrapData> RenderAsync(
        ClusterSpec spec, MachineRole role, string? pool, IReadOnlyDictionary<string, string> facts, CancellationToken cancellation)
    {
        var pki = await keys.GetOrCreateAsync(spec.Key, cancellation);
        var token = role == MachineRole.ControlPlaneInit ? "" : await tokens.CreateAsync(spec, cancellation);
        var (kubeadm, machine) = role == MachineRole.Worker
            ? (Pool(spec, pool).Kubeadm, Pool(spec, pool).Machine)
            : (spec.ControlPlane.Kubeadm, spec.ControlPlane.Machine);
        var secrets = new BootstrapSecrets(
            pki,
            new JoinTicket(token, pki.CaCertHash),
            identity => ClientId(identity, facts),
            await credentials.FindClientSecretAsync(spec, machine, cancellation),
            await files.ReadAsync(spec, kubeadm, cancellation));
        var userData = role switch
        {
            MachineRole.ControlPlaneInit => MachineUserData.Init(spec, secrets),
            MachineRole.ControlPlaneJoin => MachineUserData.JoinControlPlane(spec, secrets),
            _ => MachineUserData.JoinWorker(spec, Pool(spec, pool), secrets),
        };
        return new BootstrapData(CustomData.Encode(userData, pool ?? spec.ControlPlane.Name), Fingerprint(spec, role, pool, facts), token);
    }

    public Task RenewTokenAsync(ClusterSpec spec, string token, CancellationToken cancellation) => tokens.RenewAsync(spec, token, cancellation);

    /// <summary>The same for the machine that ran init and for those that joined: afterwards nothing tells them apart, so nothing may make one of them stale.</summary>
    public string Fingerprint(ClusterSpec spec, MachineRole role, string? pool, IReadOnlyDictionary<string, string> facts)
    {
        var text = role == MachineRole.Worker
            ? WorkerText(spec, Pool(spec, pool))
            : spec.ControlPlane.Version + MachineUserData.Init(spec, BootstrapSecrets.None) + MachineUserData.JoinControlPlane(spec, BootstrapSecrets.None);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>A worker's documents do not name its version; its machine image does.</summary>
    private static string WorkerText(ClusterSpec spec, MachinePoolSpec pool) => pool.Version + MachineUserData.JoinWorker(spec, pool, BootstrapSecrets.None);

    private static MachinePoolSpec Pool(ClusterSpec spec, string? pool) =>
        spec.MachinePools.FirstOrDefault(candidate => candidate.Name == pool)
        ?? throw new ArgumentException($"The cluster {spec.Key} has no machine pool '{pool}'.", nameof(pool));

    private static string ClientId(string identity, IReadOnlyDictionary<string, string> facts) =>
        facts.TryGetValue(FactNames.ClientId(identity), out var clientId)
            ? clientId
            : throw new OrchestratorException(ErrorCatalog.AzureNotFound.With("The client id of the machines' identity is not known.", identity));
}
