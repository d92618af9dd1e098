using Orchestrator.Contracts.Messages;
using Orchestrator.Determinism.Chance;
using Orchestrator.Functions.Rollouts;

namespace Orchestrator.Functions.Tests.Rollouts;

/// <summary>A control plane in miniature; its health comes and goes by chance.</summary>
internal sealed class ControlPlaneModel(int replicas, Randomness randomness)
{
    private readonly MachineGroupSettings _settings = new() { Name = "cp", Replicas = replicas };
    private readonly List<MachineObservation> _machines = [];
    private string _version = "v1.30.2";
    private bool _initialized;
    private bool _etcdHealthy = true;
    private int _created;

    public int Inits { get; private set; }

    public bool AllUpgraded => _machines.Count == replicas && _machines.TrueForAll(m => m.Version == _version);

    public void Upgrade() => _version = "v1.31.1";

    public void RunToEnd(int seed)
    {
        for (var step = 0; step < 5000; step++)
        {
            var group = Observe();
            var decision = ControlPlaneRollout.Decide(_settings, group);
            if (decision.Action == RolloutAction.Done)
            {
                return;
            }

            Apply(decision, group, seed);
            Tick();
        }

        Assert.Fail($"seed {seed}: the control plane did not come to its end");
    }

    private MachineGroupObservation Observe() => new()
    {
        Initialized = _initialized,
        ApiReachable = _initialized,
        EtcdHealthy = _etcdHealthy,
        Machines = [.. _machines.Select(m => m with { StaleFields = m.Version == _version ? [] : ["$.image"] })],
    };

    private void Apply(RolloutDecision decision, MachineGroupObservation group, int seed)
    {
        if (decision.Action is RolloutAction.Create or RolloutAction.Remove && _initialized)
        {
            Assert.True(group.EtcdHealthy && group.Machines.All(static m => m.Ready), $"seed {seed}: moved a machine while another is unwell");
        }

        if (decision.Action == RolloutAction.Create)
        {
            Assert.True(_machines.Count <= replicas, $"seed {seed}: more than one machine beyond {replicas}");
            Inits += decision.Role == MachineRole.ControlPlaneInit ? 1 : 0;
            _machines.Add(new MachineObservation { Name = $"cp-{_created}", Version = _version, ProvisioningState = "Succeeded", CreatedAt = DateTimeOffset.UnixEpoch.AddMinutes(_created++) });
        }
        else if (decision.Action == RolloutAction.Remove)
        {
            Assert.True(_machines.Count > replicas, $"seed {seed}: fewer than {replicas} machines");
            Assert.Single(decision.Machines);
            _machines.RemoveAll(m => m.Name == decision.Machines[0]);
        }
    }

    private void Tick()
    {
        _etcdHealthy = randomness.Next(5) > 0;
        for (var i = 0; i < _machines.Count; i++)
        {
            if (!_machines[i].Ready && randomness.Next(3) == 0)
            {
                _machines[i] = _machines[i] with { Ready = true, HasNode = true };
                _initialized = true;
            }
        }
    }
}
