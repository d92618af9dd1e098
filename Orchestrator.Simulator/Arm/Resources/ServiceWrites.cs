using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm.Resources;

/// <summary>Writes that no client asked for: what a service makes for itself, and what a test puts there as if it had always been.</summary>
internal static class ServiceWrites
{
    /// <summary>Puts a resource there, ready, under the same rules as a PUT and without its waits.</summary>
    /// <exception cref="Errors.ArmException">The type refuses it.</exception>
    public static ArmResource Put(ArmWorld world, ResourceType type, string id, JsonObject content)
    {
        var write = new ResourceWrite(world, type, id, id[(id.LastIndexOf('/') + 1)..], world.Resources.Find(id), content);
        type.Accept(write);
        type.Begin(write);
        var kept = new ArmResource(id, type.Name, write.Name, content, write.Service, ArmResource.Succeeded, "", type.PutOperation);
        world.Keep(kept);
        return world.Keep(type.Finish(kept, Operation(world, write), world));
    }

    public static ArmResource Put(ArmWorld world, string type, string id, JsonObject content) => Put(world, world.Types.Get(type), id, content);

    private static ArmOperation Operation(ArmWorld world, ResourceWrite write) =>
        new("", 0, write.Id, write.Id, write.Type.Name, "write", "PUT", write.Location, "", "", Created: true, world.Now, null, world.Now, ArmOperation.Succeeded, null, write.Arguments);
}
