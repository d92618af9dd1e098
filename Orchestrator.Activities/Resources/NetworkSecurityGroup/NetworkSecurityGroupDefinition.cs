using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.NetworkSecurityGroup;

/// <summary>Rules that others added stay; rules that an earlier spec had and this one lacks go.</summary>
public sealed class NetworkSecurityGroupDefinition : ResourceDefinition
{
    private const string Rules = "securityRules";

    public override string Kind => StepKinds.NetworkSecurityGroup;

    public override string Type => ArmTypes.NetworkSecurityGroup;

    public override JsonObject Render(ResourceContext context) => new()
    {
        ["location"] = context.Spec.Location,
        ["tags"] = ClusterTags.Of(context.Spec, context.Step.Name, role: null),
        ["properties"] = new JsonObject { [Rules] = Json.Objects(RulesOf(context.Spec, context.Step.Name).Select(RenderRule)) },
    };

    public override DesiredState Desired(ResourceContext context, JsonObject? existing) => RetiredItems.Remove(
        base.Desired(context, existing), Rules, Names(context.Spec, context.Step.Name), context.PriorSpecs.SelectMany(s => Names(s, context.Step.Name)));

    protected override void Adapt(ResourceContext context, JsonObject rendered, JsonObject existing) => LeaveToOthers(rendered, Rules);

    private static IEnumerable<string> Names(ClusterSpec spec, string group) => RulesOf(spec, group).Select(static r => r.Name);

    /// <summary>Subnets may share a group; its rules are those that any of them names.</summary>
    private static IEnumerable<SecurityRuleSpec> RulesOf(ClusterSpec spec, string group) => spec.Network.Subnets
        .Select(static s => s.SecurityGroup)
        .Where(g => g is { BorrowedId: null } && string.Equals(g.Name, group, StringComparison.OrdinalIgnoreCase))
        .SelectMany(static g => g!.Rules)
        .DistinctBy(static r => r.Name, StringComparer.OrdinalIgnoreCase);

    private static JsonObject RenderRule(SecurityRuleSpec rule) => new()
    {
        ["name"] = rule.Name,
        ["properties"] = new JsonObject
        {
            ["description"] = rule.Description,
            ["protocol"] = rule.Protocol,
            ["direction"] = rule.Direction,
            ["priority"] = rule.Priority,
            ["access"] = rule.Action,
            ["sourcePortRange"] = One(rule.SourcePorts),
            ["sourcePortRanges"] = Many(rule.SourcePorts),
            ["destinationPortRange"] = One(rule.DestinationPorts),
            ["destinationPortRanges"] = Many(rule.DestinationPorts),
            ["sourceAddressPrefix"] = rule is { Sources: [var source], SourceGroups: null } ? source : null,
            ["sourceAddressPrefixes"] = rule is { Sources.Count: > 1, SourceGroups: null } ? Json.Strings(rule.Sources) : null,
            ["sourceApplicationSecurityGroups"] = Groups(rule.SourceGroups),
            ["destinationAddressPrefix"] = rule.DestinationGroups is null ? rule.Destination : null,
            ["destinationApplicationSecurityGroups"] = Groups(rule.DestinationGroups),
        },
    };

    private static JsonArray? Groups(IReadOnlyList<string>? ids) => ids is null ? null : Json.References(ids);

    private static JsonNode? One(string ports) => ports.Contains(',', StringComparison.Ordinal) ? null : ports;

    private static JsonArray? Many(string ports) =>
        ports.Contains(',', StringComparison.Ordinal) ? Json.Strings(ports.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) : null;
}
