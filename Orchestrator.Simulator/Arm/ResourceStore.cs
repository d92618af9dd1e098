using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm;

/// <summary>What exists in simulated Azure, and what was done to it.</summary>
public sealed class ResourceStore
{
    private readonly AzureResourceManager _manager;

    internal ResourceStore(AzureResourceManager manager) => _manager = manager;

    /// <summary>Every resource that is there, in the order of their ids; scale-set instances and role assignments are among them.</summary>
    public IReadOnlyList<ResourceEntry> All => _manager.Read(static world => world.Resources.All.Select(resource => new ResourceEntry(resource.Id, resource.Type, resource.State)).ToList());

    /// <summary>Every write, delete and action in the order of acceptance, with its times.</summary>
    public IReadOnlyList<JournalEntry> Journal => _manager.Read(static world => world.Operations.All.Select(Entry).ToList());

    /// <summary>A resource as a GET would show it; null when there is none.</summary>
    public JsonObject? Get(string id) => _manager.Read(world => world.Resources.Find(id) is { } resource ? world.Render(resource) : null);

    /// <summary>How many requests were made since the start of the process, of one type or of all; refused ones count.</summary>
    public int Calls(string method, string? type = null) => _manager.Calls.Of(method, type);

    /// <summary>Puts a resource there as if it had always been, with its group if that is missing. Nothing happens if the id exists.</summary>
    /// <param name="json">The body of a PUT; it is taken as it is.</param>
    /// <exception cref="ArgumentException">The type is unknown, the id is no id, or the body no JSON object.</exception>
    public void Seed(string id, string type, string json)
    {
        var path = ResourcePath.Parse(id) is { Names.Count: > 0 } parsed ? parsed : throw new ArgumentException($"'{id}' is no resource id.", nameof(id));
        var content = Parse(json);
        _manager.Change(world =>
        {
            var known = world.Types.Find(type) ?? throw new ArgumentException($"The type '{type}' is not simulated.", nameof(type));
            var location = content.Text("location") ?? world.Options.SeedLocation;
            if (path.ResourceGroupId is { } group && known is not ResourceGroups)
            {
                Keep(world, world.Types.Get(ResourceGroups.TypeName), group, new JsonObject { ["location"] = location });
            }

            Keep(world, known, path.WithType(known.Name).Id, content);
        });
    }

    private static JsonObject Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? throw new ArgumentException("The body is no JSON object.", nameof(json));
        }
        catch (JsonException exception)
        {
            throw new ArgumentException("The body is no JSON.", nameof(json), exception);
        }
    }

    private static void Keep(ArmWorld world, ResourceType type, string id, JsonObject content)
    {
        if (world.Resources.Find(id) is not null)
        {
            return;
        }

        if (type.IsTracked)
        {
            content.Default("location", world.Options.SeedLocation);
        }

        try
        {
            ServiceWrites.Put(world, type, id, content);
        }
        catch (ArmException exception)
        {
            throw new ArgumentException($"{id} cannot be seeded: {exception.Message}", nameof(content), exception);
        }
    }

    private static JournalEntry Entry(ArmOperation operation) => new(
        operation.ResourceId, operation.Type, operation.Action, operation.Method, operation.Created, operation.Started, operation.Ended, operation.Status, operation.Error?.Code);
}
