using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>
/// The channels by which AKS upgrades clusters of its own accord, inside their maintenance windows. When that is due is read off the
/// clusters, so that nothing has to be kept.
/// </summary>
internal sealed class AutoUpgrades(ArmWorld world, OperationStarter operations)
{
    private const string VersionSchedule = "aksManagedAutoUpgradeSchedule";
    private const string ImageSchedule = "aksManagedNodeOSUpgradeSchedule";
    private const int MaxWindows = 60;

    /// <summary>When the next upgrade of any cluster begins; null when none will.</summary>
    public DateTimeOffset? Next() => world.Resources.OfType(ManagedClusters.TypeName).Select(Next).Where(static due => due is not null).Min();

    /// <summary>Starts what is due.</summary>
    public void Start()
    {
        foreach (var cluster in world.Resources.OfType(ManagedClusters.TypeName).Where(cluster => Next(cluster) <= world.Now).ToList())
        {
            if (VersionFor(cluster) is { } version && WindowOf(cluster, VersionSchedule, world.Now).Opens <= world.Now)
            {
                Upgrade(cluster, version);
            }
            else if (PoolFor(cluster, world.Now) is { } pool)
            {
                RenewImage(pool);
            }
        }
    }

    private DateTimeOffset? Next(ArmResource cluster)
    {
        if (!cluster.IsReady || cluster.Service.Text("power").Same("Stopped") || world.Operations.RunningOn(cluster.Id) is not null || world.Types.Get(cluster.Type).Blocking(cluster.Id, world.Operations) is not null)
        {
            return null;
        }

        var version = VersionFor(cluster) is null ? null : (DateTimeOffset?)WindowOf(cluster, VersionSchedule, world.Now).Opens;
        var image = RenewsImages(cluster) ? NextImage(cluster) : null;
        var due = version is null || image < version ? image : version;
        return due < world.Now ? world.Now : due;
    }

    /// <summary>The first window in which there is a newer image than a pool runs.</summary>
    private DateTimeOffset? NextImage(ArmResource cluster)
    {
        var from = world.Now;
        for (var i = 0; i < MaxWindows; i++)
        {
            var (opens, closes) = WindowOf(cluster, ScheduleOfImages(cluster), from);
            var at = opens < world.Now ? world.Now : opens;
            if (PoolFor(cluster, at) is not null)
            {
                return at;
            }

            from = closes;
        }

        return null;
    }

    /// <summary>Without a schedule AKS takes the time it likes, a day after the channel was set: the simulator's is the first four hours of a day.</summary>
    private (DateTimeOffset Opens, DateTimeOffset Closes) WindowOf(ArmResource cluster, string schedule, DateTimeOffset from)
    {
        if (world.Resources.Find($"{cluster.Id}/maintenanceConfigurations/{schedule}") is { } configuration)
        {
            return MaintenanceWindows.Next(configuration.Content.At("properties.maintenanceWindow")!, DateTimeOffset.Parse(configuration.Service.Text("created")!, CultureInfo.InvariantCulture), from) ?? (DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        }

        var set = DateTimeOffset.Parse(cluster.Service.Text("channelSet") ?? world.Now.ToString("O"), CultureInfo.InvariantCulture).AddDays(1);
        from = from < set ? set : from;
        var today = new DateTimeOffset(from.UtcDateTime.Date, TimeSpan.Zero);
        var opens = from < today.AddHours(4) ? today : today.AddDays(1);
        return (opens, opens.AddHours(4));
    }

    /// <summary>What the cluster's channel moves it to next; null when it is there.</summary>
    private string? VersionFor(ArmResource cluster)
    {
        var current = ManagedClusters.VersionOf(cluster);
        var minor = AksVersions.MinorOf(current);
        var goal = cluster.Content.Text("properties.autoUpgradeProfile.upgradeChannel")?.ToLowerInvariant() switch
        {
            "patch" => minor,
            "stable" => Math.Max(minor, AksVersions.NewestMinor - 1),
            "rapid" => Math.Max(minor, AksVersions.NewestMinor),
            _ => -1,
        };
        var next = goal < 0 ? null : AksVersions.LatestPatch(Math.Min(goal, minor + 1), cluster.Location, world);
        return next is not null && AksVersions.IsNewer(next, current) ? next : null;
    }

    private static bool RenewsImages(ArmResource cluster) =>
        cluster.Content.Text("properties.autoUpgradeProfile.upgradeChannel").Same("node-image") || cluster.Content.Text("properties.autoUpgradeProfile.nodeOSUpgradeChannel").Same("NodeImage");

    private static string ScheduleOfImages(ArmResource cluster) => cluster.Content.Text("properties.autoUpgradeProfile.nodeOSUpgradeChannel").Same("NodeImage") ? ImageSchedule : VersionSchedule;

    private ArmResource? PoolFor(ArmResource cluster, DateTimeOffset at) => !RenewsImages(cluster) ? null
        : AgentPools.Of(cluster.Id, world).FirstOrDefault(pool => pool.IsReady && !AksNodeImages.Latest(pool, at).Same(pool.Service.Text("nodeImage")));

    private void Upgrade(ArmResource cluster, string version)
    {
        var profiles = AgentPools.Of(cluster.Id, world).Select(pool =>
        {
            var profile = pool.Properties.Copy();
            profile["name"] = pool.Name;
            profile["orchestratorVersion"] = version;
            return profile;
        });
        var body = new JsonObject { ["properties"] = new JsonObject { ["kubernetesVersion"] = version, ["agentPoolProfiles"] = new JsonArray([.. profiles]) } };
        if (cluster.Content["tags"] is { } tags)
        {
            body["tags"] = tags.DeepClone();
        }

        var type = world.Types.Get(ManagedClusters.TypeName);
        var write = new ResourceWrite(world, type, cluster.Id, cluster.Name, cluster, type.Desired(cluster, body));
        type.Accept(write);
        type.Begin(write);
        var duration = type.Duration(write);
        var kept = world.Keep(new ArmResource(cluster.Id, type.Name, cluster.Name, write.Content, write.Service, type.BusyState(write), "", type.PutOperation));
        operations.Start(type, cluster.Id, kept, "write", "PUT", request: null, duration, write.Arguments);
    }

    private void RenewImage(ArmResource pool)
    {
        const string Name = "upgradeNodeImageVersion";
        var type = world.Types.Get(AgentPools.TypeName);
        var action = type.Action(Name)!;
        var (duration, arguments) = action.Begin(pool, [], world);
        var busy = world.Keep(world.Resources.Find(pool.Id)! with { State = action.BusyState });
        operations.Start(type, pool.Id, busy, Name, "POST", request: null, duration, arguments);
    }
}
