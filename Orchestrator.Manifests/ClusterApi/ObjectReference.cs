using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.ClusterApi;

/// <summary>A reference from one document to another, and the place of its name.</summary>
internal sealed record ObjectReference(string Kind, string? Namespace, string Name, SourceLocation Location)
{
    /// <summary>Reads a reference that must be of <paramref name="kind"/>; null after a report when it is missing or of another kind.</summary>
    public static ObjectReference? Read(ObjectReader? owner, string field, string kind, string apiGroup) => Read(owner, field, [(kind, apiGroup)]);

    /// <summary>Reads a reference that must be of one of <paramref name="kinds"/>; null after a report when it is missing or of another kind.</summary>
    public static ObjectReference? Read(ObjectReader? owner, string field, IReadOnlyList<(string Kind, string ApiGroup)> kinds)
    {
        if (owner?.RequiredObject(field) is not { } reader)
        {
            return null;
        }

        reader.Ignore("uid", "resourceVersion", "fieldPath");
        var written = reader.String("kind");
        var version = reader.String("apiVersion");
        var meant = kinds.FirstOrDefault(k => k.Kind == written, kinds[0]);
        var reference = new ObjectReference(meant.Kind, reader.String("namespace"), reader.RequiredString("name"), reader.Locate("name"));
        if (written is null || written == meant.Kind)
        {
            CheckApiVersion(reader, version, meant.ApiGroup);
            return written is null && !reader.Require("kind") ? null : reference;
        }

        reader.Context.Error(
            ErrorCatalog.UnsupportedFeature, reader.Locate("kind"), $"'{field}' refers to a {written}, which is not supported yet.",
            $"Refer to a {string.Join(" or ", kinds.Select(static k => k.Kind))}.");
        return null;
    }

    private static void CheckApiVersion(ObjectReader reader, string? version, string apiGroup)
    {
        if (version is not null && version != $"{apiGroup}/v1beta1")
        {
            reader.Invalid("apiVersion", $"The reference's apiVersion is \"{version}\".", $"Write {apiGroup}/v1beta1.");
        }
    }
}
