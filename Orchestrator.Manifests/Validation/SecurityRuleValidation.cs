using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Validation;

internal static class SecurityRuleValidation
{
    private const int LowestPriority = 100;
    private const int HighestPriority = 4096;

    public static void Check(string path, IReadOnlyList<SecurityRuleSpec> rules, SpecReport report)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            var (rule, at) = (rules[i], $"{path}[{i}]");
            report.Pattern($"{at}.name", "name", rule.Name, NamePatterns.NetworkResource(), "letters, digits, hyphens, underscores and periods");
            report.Range($"{at}.priority", "priority", rule.Priority, LowestPriority, HighestPriority);
            report.Pattern($"{at}.sourcePorts", "sourcePorts", rule.SourcePorts, NamePatterns.Ports(), "a port, a range such as 80-90, or *");
            report.Pattern($"{at}.destinationPorts", "destinationPorts", rule.DestinationPorts, NamePatterns.Ports(), "a port, a range such as 80-90, or *");
            CheckUnique(rules, i, at, report);
        }
    }

    private static void CheckUnique(IReadOnlyList<SecurityRuleSpec> rules, int index, string at, SpecReport report)
    {
        var rule = rules[index];
        if (rules.Take(index).Any(r => string.Equals(r.Name, rule.Name, StringComparison.OrdinalIgnoreCase)))
        {
            report.Invalid($"{at}.name", $"Two security rules are named '{rule.Name}'.", "Rename one of them.");
        }

        if (rules.Take(index).FirstOrDefault(r => r.Direction == rule.Direction && r.Priority == rule.Priority) is { } other)
        {
            report.Invalid(
                $"{at}.priority", $"The {rule.Direction} rules '{other.Name}' and '{rule.Name}' both have the priority {rule.Priority}.",
                "Give each rule of a direction a priority of its own; 2200 and 2201 are taken by allow_ssh and allow_apiserver.");
        }
    }
}
