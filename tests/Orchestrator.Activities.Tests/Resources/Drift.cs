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
        else if (step.Kind == StepKinds.PrivateDnsZoneGroup)
        {
            var zone = PrivateNetwork.Zone.Replace("blob", "file", StringComparison.Ordinal);
            body = new JsonObject { ["properties"] = new JsonObject { ["privateDnsZoneConfigs"] = new JsonArray(new JsonObject { ["name"] = "theirs", ["properties"] = new JsonObject { ["privateDnsZoneId"] = zone } }) } };
        }
        else if (step.Kind == StepKinds.StorageAccount)
        {
            body = Account(body);
            body["properties"]!["minimumTlsVersion"] = "TLS1_0";
        }
        else if (step.Kind == StepKinds.BlobContainer)
        {
            body = new JsonObject { ["properties"] = new JsonObject { ["publicAccess"] = "Blob" } };
        }
        else if (step.Kind == StepKinds.ImmutabilityPolicy)
        {
            body = new JsonObject { ["properties"] = new JsonObject { ["immutabilityPeriodSinceCreationInDays"] = 1 } };
        }
        else if (step.Kind == StepKinds.ManagementPolicy)
        {
            body["properties"]!["policy"]!["rules"]![0]!["definition"]!["actions"]!["baseBlob"]!["delete"]!["daysAfterCreationGreaterThan"] = 400;
        }
        else if (step.Kind == StepKinds.RoleDefinition)
        {
            body["properties"]!["permissions"]![0]!["actions"] = new JsonArray("*");
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
        body = step.Kind == StepKinds.StorageAccount ? Account(body) : body;
        if (body["tags"] is JsonObject tags)
        {
            Disown(bed, tags);
            await PutAsync(bed, step.ResourceId!, body);
        }

        await bed.Get<IResourceIndex>().RemoveAsync(bed.Spec.Key, step.ResourceId!, default);
        if (ResourceId.ParentOf(step.ResourceId!) is { } parent && step.Kind != StepKinds.ImmutabilityPolicy)
        {
            // A child counts as ours with its parent, so that has to be foreign too.
            var parentBody = await bed.ReadAsync(parent);
            parentBody = step.Kind is StepKinds.ManagementPolicy or StepKinds.BlobContainer ? Account(parentBody) : parentBody;
            if (parentBody["tags"] is JsonObject parentTags)
            {
                Disown(bed, parentTags);
            }

            await PutAsync(bed, parent, parentBody);
        }
    }

    /// <summary>Some types keep tags that a write does not mention.</summary>
    private static void Disown(ActivitiesTestBed bed, JsonObject tags)
    {
        tags.Clear();
        tags[ClusterTags.Ownership(bed.Spec)] = "theirs";
    }

    /// <summary>What a write of a storage account takes of what a read shows.</summary>
    private static JsonObject Account(JsonObject body) => new()
    {
        ["location"] = body["location"]!.DeepClone(),
        ["kind"] = body["kind"]!.DeepClone(),
        ["sku"] = new JsonObject { ["name"] = body["sku"]!["name"]!.DeepClone() },
        ["tags"] = body["tags"]!.DeepClone(),
        ["properties"] = new JsonObject { ["accessTier"] = "Cool" },
    };

    /// <summary>What of a resource has to be as before after the repair: all that no provider changes by itself.</summary>
    public static JsonObject Relevant(JsonObject resource)
    {
        var relevant = (JsonObject)resource.DeepClone();
        return Strip(relevant);
    }

    private static JsonObject Strip(JsonObject node)
    {
        foreach (var name in node.Select(static p => p.Key).Where(static n => n is "etag" or "lastModifiedTime" or "updatedOn").ToList())
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
