namespace Orchestrator.Simulator.Storage;

/// <summary>
/// Tables of JSON documents by key. Every call is atomic and survives the death of the process, not of the machine.
/// Safe from any thread; a transaction excludes all others until it ends.
/// </summary>
public interface ISimulatorStore : IDisposable
{
    /// <summary>All documents of a table in the order of their keys; empty for a table that was never written.</summary>
    IEnumerable<(string Key, string Json)> Load(string table);

    /// <summary>Creates or replaces one document.</summary>
    void Put(string table, string key, string json);

    /// <summary>Removes one document; nothing happens if there is none.</summary>
    void Delete(string table, string key);

    /// <summary>Does all of <paramref name="changes"/> or, if it throws, none. Nested transactions join the outer one.</summary>
    void Transaction(Action changes);
}
