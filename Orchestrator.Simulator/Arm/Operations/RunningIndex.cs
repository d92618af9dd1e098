namespace Orchestrator.Simulator.Arm.Operations;

/// <summary>Operations that run, by what they run on. Ids match in any casing.</summary>
internal sealed class RunningIndex
{
    private readonly Dictionary<string, SortedSet<int>> _running = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The one that was accepted first.</summary>
    public int? First(string id) => _running.TryGetValue(id, out var running) ? running.Min : null;

    public void Add(string? id, int operation)
    {
        if (id is not null)
        {
            (_running.TryGetValue(id, out var running) ? running : _running[id] = []).Add(operation);
        }
    }

    public void Remove(string? id, int operation)
    {
        if (id is not null && _running.TryGetValue(id, out var running) && running.Remove(operation) && running.Count == 0)
        {
            _running.Remove(id);
        }
    }
}
