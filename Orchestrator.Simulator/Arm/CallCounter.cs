namespace Orchestrator.Simulator.Arm;

/// <summary>Counts requests by method and resource type.</summary>
internal sealed class CallCounter
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Method, string Type), int> _counts = [];

    public void Count(string method, string type)
    {
        lock (_gate)
        {
            var key = (method.ToUpperInvariant(), type.ToLowerInvariant());
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>How many requests of a method there were, of one type or of all.</summary>
    public int Of(string method, string? type)
    {
        lock (_gate)
        {
            return _counts.Where(entry => entry.Key.Method.Equals(method, StringComparison.OrdinalIgnoreCase) && (type is null || entry.Key.Type.Equals(type, StringComparison.OrdinalIgnoreCase))).Sum(static entry => entry.Value);
        }
    }
}
