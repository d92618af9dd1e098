using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <param name="IsWide">Shown with <c>-o wide</c> only.</param>
internal sealed record TableColumn(string Name, Func<JsonObject, DateTimeOffset, string> Cell, bool IsWide = false);
