using Orchestrator.Contracts.History;

namespace Orchestrator.Functions.Access;

/// <summary>Who asked for what runs now, and what it may do. It follows the invocation through its calls, so that no signature has to carry it.</summary>
public sealed class RequestOrigins
{
    private static readonly RequestOrigin Inside = new()
    {
        Caller = new Caller { Kind = CallerKind.System, Name = "orchestrator" },
        Channel = Channel.Operation,
        Function = "",
    };

    private readonly AsyncLocal<RequestOrigin?> _current = new();
    private readonly AsyncLocal<CallerAccess?> _access = new();

    /// <summary>The app itself where nobody outside asked.</summary>
    public RequestOrigin Current => _current.Value ?? Inside;

    /// <summary>What does not come through the door over HTTP (messages, timers, events) was let in by the host.</summary>
    public CallerAccess Access => _access.Value ?? new CallerAccess(Current.Caller, Role.Admin);

    /// <summary>Holds for the async method that calls, and for all that it calls.</summary>
    internal void Enter(RequestOrigin origin) => _current.Value = origin;

    /// <summary>From here on it is known who it is.</summary>
    internal void Enter(CallerAccess access)
    {
        _access.Value = access;
        _current.Value = Current with { Caller = access.Caller };
    }
}
