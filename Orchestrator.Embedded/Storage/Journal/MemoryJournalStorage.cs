using System.Globalization;

namespace Orchestrator.Embedded.Storage.Journal;

/// <summary>A journal that lasts as long as the process, for a database in memory.</summary>
internal sealed class MemoryJournalStorage : IJournalStorage
{
    private readonly SortedDictionary<long, MemoryJournalFile> _files = [];

    public string PathOf(long number) => string.Create(CultureInfo.InvariantCulture, $"journal {number} in memory");

    public IReadOnlyList<long> Find() => [.. _files.Keys];

    public IJournalFile Open(long number)
    {
        if (!_files.TryGetValue(number, out var file))
        {
            _files.Add(number, file = new MemoryJournalFile());
        }

        return file;
    }

    public void Flush()
    {
    }

    public void Delete(long number) => _files.Remove(number);
}
