namespace Orchestrator.Simulator.Storage;

/// <summary>Keeps everything in memory; gone with the process.</summary>
public sealed class MemorySimulatorStore : ISimulatorStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedDictionary<string, string>> _tables = new(StringComparer.Ordinal);
    private List<Action>? _undo;

    public IEnumerable<(string Key, string Json)> Load(string table)
    {
        lock (_gate)
        {
            return _tables.TryGetValue(table, out var rows) ? [.. rows.Select(static row => (row.Key, row.Value))] : [];
        }
    }

    public void Put(string table, string key, string json)
    {
        lock (_gate)
        {
            if (!_tables.TryGetValue(table, out var rows))
            {
                _tables[table] = rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
            }

            RememberUndo(rows, key);
            rows[key] = json;
        }
    }

    public void Delete(string table, string key)
    {
        lock (_gate)
        {
            if (_tables.TryGetValue(table, out var rows) && rows.ContainsKey(key))
            {
                RememberUndo(rows, key);
                rows.Remove(key);
            }
        }
    }

    public void Transaction(Action changes)
    {
        lock (_gate)
        {
            if (_undo is not null)
            {
                changes();
                return;
            }

            _undo = [];
            try
            {
                changes();
            }
            catch
            {
                for (var i = _undo.Count - 1; i >= 0; i--)
                {
                    _undo[i]();
                }

                throw;
            }
            finally
            {
                _undo = null;
            }
        }
    }

    public void Dispose()
    {
    }

    private void RememberUndo(SortedDictionary<string, string> rows, string key)
    {
        if (rows.TryGetValue(key, out var before))
        {
            _undo?.Add(() => rows[key] = before);
        }
        else
        {
            _undo?.Add(() => rows.Remove(key));
        }
    }
}
