using Orchestrator.Determinism.Time;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;
using Orchestrator.Simulator.Arm.Types.ContainerService;
using Orchestrator.Simulator.Arm.Types.EventGrid;
using Orchestrator.Simulator.Contract;
using Orchestrator.Simulator.EventGrid;
using Orchestrator.Simulator.Faults;
using Orchestrator.Simulator.Machines;
using Orchestrator.Simulator.Storage;

namespace Orchestrator.Simulator.Arm;

/// <summary>
/// Azure Resource Manager without a transport: one request in, one response out, at once. Each request and each end of an operation is one
/// transaction; what it causes outside (machines, events) happens after the commit. Safe from any thread.
/// </summary>
internal sealed class AzureResourceManager : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SimulatorOptions _options;
    private readonly ISimulatorStore _store;
    private readonly EventGridPublisher _events;
    private readonly IMachineLifecycle _machines;
    private readonly UndoLog _undo = new();
    private readonly MachineOutbox _outbox;
    private readonly Handshakes _handshakes;
    private readonly RequestPipeline _requests;
    private readonly OperationCompleter _completer;
    private readonly ResourceGroupDeletion _groupDeletion;
    private readonly AutoUpgrades _upgrades;
    private readonly ITimer _upgradeTimer;
    private bool _stopped;

    public AzureResourceManager(SimulatorOptions options, ISimulatorStore store, Quotas quotas, SizeRestrictions sizes, ImageCatalog images, KubernetesReleases releases, InstanceHealth health, FaultInjection faults, EventGridPublisher events, IMachineLifecycle machines, Func<string, string> callerOf)
    {
        _options = options;
        _store = store;
        _events = events;
        _machines = machines;
        _outbox = new MachineOutbox(store);
        var contract = new ContractValidator();
        var operations = new OperationTable(store, _undo, options.Time, Complete);
        var history = new ResourceHistory(options.Time);
        World = new ArmWorld(options, history, new ResourceTable(store, _undo, history), operations, new ResourceTypes(), quotas, sizes, images, _outbox) { Releases = releases, Health = health, NodeOf = machines.NodeOf, DrainOf = machines.DrainOf };
        _completer = new OperationCompleter(World, events);
        _handshakes = new Handshakes(options, events, Read, End);
        events.Resources = id => Read(world => EventSubscriptions.Find(id, world));
        var starter = new OperationStarter(World, faults, id => _completer.Complete(id));
        _upgrades = new AutoUpgrades(World, starter);
        _upgradeTimer = options.Time.CreateTimer(_ => Change(_ => _upgrades.Start()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var deleter = new ResourceDeleter(World, starter, _completer);
        _groupDeletion = new ResourceGroupDeletion(World, deleter, starter, _completer);
        var router = new RequestRouter(World, new ApiVersions(contract, options), new ResourceWriter(World, contract, starter), deleter, _groupDeletion, new ActionInvoker(World, starter));
        _requests = new RequestPipeline(options, World, contract, faults, callerOf, InTransaction, router);
    }

    public ArmWorld World { get; }

    public CallCounter Calls => _requests.Calls;

    /// <summary>Takes up what a former process left running.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            World.Operations.Resume();
            ArmUpgrades();
            _handshakes.Add(World.Operations.Running.Where(operation => operation.Due is null && World.Types.Get(operation.Type) is EventSubscriptions).Select(static operation => operation.Id));
        }

        _outbox.Flush(_machines);
        _events.Resume();
        _handshakes.Flush();
    }

    /// <summary>Answers one request.</summary>
    public ArmResponse Send(ArmRequest request)
    {
        using var hold = _options.Time.Hold();
        ArmResponse response;
        lock (_gate) { response = _requests.Answer(request); }
        Flush();
        return response;
    }

    /// <summary>Looks at the state.</summary>
    public T Read<T>(Func<ArmWorld, T> look)
    {
        lock (_gate) { return look(World); }
    }

    /// <summary>Changes the state without a request, in one transaction.</summary>
    public void Change(Action<ArmWorld> change)
    {
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            InTransaction(() =>
            {
                change(World);
                return true;
            });
        }

        Flush();
    }

    /// <summary>No operation ends any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            _upgradeTimer.Dispose();
            World.Operations.Dispose();
        }
    }

    private void Complete(string operationId) => End(operationId, fault: null);

    private void End(string operationId, ArmFault? fault)
    {
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            InTransaction(() =>
            {
                var ended = fault is null ? _completer.Complete(operationId)
                    : World.Operations.Find(operationId) is { IsRunning: true } operation ? _completer.Fail(operation, fault) : null;
                if (ended is not null)
                {
                    _groupDeletion.AdvanceAll();
                }

                return true;
            });
        }

        Flush();
    }

    /// <summary>Outside the lock: the machine side may ask back.</summary>
    private void Flush()
    {
        _outbox.Flush(_machines);
        _events.Flush();
        _handshakes.Flush();
    }

    private void ArmUpgrades()
    {
        World.UpgradesMoved = false;
        if (!_stopped && _upgrades.Next() is { } due)
        {
            _upgradeTimer.Change(due - World.Now, Timeout.InfiniteTimeSpan);
        }
    }

    private T InTransaction<T>(Func<T> work)
    {
        try
        {
            T result = default!;
            _store.Transaction(() => result = work());
            _undo.Commit();
            _outbox.Commit();
            _handshakes.Add(World.Opened);
            World.Opened.Clear();
            _events.Commit();
            if (World.UpgradesMoved)
            {
                ArmUpgrades();
            }

            return result;
        }
        catch
        {
            _undo.Rollback();
            _outbox.Rollback();
            World.Opened.Clear();
            _events.Rollback();
            throw;
        }
    }
}
