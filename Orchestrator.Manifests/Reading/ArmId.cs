namespace Orchestrator.Manifests.Reading;

/// <summary>The ARM id of a top-level resource, in its parts. Types and ids compare case-insensitively.</summary>
internal sealed record ArmId(string SubscriptionId, string ResourceGroup, string Type, string Name)
{
    public const string VirtualNetwork = "Microsoft.Network/virtualNetworks";
    public const string NetworkSecurityGroup = "Microsoft.Network/networkSecurityGroups";
    public const string RouteTable = "Microsoft.Network/routeTables";
    public const string NatGateway = "Microsoft.Network/natGateways";
    public const string PublicIPPrefix = "Microsoft.Network/publicIPPrefixes";
    public const string ApplicationSecurityGroup = "Microsoft.Network/applicationSecurityGroups";
    public const string PrivateDnsZone = "Microsoft.Network/privateDnsZones";
    public const string DdosProtectionPlan = "Microsoft.Network/ddosProtectionPlans";
    public const string Fleet = "Microsoft.ContainerService/fleets";

    public override string ToString() => $"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}/providers/{Type}/{Name}";

    public static ArmId? Parse(string text) => text.Split('/') is ["", var subscriptions, { Length: > 0 } subscription, var groups, { Length: > 0 } group, var providers,
        { Length: > 0 } provider, { Length: > 0 } type, { Length: > 0 } name]
        && Same(subscriptions, "subscriptions") && Same(groups, "resourceGroups") && Same(providers, "providers")
        ? new ArmId(subscription, group, $"{provider}/{type}", name)
        : null;

    /// <summary>The id in a field; one that is not of <paramref name="type"/> is reported and comes back as null.</summary>
    public static string? Read(ObjectReader reader, string field, string type, string? at = null)
    {
        if (reader.String(field, at) is not { Length: > 0 } text || Sources.Unknown.IsIn(text))
        {
            return null;
        }

        if (Is(text, type))
        {
            return text;
        }

        reader.Invalid(field, Message(field, text, type), Advice(type));
        return null;
    }

    /// <summary>The ids in a list; those that are not of <paramref name="type"/> are reported and left out.</summary>
    public static IReadOnlyList<string> ReadAll(ObjectReader reader, string field, string type, string? at = null)
    {
        var ids = reader.Strings(field, at);
        foreach (var text in ids.Where(text => !Sources.Unknown.IsIn(text) && !Is(text, type)))
        {
            reader.Invalid(field, Message(field, text, type), Advice(type));
        }

        return [.. ids.Where(text => Is(text, type))];
    }

    public static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static bool Is(string text, string type) => Parse(text) is { } id && Same(id.Type, type);

    private static string Message(string field, string text, string type) => $"'{field}' is \"{text}\", which is not the ARM id of a resource of type {type}.";

    private static string Advice(string type) => $"Write /subscriptions/ID/resourceGroups/NAME/providers/{type}/NAME.";
}
