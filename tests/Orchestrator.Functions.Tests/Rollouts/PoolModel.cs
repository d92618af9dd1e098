using Orchestrator.Contracts.Messages;
using Orchestrator.Determinism.Chance;
using Orchestrator.Functions.Rollouts;

namespace Orchestrator.Functions.Tests.Rollouts;

/// <summary>A scale set in miniature: machines become ready, or fail, when chance says so; decisions are carried out at once.</summary>
internal sealed class PoolModel(MachineGroupSettings settings, Randomness randomness)
{
    private readonly List<MachineObservation> _machines = [];
    private int _capacity;
    private int _created;
    private string _model = "old";
    private bool _modelCurrent = true;

    public int Failures { get; set; }

    public int Ready => _machines.Count(static m => m.Ready);

    public int Count => _machines.Count;

    public bool AllOn(string model) => _machines.TrueForAll(m => m.Version == model);

    public static PoolModel WithReady(MachineGroupSettings settings, Randomness randomness)
    {
        var pool = new PoolModel(settings, randomness) { _capacity = settings.Replicas };
        pool.Fill();
        foreach (var machine in pool._machines.ToList())
        {
            pool.Replace(machine, machine with { Ready = true, HasNode = true });
        }

        return pool;
    }

    public void ChangeModel(string model)
    {
        _model = model;
        _modelCurrent = false;
    }

    public MachineGroupObservation Observe() => new()
    {
        Exists = true,
        Capacity = _capacity,
        ModelCurrent = _modelCurrent,
        Machines = [.. _machines.Select(m => m with { StaleFields = m.Version == _model ? [] : ["$.image"] })],
    };

    /// <summary>The machine that was made first never comes back.</summary>
    public void Lose(int count)
    {
        foreach (var machine in _machines.Take(count).ToList())
        {
            Replace(machine, machine with { Ready = false, Unhealthy = "its node is not ready" });
        }
    }

    public bool HasLost => _machines.Exists(static m => m.Unhealthy is not null);

    public void Apply(RolloutDecision decision)
    {
        switch (decision.Action)
        {
            case RolloutAction.EnsureModel:
                _modelCurrent = true;
                _capacity = decision.Capacity;
                Fill();
                break;
            case RolloutAction.Remove:
                _capacity -= _machines.RemoveAll(m => decision.Machines.Contains(m.Name));
                break;
        }
    }

    public void Tick()
    {
        foreach (var machine in _machines.Where(static m => m is { Ready: false, ProvisioningState: "Succeeded", Unhealthy: null }).ToList())
        {
            switch (randomness.Next(4))
            {
                case 0:
                    Replace(machine, machine with { Ready = true, HasNode = true });
                    break;
                case 1 when Failures > 0:
                    Failures--;
                    Replace(machine, machine with { ProvisioningState = "Failed" });
                    break;
            }
        }
    }

    private void Fill()
    {
        while (_machines.Count < _capacity)
        {
            _machines.Add(new MachineObservation
            {
                Name = $"{settings.Name}-{_created}",
                ProvisioningState = "Succeeded",
                Version = _model,
                CreatedAt = DateTimeOffset.UnixEpoch.AddMinutes(_created++),
            });
        }
    }

    private void Replace(MachineObservation old, MachineObservation @new) => _machines[_machines.FindIndex(m => m.Name == old.Name)] = @new;
}
