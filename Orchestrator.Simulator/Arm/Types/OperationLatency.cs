namespace Orchestrator.Simulator.Arm.Types;

/// <summary>How long operations of a type take, each a range in seconds. Figures: observed deployments, lower halves of their ranges.</summary>
internal sealed record OperationLatency((double Min, double Max) Create, (double Min, double Max) Update, (double Min, double Max) Delete);
