using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Determinism.Time;
using Orchestrator.Simulator.Arm.Access;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Throttling;
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
    private readonly FaultInjection _faults;
    private readonly EventGridPublisher _events;
    private readonly IMachineLifecycle _machines;
    private readonly Func<string, string> _callerOf;
    private readonly UndoLog _undo = new();
    private readonly MachineOutbox _outbox;
    private readonly RequestThrottle _throttle;
    private readonly Handshakes _handshakes;
    private readonly RequestRouter _router;
    private readonly ContractValidator _contract;
    private readonly AnswerCheck? _answers;
    private readonly OperationCompleter _completer;
    private readonly ResourceGroupDeletion _groupDeletion;
    private readonly CallCounter _calls = new();
    private readonly AutoUpgrades _upgrades;
    private readonly AccessControl? _access;
    private readonly ITimer _upgradeTimer;
    private bool _stopped;

    public AzureResourceManager(SimulatorOptions options, ISimulatorStore store, Quotas quotas, SizeRestrictions sizes, ImageCatalog images, KubernetesReleases releases, InstanceHealth health, FaultInjection faults, EventGridPublisher events, IMachineLifecycle machines, Func<string, string> callerOf)
    {
        _options = options;
        _store = store;
        _faults = faults;
        _events = events;
        _machines = machines;
        _callerOf = callerOf;
        _outbox = new MachineOutbox(store);
        _throttle = new RequestThrottle(options.Time);
        var contract = new ContractValidator();
        _contract = contract;
        _answers = options.CheckAnswers ? new AnswerCheck(contract) : null;
        var operations = new OperationTable(store, _undo, options.Time, Complete);
        var history = new ResourceHistory(options.Time);
        World = new ArmWorld(options, history, new ResourceTable(store, _undo, history), operations, new ResourceTypes(), quotas, sizes, images, _outbox) { Releases = releases, Health = health, NodeOf = machines.NodeOf, DrainOf = machines.DrainOf };
        _access = options.EnforceRoles ? new AccessControl(World) : null;
        _completer = new OperationCompleter(World, events);
        _handshakes = new Handshakes(options, events, Read, End);
        events.Resources = id => Read(world => EventSubscriptions.Find(id, world));
        var starter = new OperationStarter(World, faults, id => _completer.Complete(id));
        _upgrades = new AutoUpgrades(World, starter);
        _upgradeTimer = options.Time.CreateTimer(_ => Change(_ => _upgrades.Start()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var deleter = new ResourceDeleter(World, starter, _completer);
        _groupDeletion = new ResourceGroupDeletion(World, deleter, starter, _completer);
        _router = new RequestRouter(World, new ApiVersions(contract, options), new ResourceWriter(World, contract, starter), deleter, _groupDeletion, new ActionInvoker(World, starter));
    }

    public ArmWorld World { get; }

    public CallCounter Calls => _calls;

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
        lock (_gate) { response = Answer(request); }
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

    private ArmResponse Answer(ArmRequest request)
    {
        var headers = new List<(string Name, string Value)>();
        ArmResponse response;
        try
        {
            response = Process(request, headers);
        }
        catch (ArmException exception)
        {
            response = exception.ToResponse();
            if (exception.Status == 401)
            {
                response.With("WWW-Authenticate", $"Bearer authorization_uri=\"https://login.microsoftonline.com/{_options.TenantId}\", error=\"invalid_token\", error_description=\"The authentication failed because of missing 'Authorization' header.\"");
            }
        }

        headers.ForEach(header => response.With(header.Name, header.Value));
        if (!response.IsDropped)
        {
            _answers?.Check(request, response);
        }

        return Stamp(response, request);
    }

    private ArmResponse Process(ArmRequest request, List<(string Name, string Value)> headers)
    {
        var caller = CallerOf(request);
        var path = ResourcePath.Parse(request.Path) ?? throw ArmErrors.NotFound(request.Path);
        var type = RequestRouter.TypeOf(path);
        _calls.Count(request.Method, type);
        if (_options.Throttling)
        {
            headers.AddRange(_throttle.Take(request.Method, path.Subscription, caller, path));
        }

        var fault = _faults.OnRequest(request.Method, type, path.Names.Count > 0 ? path.Name : "");
        if (fault is ResponseFault refusal)
        {
            throw new ArmException(refusal.Status, refusal.Code, refusal.Message) { RetryAfter = refusal.RetryAfter is { } wait ? (int)Math.Ceiling(wait.TotalSeconds) : null };
        }

        _access?.Check(caller, request, path);
        World.Caller = caller;
        CheckBody(request, type);
        if (fault is ConnectionFault { AfterEffect: false })
        {
            return Dropped();
        }

        var response = Route(request, path, fault);
        return fault is AnswerLostFault
            ? throw new ArmException(504, "GatewayTimeout", $"The gateway did not receive a response from '{path.Namespace}' within the specified time period.") { FromGateway = true }
            : response;
    }

    private string CallerOf(ArmRequest request)
    {
        const string scheme = "Bearer ";
        return request.Header("Authorization") is { } header && header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            ? _callerOf(header[scheme.Length..])
            : throw ArmErrors.AuthenticationFailed();
    }

    private static ArmResponse Dropped() => new(502) { IsDropped = true };

    private ArmResponse Route(ArmRequest request, ResourcePath path, Fault? fault)
    {
        World.Lag = fault is StaleReadFault stale ? stale.Lag : TimeSpan.Zero;
        try
        {
            var response = InTransaction(() => _router.Route(request, path));
            response.Delay = fault is SlowFault slow ? slow.Delay : TimeSpan.Zero;
            return fault is ConnectionFault ? Dropped() : response;
        }
        finally
        {
            World.Lag = TimeSpan.Zero;
        }
    }

    /// <summary>The bodies of actions; those of PUT and PATCH are read into the resource's own form.</summary>
    private void CheckBody(ArmRequest request, string type)
    {
        if (request.Method is not "POST" || request.Content.Length == 0 || OperationCatalog.Instance.Find("POST", request.Path) is not { Body: { } schema } operation)
        {
            return;
        }

        try
        {
            _contract.Normalize(operation.File, schema, ContractBody.Put, request.Body()!);
        }
        catch (ContractViolationException violation)
        {
            throw ContractErrors.Of(type, violation);
        }
    }

    private ArmResponse Stamp(ArmResponse response, ArmRequest request)
    {
        var correlation = request.Header("x-ms-correlation-request-id") ?? World.NewGuid().ToString();
        response.Headers.TryAdd("x-ms-request-id", World.NewGuid().ToString());
        response.With("x-ms-correlation-request-id", correlation);
        response.With("x-ms-routing-request-id", $"SIMULATED:{World.Now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}:{correlation}");
        response.With("Cache-Control", "no-cache");
        if (request.Header("x-ms-client-request-id") is { } client)
        {
            response.With("x-ms-client-request-id", client);
        }

        return response;
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
