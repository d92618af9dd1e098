using Orchestrator.Contracts.History;

namespace Orchestrator.Functions.Access;

/// <summary>Who asked for what runs now. It follows the invocation through its calls, so that no signature has to carry it.</summary>
public sealed class RequestOrigins
{
    private static readonly RequestOrigin Inside = new()
    {
        Caller = new Caller { Kind = CallerKind.System, Name = "orchestrator" },
        Channel = Channel.Operation,
        Function = "",
    };

    private readonly AsyncLocal<RequestOrigin?> _current = new();

    /// <summary>The app itself where nobody outside asked.</summary>
    public RequestOrigin Current => _current.Value ?? Inside;

    /// <summary>Holds for the async method that calls, and for all that it calls.</summary>
    internal void Enter(RequestOrigin origin) => _current.Value = origin;
}
