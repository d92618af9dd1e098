using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm;

/// <summary>What resource types see of everything else.</summary>
internal sealed class ArmWorld(SimulatorOptions options, ResourceTable resources, OperationTable operations, ResourceTypes types, Quotas quotas, SizeRestrictions sizes, ImageCatalog images, MachineOutbox machines)
{
    public SimulatorOptions Options { get; } = options;

    public ResourceTable Resources { get; } = resources;

    public OperationTable Operations { get; } = operations;

    public ResourceTypes Types { get; } = types;

    public Quotas Quotas { get; } = quotas;

    public SizeRestrictions Sizes { get; } = sizes;

    public ImageCatalog Images { get; } = images;

    public MachineOutbox Machines { get; } = machines;

    /// <summary>Operations of this transaction that wait for something outside.</summary>
    public List<string> Opened { get; } = [];

    public DateTimeOffset Now => Options.Time.GetUtcNow();

    public Guid NewGuid() => Options.Randomness.NextGuid();

    /// <summary>A duration inside a range of seconds, times the latency factor.</summary>
    public TimeSpan Within((double Min, double Max) range) =>
        TimeSpan.FromMilliseconds(Math.Round((range.Min + ((range.Max - range.Min) * Options.Randomness.NextDouble())) * 1000 * Options.LatencyFactor));

    /// <summary>Keeps a resource under a new etag.</summary>
    public ArmResource Keep(ArmResource resource)
    {
        var kept = resource with { ETag = Types.Get(resource.Type).Provider.ETag(NewGuid()) };
        Resources.Put(kept);
        return kept;
    }

    /// <summary>False while a resource is made by an operation that shows it only when it is done.</summary>
    public bool IsSeen(ArmResource resource) => Types.Get(resource.Type) is not { CreatesUnseen: true } type || !resource.State.Same(type.Provider.CreatingState);

    /// <summary>The resource as a GET shows it.</summary>
    public JsonObject Render(ArmResource resource) => ResourceView.Of(resource, this);
}
