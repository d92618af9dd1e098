namespace Orchestrator.Embedded.Tests.Hosting.Samples;

/// <summary>A scoped service: one per invocation, disposed with it.</summary>
internal sealed class Visit(Journal journal) : IDisposable
{
    public void Dispose() => journal.Add("visit ended");
}
