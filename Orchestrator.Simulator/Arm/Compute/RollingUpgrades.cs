using System.Text.Json.Nodes;
using System.Xml;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm.Compute;

/// <summary>
/// Brings the instances of a scale set to its model batch by batch: a batch is at most <c>maxBatchInstancePercent</c> of all, inside one zone unless
/// zones may mix; between batches there is a pause, and too many that are not healthy end it. One step at each call.
/// </summary>
internal sealed class RollingUpgrades(ArmResource scaleSet, JsonObject arguments, ArmWorld world)
{
    private const int DefaultPercent = 20;
    private static readonly (double, double) Reimage = (45, 65);
    private readonly JsonObject _state = arguments.Ensure("rolling");
    private readonly List<ArmResource> _instances = ScaleSetCapacity.Active(scaleSet.Id, world);

    private bool MixesZones => scaleSet.Content.Flag("properties.upgradePolicy.rollingUpgradePolicy.enableCrossZoneUpgrade");

    /// <summary>Null when every instance has the model.</summary>
    public OperationStep? Next()
    {
        if (_state["batch"] is JsonArray batch)
        {
            return Finish([.. batch.Select(static id => id!.ToString())]);
        }

        if (Breach() is { } fault)
        {
            Report("Faulted", "Start", fault);
            return new OperationStep(TimeSpan.Zero, arguments, fault);
        }

        var stale = _instances.Where(instance => !ScaleSetInstances.HasLatestModel(instance, scaleSet) && !instance.Content.Flag("properties.protectionPolicy.protectFromScaleSetActions")).ToList();
        if (stale.Count == 0)
        {
            if (_state["upgraded"] is not null)
            {
                Report("Completed", "Start");
            }

            return null;
        }

        Begin(stale);
        return new OperationStep(world.Within(Reimage), arguments);
    }

    /// <summary>The answer of <c>rollingUpgrades/latest</c>; null when there was none.</summary>
    public static JsonObject? Show(ArmResource scaleSet, ArmWorld world)
    {
        if (scaleSet.Service["rolling"] is not JsonObject last)
        {
            return null;
        }

        var instances = ScaleSetCapacity.Active(scaleSet.Id, world);
        var upgraded = (last["upgraded"] as JsonArray ?? []).Select(static id => id!.ToString()).ToList();
        var failed = upgraded.Count(id => !world.Health.IsHealthy(id));
        var inProgress = instances.Count(static instance => instance.State.Same("Updating"));
        var properties = new JsonObject
        {
            ["policy"] = Policy(scaleSet),
            ["runningStatus"] = new JsonObject { ["code"] = last["code"]?.DeepClone(), ["startTime"] = last["started"]?.DeepClone(), ["lastAction"] = last["action"]?.DeepClone(), ["lastActionTime"] = last["at"]?.DeepClone() },
            ["progress"] = new JsonObject
            {
                ["successfulInstanceCount"] = upgraded.Count - failed,
                ["failedInstanceCount"] = failed,
                ["inProgressInstanceCount"] = inProgress,
                ["pendingInstanceCount"] = instances.Count(instance => !ScaleSetInstances.HasLatestModel(instance, scaleSet)) - inProgress,
            },
        };
        if (last["error"] is { } error)
        {
            properties["error"] = error.DeepClone();
        }

        return new JsonObject { ["location"] = scaleSet.Location, ["id"] = $"{scaleSet.Id}/rollingUpgrades/latest", ["name"] = "latest", ["type"] = $"{scaleSet.Type}/rollingUpgrades", ["properties"] = properties };
    }

    /// <summary>The upgrade was called off: what is not upgraded stays as it is.</summary>
    public static void Canceled(ArmResource scaleSet, ArmWorld world)
    {
        foreach (var instance in ScaleSetCapacity.Active(scaleSet.Id, world).Where(static instance => instance.State.Same("Updating")))
        {
            world.Keep(instance with { State = ArmResource.Succeeded });
        }

        var service = scaleSet.Service.Copy();
        if (service["rolling"] is JsonObject last)
        {
            (last["code"], last["action"], last["at"]) = ("Cancelled", "Cancel", world.Now.ToString("O"));
            world.Keep(scaleSet with { Service = service });
        }
    }

