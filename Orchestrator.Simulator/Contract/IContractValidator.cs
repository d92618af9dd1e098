using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Contract;

/// <summary>Checks bodies against Azure's published contract.</summary>
public interface IContractValidator
{
    /// <summary>
    /// Checks <paramref name="body"/> and returns a copy as the service reads it: member names and enum values in their canonical casing,
    /// <c>null</c> members left out, and read-only members left out of a request.
    /// </summary>
    /// <param name="type">A resource type such as <c>Microsoft.Network/virtualNetworks</c>.</param>
    /// <exception cref="ContractViolationException">What is wrong, with the JSON path of it.</exception>
    JsonNode? Normalize(string type, ContractBody kind, JsonNode? body);
}
