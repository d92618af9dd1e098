namespace Orchestrator.Embedded.Api.Internal;

/// <summary>Marks a parameter that the host fills from the request's body.</summary>
internal abstract class FromBodyConverter;
