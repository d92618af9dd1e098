using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.UserAssignedIdentity;

/// <summary>Identities of machines are as a rule borrowed, so observed: what counts is their client id and principal.</summary>
public sealed class UserAssignedIdentityDefinition : ResourceDefinition
{
    public override string Kind => StepKinds.UserAssignedIdentity;

    public override string Type => ArmTypes.UserAssignedIdentity;

    public override JsonObject Render(ResourceContext context) => new()
    {
        ["location"] = context.Spec.Location,
        ["tags"] = ClusterTags.Of(context.Spec, context.Step.Name, role: null),
    };

    public override IReadOnlyDictionary<string, string>? Facts(string id, JsonObject resource)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        if ((string?)resource["properties"]?["clientId"] is { } clientId)
        {
            facts[FactNames.ClientId(id)] = clientId;
        }

        if ((string?)resource["properties"]?["principalId"] is { } principalId)
        {
            facts[FactNames.PrincipalId(id)] = principalId;
        }

        return facts;
    }
}
