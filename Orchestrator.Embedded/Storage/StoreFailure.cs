using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Orchestrator.Embedded.Storage;

/// <summary>Says what a failure of the disk, of SQLite or of what was read means, and what to do.</summary>
internal static class StoreFailure
{
    private const int DiskFull = 28;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);

    public static Exception Explain(string path, Exception failure) => failure switch
    {
        SqliteException sqlite => Explain(path, sqlite),
        IOException { HResult: DiskFull or DiskFullOnWindows } => Full(path, failure),
        IOException or UnauthorizedAccessException => new EngineStoreException(
            $"The journal of '{path}' cannot be read or written ({failure.Message}). What was acknowledged before is safe: mend the disk and start again.",
            failure),
        JsonException or InvalidDataException => new EngineStoreException(
            $"'{path}' holds an event that cannot be read: {failure.Message} It was left as it is.", failure),
        _ => failure,
    };

    private static EngineStoreException Explain(string path, SqliteException failure) => failure.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => new EngineStoreException(
            $"'{path}' is damaged ({failure.Message}). It was left as it is: restore a backup, or move it away to start empty.", failure),
        SQLitePCL.raw.SQLITE_FULL => Full(path, failure),
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM => new EngineStoreException(
            $"'{path}' cannot be written ({failure.Message}): check the permissions of the file and its folder.", failure),
        _ => new EngineStoreException($"'{path}' failed: {failure.Message}", failure),
    };

    private static EngineStoreException Full(string path, Exception failure) =>
        new($"No space is left to write '{path}' or its journal. What was acknowledged before is safe: make room and start again.", failure);
}
