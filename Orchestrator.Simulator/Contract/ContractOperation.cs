namespace Orchestrator.Simulator.Contract;

/// <summary>One operation as Azure declares it.</summary>
/// <param name="Id">Such as <c>VirtualNetworks_CreateOrUpdate</c>.</param>
/// <param name="File">The file that the pointers lead into.</param>
/// <param name="Body">The schema of the request body; null for operations without one.</param>
/// <param name="Responses">The statuses of success, and the schema of each body; null for statuses without one.</param>
public sealed record ContractOperation(string Id, string Type, string File, string? Body, IReadOnlyDictionary<int, string?> Responses);
