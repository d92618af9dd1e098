using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Kubernetes.Controllers;

/// <summary>What kubelets do with pods: start them, end them after their grace period, and nothing at all once the machine is gone.</summary>
internal sealed class PodLifecycle(SimulatedCluster cluster, Agenda agenda)
{
    public const string PodReady = "pod-ready";
    public const string PodEnd = "pod-end";
    private const int LongestGraceSeconds = 30;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(3);

    public void Reconcile()
    {
        foreach (var pod in cluster.Objects.List(ResourceTypes.Pods))
        {
            var isDue = !pod.IsTerminating && NodeOf(pod) is { } node && cluster.IsKubeletRunning(node) && pod.Value["status"]?["phase"]?.ToString() == "Pending";
            if (isDue && !agenda.Contains(PodReady, SubjectOf(pod)))
            {
                agenda.Add(PodReady, SubjectOf(pod), StartTime * cluster.Options.LatencyFactor);
            }
        }
    }

    /// <summary>Deletes a pod as the API does. Null takes the pod's own grace period; zero removes it at once, whatever its node does.</summary>
    public StoredObject Delete(StoredObject pod, int? graceSeconds)
    {
        var grace = Math.Min(LongestGraceSeconds, graceSeconds ?? PodTemplates.Integer(pod.Value["spec"]?["terminationGracePeriodSeconds"], LongestGraceSeconds));
        var hasStarted = NodeOf(pod) is not null;
        if (!hasStarted || grace <= 0)
        {
            return End(pod);
        }

        if (pod.IsTerminating)
        {
            return pod;
        }

        var changed = pod.Copy();
        changed["metadata"]!["deletionTimestamp"] = ObjectStore.Timestamp(cluster.Time.GetUtcNow() + TimeSpan.FromSeconds(grace));
        changed["metadata"]!["deletionGracePeriodSeconds"] = grace;
        var terminating = cluster.Objects.Put(pod.Key, changed);
        agenda.Add(PodEnd, SubjectOf(pod), TimeSpan.FromSeconds(grace));
        return terminating;
    }

    public void BecomeReady(string podSubject)
    {
        if (Find(podSubject) is not { IsTerminating: false } pod || NodeOf(pod) is not { } node || !cluster.IsKubeletRunning(node))
        {
            return;
        }

        var changed = pod.Copy();
        MarkReady(changed, cluster.Time.GetUtcNow());
        cluster.Objects.Put(pod.Key, changed);
    }

    /// <summary>The grace period is over. On a machine that is gone nobody ends the pod.</summary>
    public void GraceOver(string podSubject)
    {
        if (Find(podSubject) is { } pod && NodeOf(pod) is { } node && cluster.IsKubeletRunning(node))
        {
            End(pod);
        }
    }

    /// <summary>The node's kubelet no longer answers: its pods count as not ready.</summary>
    public void NodeLost(string nodeName)
    {
        foreach (var pod in cluster.Objects.List(ResourceTypes.Pods).Where(pod => NodeOf(pod) == nodeName && Conditions.Status(pod.Value, "Ready") == "True"))
        {
            var changed = pod.Copy();
            Conditions.Set(changed, "Ready", "False", "NodeNotReady", "", ObjectStore.Timestamp(cluster.Time.GetUtcNow()));
            cluster.Objects.Put(pod.Key, changed);
        }
    }

    public static void MarkReady(JsonObject pod, DateTimeOffset at)
    {
        var now = ObjectStore.Timestamp(at);
        pod["status"]!["phase"] = "Running";
        pod["status"]!["startTime"] = now;
        pod["status"]!["containerStatuses"] = new JsonArray([.. (pod["spec"]?["containers"] as JsonArray ?? []).Select(container => new JsonObject
        {
            ["name"] = container?["name"]?.ToString(),
            ["image"] = container?["image"]?.ToString(),
            ["ready"] = true,
            ["started"] = true,
            ["restartCount"] = 0,
            ["state"] = new JsonObject { ["running"] = new JsonObject { ["startedAt"] = now } },
        })]);
        foreach (var condition in (string[])["Initialized", "PodScheduled", "ContainersReady", "Ready"])
        {
            Conditions.Set(pod, condition, "True", "", "", now);
        }
    }

    public static string? NodeOf(StoredObject pod) => pod.Value["spec"]?["nodeName"]?.ToString();

    private StoredObject End(StoredObject pod)
    {
        agenda.Cancel(PodReady, SubjectOf(pod));
        agenda.Cancel(PodEnd, SubjectOf(pod));
        if (pod.Value["metadata"]?["finalizers"] is JsonArray { Count: > 0 })
        {
            var held = pod.Copy();
            held["metadata"]!["deletionTimestamp"] ??= ObjectStore.Timestamp(cluster.Time.GetUtcNow());
            held["metadata"]!["deletionGracePeriodSeconds"] = 0;
            return cluster.Objects.Put(pod.Key, held);
        }

        cluster.Objects.Remove(pod.Key);
        return pod;
    }

    private string SubjectOf(StoredObject pod) => $"{cluster.State.Id}|{pod.Key.Namespace}/{pod.Key.Name}/{pod.Uid}";

    private StoredObject? Find(string podSubject)
    {
        var parts = podSubject.Split('/');
        return cluster.Objects.Get(ObjectKey.Of(ResourceTypes.Pods, parts[0], parts[1])) is { } pod && pod.Uid == parts[2] ? pod : null;
    }
}
