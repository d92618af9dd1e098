using System.Collections.Immutable;

namespace Orchestrator.Simulator.Kubernetes;

/// <param name="Version">The version of its API server, with the leading v.</param>
/// <param name="Running">False once the machine is gone.</param>
internal sealed record ControlPlaneMachine(
    string ResourceId, string NodeName, string PrivateIPAddress, string SubnetId, ImmutableList<string> BackendPoolIds, string Version, string EtcdMemberId, bool Running);
