using Orchestrator.Activities.Bootstrap.Kubeadm;
using Orchestrator.Activities.Bootstrap.Pki;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Bootstrap;

/// <summary>What user data carries beside the spec: keys, the ticket to join, the client ids that only Azure knows, the client secret of a service principal, and the files that secrets hold.</summary>
internal sealed record BootstrapSecrets(
    ClusterPki Pki, JoinTicket Ticket, Func<string, string> IdentityClientId, string? ClientSecret, Func<BootstrapFileSpec, string> FileContent)
{
    private static readonly KeyPair NoKey = new("", "");

    /// <summary>
    /// Stands in for all of it in fingerprints: a new token or a client id that is not known yet makes no machine stale. The ARM id of
    /// an identity speaks for its client id, the name of a secret for its content.
    /// </summary>
    public static BootstrapSecrets None { get; } = new(
        new ClusterPki(NoKey, NoKey, NoKey, NoKey), new JoinTicket("", ""), static identity => identity.ToLowerInvariant(), null,
        static file => $"{file.SecretName}/{file.SecretKey}");

    public override string ToString() => "BootstrapSecrets { *** }";
}
