using System.Text.Json.Nodes;
using Orchestrator.Manifests.Arm;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi.ManagedClusters;

internal static class ExtensionReader
{
    public static ExtensionDraft Read(ObjectReader extension, int index)
    {
        var body = new JsonObject { ["properties"] = new JsonObject() };
        var fields = new ArmFields(extension, body, ExtensionDraft.PathOf(index));
        var name = extension.RequiredString("name");
        _ = extension.Require("extensionType");
        _ = fields.Text("extensionType", "properties.extensionType");
        _ = fields.Text("releaseTrain", "properties.releaseTrain");
        _ = fields.Text("version", "properties.version");
        fields.Set("properties.autoUpgradeMinorVersion", fields.Flag("autoUpgradeMinorVersion", "properties.autoUpgradeMinorVersion") ?? true);
        _ = fields.Map("configurationSettings", "properties.configurationSettings");
        _ = fields.Text("identity", "identity.type", "SystemAssigned");
        _ = fields.Text("aksAssignedIdentityType", "properties.aksAssignedIdentity.type", "SystemAssigned", "UserAssigned");
        ReadScope(extension, fields);
        ReadPlan(extension, fields);
        return new ExtensionDraft(name, body);
    }

    private static void ReadScope(ObjectReader extension, ArmFields fields)
    {
        if (fields.Inside("scope") is not { } scope)
        {
            return;
        }

        var type = scope.Reader.Require("scopeType") ? scope.Reader.Choice("scopeType", ["Cluster", "Namespace"]) : null;
        var (release, target) = (scope.Reader.String("releaseNamespace"), scope.Reader.String("targetNamespace"));
        switch (type)
        {
            case "Cluster" when release is null:
                extension.Invalid("scope", "The scope is Cluster and 'releaseNamespace' is missing.", "Add 'releaseNamespace'.");
                break;
            case "Cluster":
                scope.Set("properties.scope.cluster.releaseNamespace", release);
                break;
            case "Namespace" when target is null:
                extension.Invalid("scope", "The scope is Namespace and 'targetNamespace' is missing.", "Add 'targetNamespace'.");
                break;
            case "Namespace":
                scope.Set("properties.scope.namespace.targetNamespace", target);
                break;
        }
    }

    // Its name is the cluster's to complete: CONTROLPLANE-PRODUCT.
    private static void ReadPlan(ObjectReader extension, ArmFields fields)
    {
        if (fields.Inside("plan") is not { } plan)
        {
            return;
        }

        _ = plan.Reader.Require("product") & plan.Reader.Require("publisher");
        _ = plan.Text("name", "plan.name");
        _ = plan.Text("product", "plan.product");
        _ = plan.Text("publisher", "plan.publisher");
        _ = plan.Text("promotionCode", "plan.promotionCode");
        _ = plan.Text("version", "plan.version");
    }
}
