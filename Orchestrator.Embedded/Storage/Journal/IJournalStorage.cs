namespace Orchestrator.Embedded.Storage.Journal;

/// <summary>Where the journal's files are, each with a number that grows.</summary>
/// <exception cref="IOException">From any member: the disk refused.</exception>
internal interface IJournalStorage
{
    /// <summary>What a person calls the file.</summary>
    string PathOf(long number);

    /// <summary>The numbers of the files that exist, in order.</summary>
    IReadOnlyList<long> Find();

    /// <summary>Opens a file, or makes an empty one.</summary>
    IJournalFile Open(long number);

    /// <summary>When it returns, the names of the files that were made survive a power loss.</summary>
    void Flush();

    void Delete(long number);
}
