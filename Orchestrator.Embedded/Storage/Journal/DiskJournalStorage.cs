using System.Globalization;
using System.Runtime.InteropServices;

namespace Orchestrator.Embedded.Storage.Journal;

/// <summary>The journal's files beside the database: its name, ".journal." and the number.</summary>
internal sealed class DiskJournalStorage(string database) : IJournalStorage
{
    private const int NotSupported = 22;
    private readonly string _folder = Path.GetDirectoryName(database)!;

    public string PathOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{database}.journal.{number}");

    public IReadOnlyList<long> Find() =>
    [
        .. Directory.EnumerateFiles(_folder, $"{Path.GetFileName(database)}.journal.*")
            .Select(path => long.TryParse(Path.GetExtension(path).AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0)
            .Order(),
    ];

    public IJournalFile Open(long number) => new DiskJournalFile(PathOf(number));

    // .NET cannot flush a folder. Windows keeps names in a log of its own and needs no such call.
    public void Flush()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Open(_folder, 0);
        try
        {
            if (folder < 0 || (FSync(folder) != 0 && Marshal.GetLastPInvokeError() != NotSupported))
            {
                throw new IOException($"The folder '{_folder}' cannot be flushed: {Marshal.GetLastPInvokeErrorMessage()}", Marshal.GetLastPInvokeError());
            }
        }
        finally
        {
            _ = folder < 0 ? 0 : Close(folder);
        }
    }

    public void Delete(long number) => File.Delete(PathOf(number));

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int FSync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