    private void Begin(List<ArmResource> stale)
    {
        var size = Math.Max(1, _instances.Count * Percent("maxBatchInstancePercent") / 100);
        var ordered = stale.OrderBy(ScaleSetInstances.ZoneOf, StringComparer.Ordinal).ThenBy(ScaleSetCapacity.NumberOf).ToList();
        var batch = (MixesZones ? stale : ordered.Where(instance => ScaleSetInstances.ZoneOf(instance).Same(ScaleSetInstances.ZoneOf(ordered[0])))).Take(size).ToList();
        foreach (var instance in batch)
        {
            world.Keep(instance with { State = "Updating" });
        }

        _state["batch"] = new JsonArray([.. batch.Select(static instance => (JsonNode)instance.Id)]);
        _state.Default("started", world.Now.ToString("O"));
        _state.Default("upgraded", new JsonArray());
        Report("RollingForward", "Start");
    }

    private OperationStep Finish(List<string> batch)
    {
        VirtualMachineScaleSets.Upgrade(scaleSet, batch.Select(world.Resources.Find).OfType<ArmResource>(), world);
        batch.ForEach(_state["upgraded"]!.AsArray().Add);
        _state.Remove("batch");
        Report("RollingForward", "Start");
        var pause = XmlConvert.ToTimeSpan(scaleSet.Content.Text("properties.upgradePolicy.rollingUpgradePolicy.pauseTimeBetweenBatches") ?? "PT0S");
        return new OperationStep(pause > TimeSpan.FromSeconds(1) ? pause : TimeSpan.FromSeconds(1), arguments);
    }

    private ArmFault? Breach()
    {
        var upgraded = (_state["upgraded"] as JsonArray ?? []).Select(static id => id!.ToString()).ToList();
        if (IsMore(upgraded, "maxUnhealthyUpgradedInstancePercent"))
        {
            return Exceeded("MaxUnhealthyUpgradedInstancePercent", "InRollingUpgrade");
        }

        return IsMore([.. _instances.Select(static instance => instance.Id)], "maxUnhealthyInstancePercent")
            ? Exceeded("MaxUnhealthyInstancePercent", upgraded.Count == 0 ? "BeforeRollingUpgrade" : "InRollingUpgrade")
            : null;
    }

    private static ArmFault Exceeded(string limit, string when) =>
        new($"{limit}Exceeded{when}", $"Rolling Upgrade failed after exceeding the {limit} value defined in the RollingUpgradePolicy. Health state of the instances must be within it; fix their health, and send the model again.");

    private bool IsMore(List<string> ids, string limit) => ids.Count > 0 && ids.Count(id => !world.Health.IsHealthy(id)) * 100 > Percent(limit) * ids.Count;

    private int Percent(string member) => scaleSet.Content.Number($"properties.upgradePolicy.rollingUpgradePolicy.{member}") ?? DefaultPercent;

    private void Report(string code, string action, ArmFault? error = null)
    {
        var current = world.Resources.Find(scaleSet.Id)!;
        var service = current.Service.Copy();
        service["rolling"] = new JsonObject
        {
            ["code"] = code, ["action"] = action, ["at"] = world.Now.ToString("O"), ["started"] = _state["started"]?.DeepClone() ?? world.Now.ToString("O"), ["upgraded"] = _state["upgraded"]?.DeepClone(), ["error"] = error?.ToJson(),
        };
        world.Keep(current with { Service = service });
    }

    private static JsonObject Policy(ArmResource scaleSet)
    {
        var policy = scaleSet.Content.At("properties.upgradePolicy.rollingUpgradePolicy")?.DeepClone() as JsonObject ?? [];
        foreach (var percent in new[] { "maxBatchInstancePercent", "maxUnhealthyInstancePercent", "maxUnhealthyUpgradedInstancePercent" })
        {
            policy.Default(percent, DefaultPercent);
        }

        policy.Default("pauseTimeBetweenBatches", "PT0S");
        return policy;
    }
}
