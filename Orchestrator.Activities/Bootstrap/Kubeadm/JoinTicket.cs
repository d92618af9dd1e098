namespace Orchestrator.Activities.Bootstrap.Kubeadm;

/// <summary>What lets a machine join: a bootstrap token and the hash by which it knows the API server.</summary>
internal sealed record JoinTicket(string Token, string CaCertHash)
{
    public override string ToString() => "JoinTicket { *** }";
}
