namespace Orchestrator.Embedded.Tests.Storage;

internal enum JournalActionKind
{
    Write,
    Flush,
    Truncate,
    FlushFolder,
    Delete,
}
