using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Compute;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;
using Orchestrator.Simulator.Arm.Types.ContainerService;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Arm;

/// <summary>What resource types see of everything else.</summary>
internal sealed class ArmWorld(SimulatorOptions options, ResourceHistory history, ResourceTable resources, OperationTable operations, ResourceTypes types, Quotas quotas, SizeRestrictions sizes, ImageCatalog images, MachineOutbox machines)
{
    public SimulatorOptions Options { get; } = options;

    public ResourceTable Resources { get; } = resources;

    /// <summary>How far the read that is being answered lags behind.</summary>
    public TimeSpan Lag { get; set; }

    /// <summary>Who makes the request that is being answered.</summary>
    public string Caller { get; set; } = "";

    public OperationTable Operations { get; } = operations;

    public ResourceTypes Types { get; } = types;

    public Quotas Quotas { get; } = quotas;

    public SizeRestrictions Sizes { get; } = sizes;

    public ImageCatalog Images { get; } = images;

    public MachineOutbox Machines { get; } = machines;

    public InstanceHealth Health { get; init; } = new();

    public KubernetesReleases Releases { get; init; } = new();

    /// <summary>The node that a machine is now, if it is one. The machine side may be asked from inside a transaction: it asks nothing back.</summary>
    public Func<string, NodeCondition?> NodeOf { get; init; } = static _ => null;

    /// <summary>How far the drain of a machine's node has come.</summary>
    public Func<string, DrainProgress?> DrainOf { get; init; } = static _ => null;

    /// <summary>Operations of this transaction that wait for something outside.</summary>
    public List<string> Opened { get; } = [];

    /// <summary>Something has changed on which it depends when AKS upgrades clusters of its own accord.</summary>
    public bool UpgradesMoved { get; set; }

    public DateTimeOffset Now => Options.Time.GetUtcNow();

    /// <summary>A resource as the read that is being answered sees it.</summary>
    public ArmResource? Look(string? id) => Lag == TimeSpan.Zero || id is null ? Resources.Find(id) : history.AsOf(Now - Lag, id, Resources.Find(id));

    /// <summary>All resources, in no order, as the read that is being answered sees them, after what Resource Graph is always behind by.</summary>
    /// <param name="scopes">Nothing outside these needs to be seen; null: all.</param>
    public IEnumerable<ArmResource> LookAround(TimeSpan further, IReadOnlyCollection<string>? scopes)
    {
        var lag = Lag > further ? Lag : further;
        return lag != TimeSpan.Zero ? history.AsOf(Now - lag, Resources.All)
            : scopes is null ? Resources.Unordered
            : scopes.SelectMany(scope => Resources.Find(scope) is { } itself ? Resources.Below(scope).Prepend(itself) : Resources.Below(scope));
    }

    public Guid NewGuid() => Options.Randomness.NextGuid();

    /// <summary>A duration inside a range of seconds, times the latency factor.</summary>
    public TimeSpan Within((double Min, double Max) range) =>
        TimeSpan.FromMilliseconds(Math.Round((range.Min + ((range.Max - range.Min) * Options.Randomness.NextDouble())) * 1000 * Options.LatencyFactor));

    /// <summary>Keeps a resource under a new etag.</summary>
    public ArmResource Keep(ArmResource resource)
    {
        UpgradesMoved |= Types.Get(resource.Type).Provider == ProviderStyle.ContainerService;
        var kept = resource with { ETag = Types.Get(resource.Type).Provider.ETag(NewGuid()) };
        Resources.Put(kept);
        return kept;
    }

    /// <summary>False while a resource is made by an operation that shows it only when it is done.</summary>
    public bool IsSeen(ArmResource resource) => Types.Get(resource.Type) is not { CreatesUnseen: true } type || !resource.State.Same(type.Provider.CreatingState);

    /// <summary>The resource as a GET shows it.</summary>
    public JsonObject Render(ArmResource resource) => ResourceView.Of(resource, this);
}
