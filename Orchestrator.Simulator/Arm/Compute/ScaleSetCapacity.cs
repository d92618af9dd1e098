using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm.Compute;

/// <summary>Brings a scale set to its capacity: makes instances from the newest model, picks those to go.</summary>
internal static class ScaleSetCapacity
{
    /// <summary>The instances that are not on their way out, in the order of their ids.</summary>
    public static List<ArmResource> Active(string scaleSetId, ArmWorld world) =>
        [.. All(scaleSetId, world).Where(static instance => !instance.IsDeleting).OrderBy(NumberOf)];

    /// <summary>Instances of a Uniform scale set are below it, those of a Flexible one refer to it.</summary>
    public static IEnumerable<ArmResource> All(string scaleSetId, ArmWorld world) =>
        world.Resources.Under(scaleSetId, ScaleSetInstances.TypeName).Concat(world.Resources.Referrers(scaleSetId, VirtualMachines.TypeName));

    public static (IReadOnlyList<ArmResource> Created, IReadOnlyList<ArmResource> Removed) Apply(ArmResource scaleSet, int capacity, ArmWorld world)
    {
        var active = Active(scaleSet.Id, world);
        if (capacity >= active.Count)
        {
            return (ScaleSetInstances.Create(scaleSet, capacity - active.Count, active, world), []);
        }

        var removed = PickForScaleIn(scaleSet, active, active.Count - capacity);
        return ([], [.. removed.Select(instance => world.Keep(instance with { State = ArmResource.Deleting }))]);
    }

    /// <summary>Marks instances for deletion and lowers the capacity by as many.</summary>
    public static void Doom(ArmResource scaleSet, IReadOnlyList<ArmResource> instances, ArmWorld world)
    {
        foreach (var instance in instances)
        {
            world.Keep(instance with { State = ArmResource.Deleting });
        }

        var content = scaleSet.Content.Copy();
        content.Ensure("sku")["capacity"] = Active(scaleSet.Id, world).Count;
        world.Keep(scaleSet with { Content = content });
    }

    /// <summary>What an operation created runs now, what it removed is gone.</summary>
    public static void Finish(ArmOperation operation, ArmWorld world)
    {
        foreach (var instance in Find(operation, "created", world))
        {
            var ready = world.Keep(instance with { State = ArmResource.Succeeded });
            world.Machines.Start(MachineDefinitions.Of(ready, world));
        }

        foreach (var instance in Find(operation, "removed", world))
        {
            Remove(instance, world);
        }
    }

    public static void Fail(ArmOperation operation, ArmWorld world)
    {
        foreach (var instance in Find(operation, "created", world))
        {
            world.Keep(instance with { State = ArmResource.Failed });
        }

        foreach (var instance in Find(operation, "removed", world))
        {
            world.Keep(instance with { State = ArmResource.Succeeded });
        }
    }

    public static void Remove(ArmResource instance, ArmWorld world)
    {
        world.Types.Get(instance.Type).Deleted(instance, world);
        world.Resources.Remove(instance.Id);
    }

    /// <summary>The order of creation; machines that joined a Flexible scale set by themselves come first.</summary>
    public static int NumberOf(ArmResource instance) =>
        instance.Service.Text("instanceId") is { } id ? int.Parse(id, CultureInfo.InvariantCulture) : instance.Service.Number("number") ?? -1;

    private static IEnumerable<ArmResource> Find(ArmOperation operation, string list, ArmWorld world) =>
        (operation.Arguments[list] as JsonArray ?? []).Select(id => world.Resources.Find(id!.ToString())).OfType<ArmResource>();

    /// <summary>From the fullest zone first, then by the scale-in rule; protected instances stay.</summary>
    private static List<ArmResource> PickForScaleIn(ArmResource scaleSet, List<ArmResource> active, int count)
    {
        var rule = (scaleSet.Content.At("properties.scaleInPolicy.rules") as JsonArray)?.FirstOrDefault()?.ToString();
        var left = active.Where(static instance => !instance.Content.Flag("properties.protectionPolicy.protectFromScaleIn")).ToList();
        var picked = new List<ArmResource>();
        while (picked.Count < count && left.Count > 0)
        {
            var fullest = left.GroupBy(ScaleSetInstances.ZoneOf, StringComparer.Ordinal).OrderByDescending(static zone => zone.Count()).ThenBy(static zone => zone.Key, StringComparer.Ordinal).First();
            var next = rule.Same("OldestVM") ? fullest.MinBy(NumberOf)! : fullest.MaxBy(NumberOf)!;
            picked.Add(next);
            left.Remove(next);
        }

        return picked;
    }
}
