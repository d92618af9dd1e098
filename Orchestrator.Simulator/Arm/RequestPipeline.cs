using System.Globalization;
using Orchestrator.Simulator.Arm.Access;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Throttling;
using Orchestrator.Simulator.Contract;
using Orchestrator.Simulator.Faults;

namespace Orchestrator.Simulator.Arm;

/// <summary>What a request meets on its way to the resource, and its answer on the way back: limits, faults, roles, the contract, headers.</summary>
internal sealed class RequestPipeline
{
    private readonly SimulatorOptions _options;
    private readonly ArmWorld _world;
    private readonly ContractValidator _contract;
    private readonly FaultInjection _faults;
    private readonly Func<string, string> _callerOf;
    private readonly Func<Func<ArmResponse>, ArmResponse> _inTransaction;
    private readonly RequestRouter _router;
    private readonly RequestThrottle _throttle;
    private readonly AnswerCheck? _answers;
    private readonly AccessControl? _access;

    public RequestPipeline(
        SimulatorOptions options, ArmWorld world, ContractValidator contract, FaultInjection faults, Func<string, string> callerOf, Func<Func<ArmResponse>, ArmResponse> inTransaction, RequestRouter router)
    {
        _options = options;
        _world = world;
        _contract = contract;
        _faults = faults;
        _callerOf = callerOf;
        _inTransaction = inTransaction;
        _router = router;
        _throttle = new RequestThrottle(options.Time);
        _answers = options.CheckAnswers ? new AnswerCheck(contract) : null;
        _access = options.EnforceRoles ? new AccessControl(world) : null;
    }

    public CallCounter Calls { get; } = new();

    /// <summary>Answers one request. Its owner locks.</summary>
    public ArmResponse Answer(ArmRequest request)
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
        Calls.Count(request.Method, type);
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
        _world.Caller = caller;
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
        _world.Lag = fault is StaleReadFault stale ? stale.Lag : TimeSpan.Zero;
        try
        {
            var response = _inTransaction(() => _router.Route(request, path));
            response.Delay = fault is SlowFault slow ? slow.Delay : TimeSpan.Zero;
            return fault is ConnectionFault ? Dropped() : response;
        }
        finally
        {
            _world.Lag = TimeSpan.Zero;
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
        var correlation = request.Header("x-ms-correlation-request-id") ?? _world.NewGuid().ToString();
        response.Headers.TryAdd("x-ms-request-id", _world.NewGuid().ToString());
        response.With("x-ms-correlation-request-id", correlation);
        response.With("x-ms-routing-request-id", $"SIMULATED:{_world.Now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}:{correlation}");
        response.With("Cache-Control", "no-cache");
        if (request.Header("x-ms-client-request-id") is { } client)
        {
            response.With("x-ms-client-request-id", client);
        }

        return response;
    }
}
