namespace Orchestrator.Simulator.Arm.Resources;

/// <summary>Takes back what one request changed in memory when it fails halfway; the store takes back its own part.</summary>
internal sealed class UndoLog
{
    private readonly List<Action> _undo = [];

    public void Add(Action undo) => _undo.Add(undo);

    public void Commit() => _undo.Clear();

    public void Rollback()
    {
        for (var i = _undo.Count - 1; i >= 0; i--)
        {
            _undo[i]();
        }

        _undo.Clear();
    }
}
