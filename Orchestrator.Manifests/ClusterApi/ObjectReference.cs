using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.ClusterApi;

/// <summary>A reference from one document to another, and the place of its name.</summary>
internal sealed record ObjectReference(string Kind, string? Namespace, string Name, SourceLocation Location)
{
    /// <summary>Reads a reference that must be of <paramref name="kind"/>; null after a report when it is missing or of another kind.</summary>
    public static ObjectReference? Read(ObjectReader? owner, string field, string kind, string apiGroup)
    {
        if (owner?.RequiredObject(field) is not { } reader)
        {
            return null;
        }

        reader.Ignore("uid", "resourceVersion", "fieldPath");
        var written = reader.String("kind");
        var version = reader.String("apiVersion");
        var reference = new ObjectReference(kind, reader.String("namespace"), reader.RequiredString("name"), reader.Locate("name"));
        if (written is null || written == kind)
        {
            CheckApiVersion(reader, version, apiGroup);
            return written is null && !reader.Require("kind") ? null : reference;
        }

        reader.Context.Error(
            ErrorCatalog.UnsupportedFeature, reader.Locate("kind"), $"'{field}' refers to a {written}, which is not supported yet.", $"Refer to a {kind}.");
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
