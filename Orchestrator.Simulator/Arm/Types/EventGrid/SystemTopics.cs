using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.EventGrid;

/// <summary>Stands for the events of one source; those of subscriptions and resource groups are of no region.</summary>
internal sealed class SystemTopics : ResourceType
{
    public const string TypeName = "Microsoft.EventGrid/systemTopics";

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.EventGrid;

    public override bool MayBeGlobal => true;

    public override OperationLatency Latency { get; } = new((5, 10), (3, 6), (5, 10));

    public override IReadOnlyList<string> Immutable => ["properties.source", "properties.topicType"];

    public override void Accept(ResourceWrite write)
    {
        var source = write.Content.Text("properties.source") ?? throw Invalid("The property 'source' is required.");
        var topicType = write.Content.Text("properties.topicType") ?? throw Invalid("The property 'topicType' is required.");
        if (topicType.StartsWith("Microsoft.Resources.", StringComparison.OrdinalIgnoreCase) && !write.Location.Same("global"))
        {
            throw Invalid($"System topics of type '{topicType}' must be in location 'global', not in '{write.Location}'.");
        }

        if (write.World.Resources.OfType(TypeName).FirstOrDefault(other => !other.Id.Same(write.Id) && other.Content.Text("properties.source").Same(source)) is { } other)
        {
            throw Invalid($"Only one system topic is allowed for source '{source}'; '{other.Id}' is there already.");
        }

        write.Service.Default("metricResourceId", write.World.NewGuid().ToString());
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world) =>
        view.Ensure("properties")["metricResourceId"] = resource.Service["metricResourceId"]?.DeepClone();

    private static ArmException Invalid(string message) => new(400, "InvalidRequest", message);
}
