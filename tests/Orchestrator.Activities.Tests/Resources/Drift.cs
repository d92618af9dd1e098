using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Resources;

/// <summary>What other people do to our resources.</summary>
internal static class Drift
{
    /// <summary>Changes one field of ours behind our back.</summary>
    public static async Task MakeAsync(ActivitiesTestBed bed, GraphStep step)
    {
        var body = await bed.ReadAsync(step.ResourceId!);
        if (step.Kind == StepKinds.Subnet)
        {
            ((JsonObject)body["properties"]!).Remove("networkSecurityGroup");
        }
        else if (step.Kind == StepKinds.InboundNatRule)
        {
            body["properties"]!["idleTimeoutInMinutes"] = 9;
        }
        else if (step.Kind == StepKinds.VirtualNetworkPeering)
        {
            body["properties"]!["allowVirtualNetworkAccess"] = false;
        }
        else if (step.Kind == StepKinds.PrivateDnsRecord)
        {
            body["properties"]!["ttl"] = 60;
        }
        else
        {
            ((JsonObject)body["tags"]!).Remove(ClusterTags.Ownership(bed.Spec));
        }

        await PutAsync(bed, step.ResourceId!, body);
    }

    /// <summary>Makes the step's resource as somebody else would: the same thing without our tag and unknown to our index.</summary>
    public static async Task MakeForeignAsync(ActivitiesTestBed bed, GraphStep step)
    {
        await bed.ReachAsync(step);
        var body = await bed.ReadAsync(step.ResourceId!);
        (body["tags"] as JsonObject)?.Clear();
        await PutAsync(bed, step.ResourceId!, body);
        await bed.Get<IResourceIndex>().RemoveAsync(bed.Spec.Key, step.ResourceId!, default);
        if (ResourceId.ParentOf(step.ResourceId!) is { } parent)
        {
            // A child counts as ours with its parent, so that has to be foreign too.
            var parentBody = await bed.ReadAsync(parent);
            (parentBody["tags"] as JsonObject)?.Clear();
            await PutAsync(bed, parent, parentBody);
        }
    }

    /// <summary>What of a resource has to be as before after the repair: all that no provider changes by itself.</summary>
    public static JsonObject Relevant(JsonObject resource)
    {
        var relevant = (JsonObject)resource.DeepClone();
        return Strip(relevant);
    }

    private static JsonObject Strip(JsonObject node)
    {
        foreach (var name in node.Select(static p => p.Key).Where(static n => n == "etag").ToList())
        {
            node.Remove(name);
        }

        foreach (var child in node.Select(static p => p.Value).ToList())
        {
            foreach (var o in child is JsonArray array ? array.OfType<JsonObject>() : child is JsonObject one ? [one] : [])
            {
                Strip(o);
            }
        }

        return node;
    }

    private static async Task PutAsync(ActivitiesTestBed bed, string id, JsonObject body)
    {
        var arm = await bed.Get<IArmConnections>().ForAsync(bed.Spec, default);
        var put = await arm.PutAsync(id, body, etag: null, "somebody else", default);
        Assert.Null(put.Error);
        await bed.SettleAsync();
    }
}
