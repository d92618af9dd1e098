using System.Text.Json.Nodes;
using Orchestrator.Activities.Nodes.Draining;

namespace Orchestrator.Activities.Tests.Nodes;

public sealed class DrainPolicyTests
{
    private static readonly DateTimeOffset Now = new(2031, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string, bool, PodDisposition> Pods => new()
    {
        { "of a ReplicaSet", """{ "metadata": { "ownerReferences": [{ "kind": "ReplicaSet", "controller": true }] } }""", false, PodDisposition.Evict },
        { "of nobody", """{ "metadata": {} }""", false, PodDisposition.Evict },
        { "with emptyDir", """{ "metadata": {}, "spec": { "volumes": [{ "name": "v", "emptyDir": {} }] } }""", false, PodDisposition.Evict },
        { "pending", """{ "metadata": {}, "status": { "phase": "Pending" } }""", false, PodDisposition.Evict },
        { "of a DaemonSet", """{ "metadata": { "ownerReferences": [{ "kind": "DaemonSet", "controller": true }] } }""", false, PodDisposition.Ignore },
        { "only owned, not controlled, by a DaemonSet", """{ "metadata": { "ownerReferences": [{ "kind": "DaemonSet" }] } }""", false, PodDisposition.Evict },
        { "mirror", """{ "metadata": { "annotations": { "kubernetes.io/config.mirror": "x" } } }""", false, PodDisposition.Ignore },
        { "succeeded", """{ "metadata": {}, "status": { "phase": "Succeeded" } }""", false, PodDisposition.Ignore },
        { "failed", """{ "metadata": {}, "status": { "phase": "Failed" } }""", false, PodDisposition.Ignore },
        { "ending", """{ "metadata": { "deletionTimestamp": "2031-05-01T11:59:30Z" } }""", false, PodDisposition.Await },
        { "ending for long on a living node", """{ "metadata": { "deletionTimestamp": "2031-05-01T11:00:00Z" } }""", false, PodDisposition.Await },
        { "ending for 5 minutes on a lost node", """{ "metadata": { "deletionTimestamp": "2031-05-01T11:55:00Z" } }""", true, PodDisposition.Await },
        { "ending for longer on a lost node", """{ "metadata": { "deletionTimestamp": "2031-05-01T11:54:59Z" } }""", true, PodDisposition.Ignore },
        { "running on a lost node", """{ "metadata": {} }""", true, PodDisposition.Evict },
    };

    [Theory]
    [MemberData(nameof(Pods))]
    public void Pod_ByItsKind_GoesOrStays(string kind, string pod, bool nodeLost, PodDisposition expected)
    {
        Assert.NotEmpty(kind);
        Assert.Equal(expected, DrainPolicy.Decide(JsonNode.Parse(pod)!.AsObject(), nodeLost, Now));
    }
}
