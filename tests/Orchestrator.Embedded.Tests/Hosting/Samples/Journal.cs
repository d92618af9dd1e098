namespace Orchestrator.Embedded.Tests.Hosting.Samples;

/// <summary>What happened, in order.</summary>
internal sealed class Journal
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get { lock (_gate) { return [.. _lines]; } }
    }

    public void Add(string line)
    {
        lock (_gate) { _lines.Add(line); }
    }
}
