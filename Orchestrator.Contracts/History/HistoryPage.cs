namespace Orchestrator.Contracts.History;

/// <summary>Body of <c>GET /api/history</c> and <c>GET /api/clusters/{namespace}/{name}/history</c>: entries, the newest first.</summary>
/// <param name="Next">For <c>?before=</c>, to get the entries before these; null: there are none.</param>
public sealed record HistoryPage(IReadOnlyList<HistoryEntry> Entries, string? Next);
