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

    public override DesiredState Desired(ResourceContext context, JsonObject? existing)
    {
        var desired = base.Desired(context, existing);
        if (desired.Error is not null || desired.Body["properties"]?[Rules] is not JsonArray rules)
        {
            return desired;
        }

        var wanted = Names(context.Spec, context.Step.Name);
        var retired = context.PriorSpecs.SelectMany(s => Names(s, context.Step.Name)).Except(wanted, StringComparer.OrdinalIgnoreCase).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var gone = rules.OfType<JsonObject>().Where(rule => retired.Contains((string)rule["name"]!)).ToList();
        gone.ForEach(rule => rules.Remove(rule));
        return desired with { Changes = [.. desired.Changes, .. gone.Select(static r => new FieldChange($"$.properties.{Rules}['{r["name"]}']", r.ToJsonString(), null))] };
    }

    private static IEnumerable<string> Names(ClusterSpec spec, string group) => RulesOf(spec, group).Select(static r => r.Name);

    /// <summary>Subnets may share a group; its rules are those that any of them names.</summary>
    private static IEnumerable<SecurityRuleSpec> RulesOf(ClusterSpec spec, string group) => spec.Network.Subnets
        .Where(s => string.Equals(s.SecurityGroup.Name, group, StringComparison.OrdinalIgnoreCase))
        .SelectMany(static s => s.SecurityGroup.Rules)
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
            ["sourceAddressPrefix"] = rule.Sources.Count == 1 ? rule.Sources[0] : null,
            ["sourceAddressPrefixes"] = rule.Sources.Count > 1 ? Json.Strings(rule.Sources) : null,
            ["destinationAddressPrefix"] = rule.Destination,
        },
    };

    private static JsonNode? One(string ports) => ports.Contains(',', StringComparison.Ordinal) ? null : ports;

    private static JsonArray? Many(string ports) =>
        ports.Contains(',', StringComparison.Ordinal) ? Json.Strings(ports.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) : null;
}
