using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm;

/// <summary>Turns a kept resource into what a GET shows.</summary>
internal static class ResourceView
{
    public static JsonObject Of(ArmResource resource, ArmWorld world)
    {
        var type = world.Types.Get(resource.Type);
        var view = new JsonObject { ["name"] = resource.Name, ["id"] = resource.Id, ["type"] = resource.Type };
        if (type.Provider.ETagMember is { } etag)
        {
            view[etag] = resource.ETag;
        }

        foreach (var (name, value) in resource.Content)
        {
            view[name] = value?.DeepClone();
        }

        if (type.Latency is not null || type.Provider == ProviderStyle.Resources)
        {
            view.Ensure("properties")["provisioningState"] = resource.State;
        }

        foreach (var collection in type.Inline)
        {
            DescribeElements(view, resource, collection);
        }

        type.Render(resource, view, world);
        return view;
    }

    /// <summary>Gives every element of an inline collection its id, type, etag and state.</summary>
    private static void DescribeElements(JsonObject view, ArmResource resource, InlineCollection collection)
    {
        if (collection.IsAlwaysShown)
        {
            view.Ensure("properties").Default(collection.Name, new JsonArray());
        }

        foreach (var element in collection.In(view))
        {
            element["id"] = $"{resource.Id}/{collection.Segment}/{element["name"]}";
            if (collection.HasETags)
            {
                element["etag"] = resource.ETag;
            }

            element["type"] = $"{resource.Type}/{collection.Segment}";
            element.Ensure("properties")["provisioningState"] = resource.State;
        }
    }
}
