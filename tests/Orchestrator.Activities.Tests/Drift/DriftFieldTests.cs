using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Drift;

/// <summary>
/// Every field of every resource that a graph holds, changed behind our back: exactly that is reported, with what is wanted and what was found, repair brings it
/// back, and the next check is clean. The golden files say of each field what Azure let happen to it.
/// </summary>
public sealed class DriftFieldTests
{
    /// <summary>Fields that are ours to write and nobody's to compare, by name.</summary>
    private static readonly Dictionary<string, string> NotCompared = new(StringComparer.Ordinal)
    {
        ["createOption"] = "it says how the disk was made",
        ["orchestrator-custom-data-since"] = "bookkeeping of rolls",
        ["orchestrator-custom-data-rendered"] = "bookkeeping of rolls",
    };

    public static TheoryData<string> Graphs => ["sample", "private", "options", "aks", "backup", "zone"];

    [Theory]
    [MemberData(nameof(Graphs))]
    public async Task Field_ChangedBehindOurBack_IsReportedAndRepaired(string graph)
    {
        await using var drift = await DriftBed.StartAsync(await StartAsync(graph));
        var clean = await drift.CheckAsync();
        Assert.True(clean.IsClean, DriftBed.Told(clean));
        var (told, wrong) = (new JsonObject(), new List<string>());
        foreach (var step in drift.Bed.Steps.Where(s => s.Verb == StepVerb.Ensure && IsNew(graph, s.Kind)))
        {
            foreach (var field in FieldMutations.FieldsOf(await RenderAsync(drift.Bed, step)))
            {
                told[$"{step.Kind} {step.Name} {FieldMutations.Text(field)}"] = await TryAsync(drift, step, field, wrong);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        GoldenFile.Verify(told, graph);
    }

    [Theory]
    [MemberData(nameof(Graphs))]
    public async Task Resource_DeletedBehindOurBack_IsReportedAndMadeAgain(string graph)
    {
        await using var drift = await DriftBed.StartAsync(await StartAsync(graph));
        var (deleted, wrong) = (new List<string>(), new List<string>());
        foreach (var step in drift.Bed.Steps.Where(static s => s is { Verb: StepVerb.Ensure, Kind: not StepKinds.ResourceGroup and not StepKinds.VirtualMachine }))
        {
            if (await drift.DeleteAsync(step.ResourceId!) is not null)
            {
                // Azure lets nobody delete what is in use.
                continue;
            }

            deleted.Add(step.Kind);
            var report = await drift.CheckAsync();
            var rolls = report.Findings.Any(static f => f.Repair == DriftRepair.Roll);
            if (!report.Findings.Any(f => f.Kind == DriftKind.Missing && ResourceId.Same(f.Resource, step.ResourceId)))
            {
                wrong.Add($"{step.Key} was deleted, and the report is:\n{DriftBed.Told(report)}");
            }

            if (rolls)
            {
                // A new machine is the rollout's; here the old one gets it back.
                await drift.Bed.ReachAsync(step);
            }

            await drift.RepairAsync();
            if (await drift.CheckAsync() is { IsClean: false } after)
            {
                wrong.Add($"{step.Key} was deleted and repaired, and the report is:\n{DriftBed.Told(after)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(deleted.Count > 0);
    }

    private static async Task<ActivitiesTestBed> StartAsync(string graph) => graph switch
    {
        "private" => await PrivateNetwork.StartAsync(),
        "aks" => await ManagedClusterBed.StartAsync(),
        "backup" => await ActivitiesTestBed.StartAsync(BackupStore.Spec()),
        "zone" => await PrivateNetwork.StartWithZoneAsync(),
        "options" => await ActivitiesTestBed.StartAsync(Options(Specs.Sample())),
        _ => await ActivitiesTestBed.StartAsync(),
    };

    /// <summary>What the sample does not have alike.</summary>
    private static bool IsNew(string graph, string kind) => graph switch
    {
        "private" => PrivateNetwork.Kinds.Append(StepKinds.LoadBalancer).Append(StepKinds.VirtualMachineScaleSet).Contains(kind, StringComparer.Ordinal),
        "aks" => ManagedClusterBed.Kinds.Contains(kind, StringComparer.Ordinal),
        "backup" => BackupStore.Kinds.Contains(kind, StringComparer.Ordinal),
        "zone" => kind is StepKinds.PrivateDnsZoneGroup or StepKinds.PrivateEndpoint,
        "options" => kind is StepKinds.NetworkInterface or StepKinds.VirtualMachine or StepKinds.VirtualMachineExtension or StepKinds.VirtualMachineScaleSet or StepKinds.RouteTable,
        _ => true,
    };

    /// <summary>The sample with what machines can have besides.</summary>
    private static ClusterSpec Options(ClusterSpec spec) => spec with
    {
        AdditionalTags = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["team"] = "blue" },
        ControlPlane = spec.ControlPlane with { Machine = With(spec.ControlPlane.Machine) },
        MachinePools = [spec.MachinePools[0] with { Machine = With(spec.MachinePools[0].Machine) }],
    };

    private static MachineSpec With(MachineSpec machine) => machine with
    {
        IPForwarding = true,
        AcceleratedNetworking = true,
        DnsServers = ["10.0.0.4"],
        DataDisks = [new DataDiskSpec { NameSuffix = "data", Lun = 0, DiskSizeGB = 64 }],
        Extensions = [new VmExtensionSpec { Name = "Monitor", Publisher = "Contoso", Version = "1.0", Settings = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["level"] = "info" } }],
    };

    private static async Task<JsonObject> RenderAsync(ActivitiesTestBed bed, GraphStep step)
    {
        var definition = bed.Get<ResourceDefinitions>()[step.Kind];
        var context = new ResourceContext { Spec = bed.Spec, Step = step, OperationId = "test", Role = MachineRole.ControlPlaneInit };
        bed.Clock.Advance(TimeSpan.FromMinutes(1));
        var arm = await bed.Get<IArmConnections>().ForAsync(bed.Spec, default);
        return definition.Render(await definition.GatherAsync(context, bed.Azure.Resources.Get(step.ResourceId!), arm, default));
    }

    /// <summary>What became of the field.</summary>
    private static async Task<string> TryAsync(DriftBed drift, GraphStep step, IReadOnlyList<string> field, List<string> wrong)
    {
        var id = step.ResourceId!;
        var original = drift.Read(id);
        if (FieldMutations.Find(original, field) is not { } value)
        {
            return "not shown by Azure";
        }

        if (step.Kind == StepKinds.InboundNatRule && field[^1] == "frontendPort")
        {
            return "not compared: a rule keeps the port that it got";
        }

        if (step.Kind == StepKinds.VirtualMachineScaleSet && field[^1] == "enableAcceleratedNetworking" && drift.Bed.Spec.MachinePools[0].Machine.AcceleratedNetworking is null)
        {
            return "not compared: the spec leaves it to the size";
        }

        if (step.Kind == StepKinds.AgentPool && field[^1] == "count" && original["properties"]!["enableAutoScaling"]?.GetValue<bool>() is true)
        {
            return "not compared: the autoscaler decides it";
        }

        if (NotCompared.GetValueOrDefault(field[^1]) is { } reason)
        {
            return $"not compared: {reason}";
        }

        string? refusal = null;
        foreach (var mutation in FieldMutations.Of(value, field))
        {
            refusal = await drift.ChangeAsync(id, mutation);
            if (refusal is null && !JsonNode.DeepEquals(FieldMutations.Find(drift.Read(id), field), value))
            {
                return await FollowAsync(drift, step, field, original, wrong);
            }
        }

        return refusal is null ? "kept by Azure" : $"refused by Azure, {refusal}";
    }

    private static async Task<string> FollowAsync(DriftBed drift, GraphStep step, IReadOnlyList<string> field, JsonObject original, List<string> wrong)
    {
        var path = FieldMutations.Text(field);
        var report = await drift.CheckAsync();
        var found = report.Findings.Where(f => Covers(f, step, path)).ToList();
        if (found.Count == 0 || report.Findings.Count != found.Count)
        {
            wrong.Add($"{step.Key} {path} was changed, and the report is:\n{DriftBed.Told(report)}");
        }

        var repair = found.Count == 0 ? DriftRepair.None : found[0].Repair;
        if (found.Exists(static f => f.Repair is DriftRepair.Roll or DriftRepair.Delete or DriftRepair.None))
        {
            // What rolls machines is the rollout's; here they get back what they had.
            Assert.Null(await drift.ChangeAsync(step.ResourceId!, body => Restore(body, original)));
        }
        else if (await drift.RepairAsync() is { } refusal)
        {
            await drift.DeleteAsync(step.ResourceId!);
            await drift.RepairAsync();
            return $"reported; Azure does not take it back, {refusal}";
        }

        if (await drift.CheckAsync() is { IsClean: false } after)
        {
            wrong.Add($"{step.Key} {path} was repaired, and the report is:\n{DriftBed.Told(after)}");
            await drift.ChangeAsync(step.ResourceId!, body => Restore(body, original));
        }

        return repair.ToString().ToLowerInvariant();
    }

    private static void Restore(JsonObject body, JsonObject original)
    {
        body.Clear();
        foreach (var (name, member) in (JsonObject)original.DeepClone())
        {
            body[name] = member?.DeepClone();
        }

        body.Remove("etag");
    }

    /// <summary>The finding names the field, what holds it, or what it holds. A disk that moved is missing at one place and too much at the other.</summary>
    private static bool Covers(DriftFinding finding, GraphStep step, string path)
    {
        var (told, changed) = (Plain(finding.Field ?? "$"), Plain(path));
        return ResourceId.Same(finding.Resource, step.ResourceId) && finding.Wanted != finding.Found
            && (told.StartsWith(changed, StringComparison.OrdinalIgnoreCase) || changed.StartsWith(told, StringComparison.OrdinalIgnoreCase)
                || (changed.EndsWith(".lun", StringComparison.Ordinal) && told.Contains(".dataDisks.", StringComparison.Ordinal))
                || (changed.EndsWith(ClusterTags.CustomDataHash, StringComparison.Ordinal) && told.EndsWith(".customData", StringComparison.Ordinal)));
    }

    private static string Plain(string path) => path.Replace("['", ".", StringComparison.Ordinal).Replace("']", "", StringComparison.Ordinal);
}
