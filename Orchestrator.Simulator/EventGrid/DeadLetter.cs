namespace Orchestrator.Simulator.EventGrid;

/// <summary>An event that could not be delivered, as the blob that Event Grid would write holds it.</summary>
/// <param name="Container">The id of the blob container.</param>
/// <param name="Blob">The name of the blob.</param>
/// <param name="Content">A JSON array of one event with the reason and the last outcome.</param>
public sealed record DeadLetter(string Container, string Blob, string Content);
